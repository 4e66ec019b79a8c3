"""One conference as the hub tells it: its viewers, its last events, and when to tell more."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from webapp.web.clock import utc_now

if TYPE_CHECKING:
    from webapp.live_hub.looking import Look

TELL_EVERY = 0.25  # seconds: at most four events a second
TURNOUT_EVERY = 1.0
REMEMBERED = 64  # events that somebody who was away is told afterwards
TRY_AGAIN = 1.0

Looking = Callable[[str], Awaitable["Look | None"]]
log = logging.getLogger(__name__)


class Viewer(Protocol):
    """Somebody who is told."""

    has_ticket: bool

    def tell(self, words: bytes) -> None:
        """Send words that are complete in themselves."""

    def send_away(self) -> None:
        """End it; whoever it is asks anew where to go."""


class Channel:
    """Tells everybody who follows one conference the same, in the same order.

    Nothing is looked up while nobody follows. Whoever joins then waits for the first look.
    """

    def __init__(self, slug: str, first: Look, look: Looking) -> None:
        self.slug = slug
        self.look = first
        self.viewers: set[Viewer] = set()
        self._looking = look
        self._events: deque[tuple[str, bytes]] = deque(maxlen=REMEMBERED)
        self._numbers = itertools.count(1)
        self._is_asked = False
        self._at_work: asyncio.Task[None] | None = None
        self._told_at = 0.0
        self._next: asyncio.TimerHandle | None = None
        self._waiting: list[tuple[Viewer, str]] = []
        self._remember(first)

    def join(self, viewer: Viewer, last: str) -> None:
        """Let somebody follow; `last` is the last event they were told before, if any."""
        if self.viewers and not self._waiting:
            viewer.tell(self._since(last))
        else:
            self._waiting.append((viewer, last))
        self.viewers.add(viewer)
        if self._waiting:
            self.poke()

    def leave(self, viewer: Viewer) -> None:
        self.viewers.discard(viewer)
        self._waiting = [one for one in self._waiting if one[0] is not viewer]

    def poke(self) -> None:
        """Look again soon: something was done, or may have been."""
        self._is_asked = True
        if self._at_work is None and self.viewers:
            self._at_work = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._is_asked and self.viewers:
                await asyncio.sleep(self._told_at + TELL_EVERY - _clock())
                self._is_asked = False
                look = await self._looking(self.slug)
                if look is not None:
                    self._tell(look)
        except Exception:
            log.exception("could not look at %s", self.slug)
            asyncio.get_running_loop().call_later(TRY_AGAIN, self.poke)
        finally:
            self._at_work = None
        self._look_by_the_clock()

    def _tell(self, look: Look) -> None:
        news = self._remember(look)
        waiting, self._waiting = self._waiting, []
        for viewer, last in waiting:
            viewer.tell(self._since(last))
        if news:
            self._told_at = _clock()
            missed = {viewer for viewer, _ in waiting}
            for viewer in [one for one in self.viewers if one not in missed]:
                viewer.tell(news)
        if look.is_closed:
            for viewer in [one for one in self.viewers if not one.has_ticket]:
                viewer.send_away()

    def _remember(self, look: Look) -> bytes:
        """Keep what was found as an event, unless it is what was told last; return its bytes."""
        is_news = not self._events or look.body != self.look.body
        self.look = look
        if not is_news:
            return b""
        name = f"{look.minute}-{look.floor[:8]}-{next(self._numbers)}"
        event = b"id: %b\ndata: %b\n\n" % (name.encode(), look.body)
        self._events.append((name, event))
        return event

    def _since(self, last: str) -> bytes:
        """Return what followed an event; all that is known now where that one is forgotten."""
        names = [name for name, _ in self._events]
        if last in names:
            return b"".join(event for _, event in list(self._events)[names.index(last) + 1 :])
        return self._events[-1][1]

    def _look_by_the_clock(self) -> None:
        """Look again when something changes without anybody's doing, and for the turnout."""
        if self._next is not None:
            self._next.cancel()
        waits = [TURNOUT_EVERY] if self.look.takes_ballots else []
        if self.look.changes_at is not None:
            left = (self.look.changes_at - utc_now()).total_seconds()
            waits.append(max(left, 0) + 0.01)
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(min(waits), self.poke) if waits else None


def _clock() -> float:
    return asyncio.get_running_loop().time()

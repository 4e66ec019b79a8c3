"""The hub itself: who is connected, which conferences they follow, and when it stops."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import TYPE_CHECKING

from webapp.live_hub.channel import Channel
from webapp.live_hub.looking import Look, look_up
from webapp.live_hub.stream import BEAT, HEALTH, Question, Stream
from webapp.live_hub.watching import Changed, watch
from webapp.web.clock import utc_now
from webapp.web.tickets import ticket_ends

if TYPE_CHECKING:
    from sqlalchemy import Engine

BEAT_SECONDS = 15
DRAIN_SECONDS = 5
MOST_VIEWERS = 12_000
AT_ONCE = 500  # viewers spoken to before anybody else has a turn

log = logging.getLogger(__name__)


class Hub:
    """Everybody connected to this process."""

    def __init__(self, engine: Engine, key: str, *, most: int = MOST_VIEWERS) -> None:
        self.streams: set[Stream] = set()
        self.channels: dict[str, Channel] = {}
        self._engine = engine
        self._key = key
        self._most = most
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="look")
        self._tasks: set[asyncio.Task[None]] = set()
        self._stands = asyncio.Event()
        self._is_stopping = False

    # --- running

    async def start(self, host: str, port: int) -> asyncio.Server:
        """Open the door once the watch stands, so that nothing is missed."""
        self._begin(self._follow(watch(self._engine)))
        self._begin(self._beat())
        await self._stands.wait()
        loop = asyncio.get_running_loop()
        return await loop.create_server(lambda: Stream(self), host, port, backlog=4096)

    async def stop(self, server: asyncio.Server) -> None:
        """Let nobody in any more, and everybody out who has heard all that was said."""
        self._is_stopping = True
        server.close()
        for stream in list(self.streams):
            stream.close()
        for _ in range(DRAIN_SECONDS * 20):
            if not self.streams:
                break
            await asyncio.sleep(0.05)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _begin(self, work: object) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, changes: AsyncIterator[Changed]) -> None:
        async for changed in changes:
            for channel in self.channels.values():
                if changed is None or channel.look.conference_id in changed:
                    channel.poke()
            self._stands.set()

    async def _beat(self) -> None:
        """Say now and then that the line stands, a few hundred at a time."""
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            following = [one for channel in self.channels.values() for one in channel.viewers]
            for start in range(0, len(following), AT_ONCE):
                for stream in following[start : start + AT_ONCE]:
                    stream.tell(BEAT)
                await asyncio.sleep(0)

    # --- what streams ask

    def admit(self, stream: Stream) -> bool:
        """Tell whether there is room for one more."""
        self.streams.add(stream)
        return len(self.streams) <= self._most and not self._is_stopping

    def forget(self, stream: Stream) -> None:
        self.streams.discard(stream)

    def answer(self, stream: Stream, question: Question) -> None:
        """Answer a request: with events, or with why not."""
        if question.path == HEALTH:
            facts = {"viewers": len(self.streams) - 1, "conferences": len(self.channels)}
            stream.say(HTTPStatus.OK, json.dumps(facts).encode(), "application/json")
            return
        channel = self.channels.get(question.path)
        if channel is not None:
            self._let_in(stream, question, channel)
        else:
            self._begin(self._find(stream, question))

    async def _find(self, stream: Stream, question: Question) -> None:
        try:
            look = await self._look(question.path)
        except Exception:
            log.exception("could not look at %r", question.path)
            stream.refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        if look is None:
            stream.refuse(HTTPStatus.NOT_FOUND)
            return
        found = Channel(question.path, look, self._look)
        self._let_in(stream, question, self.channels.setdefault(question.path, found))

    def _let_in(self, stream: Stream, question: Question, channel: Channel) -> None:
        if not channel.look.is_closed:
            stream.follow(channel, question.last, seconds=None)
            return
        now = utc_now().timestamp()
        ends = ticket_ends(self._key, question.path, question.ticket, now=now)
        if ends is None:
            stream.refuse(HTTPStatus.FORBIDDEN)
        else:
            stream.follow(channel, question.last, seconds=ends - now)

    async def _look(self, slug: str) -> Look | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, look_up, self._engine, slug, utc_now())

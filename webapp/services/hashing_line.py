"""Where password hashes wait their turn, so that a hall signing in leaves a vote its processors.

Hashing is slow on purpose. One thread per process does it; a few requests wait in line for it,
and whoever finds the line full is told so at once. A request that waits holds one of the
server's threads, and the others are for ballots. The thread has no lower priority than others:
it would be put aside while it holds Python's lock, and everybody with it.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from webapp.services.errors import NotDone

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LINE = 6  # of the sixteen threads a worker has

Done = TypeVar("Done")


class TooManyAtOnce(NotDone):
    """The line is full: nothing was done, and a moment later it can be."""

    retry_after = 5
    """Seconds after which it is worth trying again."""


class HashingLine:
    """A line of so many, the one being served among them."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._begin_anew()
        # The thread does not live on in a child, nor do those who waited for it.
        os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self._places = threading.BoundedSemaphore(self._longest)
        self._server = ThreadPoolExecutor(1, "hashing")

    def in_turn(self, act: Callable[[], Done]) -> Done:
        """Do the act when everybody before is done. Raises TooManyAtOnce."""
        if not self._places.acquire(blocking=False):
            raise TooManyAtOnce
        try:
            return self._server.submit(act).result()
        finally:
            self._places.release()

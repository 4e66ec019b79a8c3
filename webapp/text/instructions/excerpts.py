"""A stretch as it is shown, and the way back to stored text, with references kept whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.text.instructions.motion import Shown, Stretch
from webapp.text.sequences import Hunk


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch as shown, with the space before it (`lead`), and the way back to stored text."""

    shown: Shown
    start: int
    text: str
    lead: bool

    @classmethod
    def of(cls, shown: Shown, stretch: Stretch) -> Excerpt:
        lead = stretch.start > 0 and shown.stored[stretch.start - 1].isspace()
        words = shown.text[shown.to_shown(stretch.start) : shown.to_shown(stretch.end)]
        return cls(shown, stretch.start, f"{' ' if lead else ''}{words}", lead)

    def around(self, first: int, last: int) -> tuple[int, int]:
        """Return the stored offsets of shown characters; a reference that they cut is whole."""
        start, cut = self._stored(first, up=False)
        end, _ = self._stored(last, up=True)
        if first == last and not cut:
            return start, start
        spaced = cut and start > 0 and self.shown.stored[start - 1].isspace()
        return start - spaced, max(start, end)

    def place_of(self, stored: int) -> int:
        """Return where a stored offset is in the text."""
        if stored < self.start:
            return 0
        return self.shown.to_shown(stored) - self.shown.to_shown(self.start) + self.lead

    def _stored(self, place: int, *, up: bool) -> tuple[int, bool]:
        if self.lead and place == 0:
            return self.start - 1, False
        return self.shown.to_stored(self.shown.to_shown(self.start) + place - self.lead, up=up)


def apart(hunks: Sequence[Hunk], old: Excerpt) -> list[Hunk]:
    """Return the changes with those that cut the same reference made one."""
    apart: list[Hunk] = []
    for hunk in hunks:
        grown = hunk
        while apart and _end(apart[-1], old) > old.around(grown.old_start, grown.old_end)[0]:
            last = apart.pop()
            grown = Hunk(last.old_start, grown.old_end, last.new_start, grown.new_end)
        apart.append(grown)
    return apart


def _end(hunk: Hunk, old: Excerpt) -> int:
    return old.around(hunk.old_start, hunk.old_end)[1]

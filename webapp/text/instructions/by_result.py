"""What can be meant by an amendment that says what the text will read, and not how it comes to.

"Change the last sentence so that it reads: …" prints a clause as it is to be. Where one clause
is so like what is printed that no other can be meant, the difference between the two is offered
as an instruction. It is never carried out unasked: a result that is printed may hold slips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from webapp.text.clause import ClauseId
from webapp.text.instructions.controls import read_result
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import Motion, Stretch, levelled_words
from webapp.text.instructions.problems import SENTENCES, Problem, ProblemKind, Unclear
from webapp.text.instructions.style import InstructionStyle
from webapp.text.instructions.tokens import Cursor
from webapp.text.instructions.word_acts import WordActs
from webapp.text.operation import Operation
from webapp.text.reading.labels import read_label

_ALIKE: Final = 70.0  # of 100: less is another clause
_AHEAD: Final = 12.0  # how much less alike the next best must be
_MOST_LINES: Final = 20
_MOST_COMPARED: Final = 20_000  # pairs of a line and a clause
_MARKS: Final = ' \t“”"‘’«»„*'
_ELLIPSES: Final = ("…", "...")


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line as printed, and what it may say without the label before it."""

    whole: str
    bare: str

    @classmethod
    def of(cls, line: str) -> _Printed:
        whole = line.strip(_MARKS)
        label = read_label(whole)
        return cls(whole, whole[label.text_at :].strip(_MARKS) if label else whole)

    def closest(self, text: str) -> tuple[float, str]:
        """Return how like a clause's words this is, and in which of its ways.

        What looks like a label is one, unless the clause's own words begin with it.
        """
        whole, bare = levelled_words(self.whole), levelled_words(self.bare)
        head = whole.removesuffix(bare).strip()
        is_text = text.casefold().startswith(head.casefold())
        way = self.whole if is_text else self.bare
        return fuzz.ratio(levelled_words(way), text), way


def by_result(words: str, places: Places, style: InstructionStyle) -> Problem | None:
    """Return the one question that is left of an amendment with a result and nothing else."""
    found = read_result(Cursor(words, places.motion.citations))
    if found is None:
        return None
    lines = [line for line in found.text.split("\n") if line.strip(_MARKS)]
    if not 0 < len(lines) <= _MOST_LINES or any(sign in found.text for sign in _ELLIPSES):
        return None
    meant = _meant(places.motion, [_Printed.of(line) for line in lines])
    source = Source(len(words) - len(words.lstrip()), len(words.rstrip()))
    operations = _difference(places, meant, style, source)
    if not operations:
        return None
    candidates = places.offers.acts([(meant[0][0].clause, operations)], source)
    kind = ProblemKind.RESULT_ONLY
    return Problem(kind, words.strip(), *source, SENTENCES[kind], candidates)


def _meant(motion: Motion, printed: Sequence[_Printed]) -> list[tuple[Stretch, str]]:
    """Return what the lines print anew, clause after clause; nothing where that is unsure."""
    stretches = [_whole(motion, each) for each in motion.order]
    runs = [stretches[at : at + len(printed)] for at in range(len(stretches) - len(printed) + 1)]
    if len(printed) == 1:
        several = (motion.sentences(each) for each in motion.order)
        runs += [[_trimmed(motion, one)] for found in several if len(found) > 1 for one in found]
    if len(printed) * len(runs) > _MOST_COMPARED:
        return []
    scored = []
    for run in runs:
        pairs = [
            one.closest(levelled_words(motion.words(stretch)))
            for one, stretch in zip(printed, run, strict=True)
        ]
        ways = [way for _, way in pairs]
        scored.append((min(score for score, _ in pairs), list(zip(run, ways, strict=True))))
    scored.sort(key=lambda one: -one[0])
    if not scored or scored[0][0] < _ALIKE:
        return []
    unsure = len(scored) > 1 and scored[1][0] > scored[0][0] - _AHEAD
    return [] if unsure else scored[0][1]


def _whole(motion: Motion, clause: ClauseId) -> Stretch:
    return _trimmed(motion, Stretch(clause, 0, len(motion.clauses[clause].text)))


def _trimmed(motion: Motion, stretch: Stretch) -> Stretch:
    """Return a stretch without the space it begins with."""
    text = motion.clauses[stretch.clause].text[stretch.start : stretch.end]
    return Stretch(stretch.clause, stretch.end - len(text.lstrip()), stretch.end)


def _difference(
    places: Places, meant: Sequence[tuple[Stretch, str]], style: InstructionStyle, source: Source
) -> Sequence[Operation]:
    """Return what makes the words what is printed; nothing where they are so already."""
    edits = Edits(places.motion)
    acts = WordActs(places, edits, style)
    try:
        for stretch, printed in meant:
            if levelled_words(places.motion.words(stretch)) != levelled_words(printed):
                acts.reword(stretch, printed, source)
        return edits.operations()
    except Unclear:
        return ()

"""Putting words and clauses into a section that is named by its heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NoReturn

from webapp.text.clause import ClauseId, Marker
from webapp.text.instructions import spacing
from webapp.text.instructions.blocks import Draft, build
from webapp.text.instructions.edits import Source
from webapp.text.instructions.parts import Payload, Where
from webapp.text.instructions.payload_kinds import says_clauses
from webapp.text.instructions.placing import Gap, gap_after, gap_before, gap_within, style_at
from webapp.text.instructions.sections import Section
from webapp.text.operation import InsertClauses, InsertText, Operation, StrikeClause

if TYPE_CHECKING:
    from webapp.text.instructions.insertions import Insertions

_STOPS: Final = (".", "!", "?", ".”", ".’", '."')


class SectionEnds:
    """What is put before, after and into the sections of one motion."""

    def __init__(self, insertions: Insertions) -> None:
        self.insertions = insertions
        self.motion = insertions.motion

    def insert(self, where: Where, payload: Payload, section: Section, source: Source) -> None:
        """Put something where a section begins or ends; ask where that is not certain."""
        if where is Where.BEFORE:
            gap = gap_before(self.motion, section.heading)
            self.insertions.insert_clauses(gap, self.insertions.drafts(payload, gap), source)
            return
        if where is Where.START:
            self._insert_at_start(payload, section, source)
            return
        drafts = self.insertions.drafts(payload, gap_after(self.motion, section.ends[-1]))
        if where is Where.WITHIN or not section.sure:
            self._ask(section.ends, payload, drafts, source)
        elif self._is_sentence(payload, section.ends[-1], drafts):
            clause = section.ends[-1]
            put = self._words(clause, payload)
            self.insertions.edits.wording(clause).put(put.at, put.text, source)
        elif payload.quoted and not says_clauses(payload, drafts):
            self._ask(section.ends, payload, drafts, source)
        else:
            self.insertions.insert_clauses(self._gap(section.ends[-1]), drafts, source)

    def ask_what_goes(self, section: Section, source: Source) -> NoReturn:
        """Ask with which clause a section ends that is to be struck, as nothing marks its end."""
        offered = []
        for end in section.ends:
            clauses = self._up_to(section, end)
            offered.append((end, [self._strike(each) for each in clauses]))
        self.insertions.gaps.ask(offered, source)

    def ask_what_stays(self, section: Section, payload: Payload, source: Source) -> NoReturn:
        """Ask whether a heading stays when something is put in place of its section."""
        offered: list[tuple[ClauseId | None, list[Operation]]] = []
        for end in section.ends:
            nested = not section.members and self.motion.clauses[section.heading].children
            below = [child.id for child in nested] if nested else self._up_to(section, end)[1:]
            gap = gap_after(self.motion, end)
            keeping = gap_within(self.motion, section.heading) if nested else gap
            for gone, at in ((below, keeping), (self._up_to(section, end), gap)):
                drafts = self.insertions.drafts(payload, at)
                new = build(drafts, self._style(at), self.insertions.new_id, lambda _, __: None)
                put = InsertClauses(at.parent, at.after, new)
                if gone:
                    offered.append((gone[0], [*map(self._strike, gone), put]))
        self.insertions.gaps.ask(offered, source)

    def _up_to(self, section: Section, end: ClauseId) -> list[ClauseId]:
        clauses = [section.heading, *section.members]
        return clauses[: clauses.index(end) + 1]

    def _strike(self, clause: ClauseId) -> Operation:
        return StrikeClause(clause, self.motion.clauses[clause].text)

    def _style(self, gap: Gap) -> Marker:
        return style_at(self.motion, gap)

    def _insert_at_start(self, payload: Payload, section: Section, source: Source) -> None:
        gap = gap_after(self.motion, section.heading)
        if not section.members and self.motion.clauses[section.heading].children:
            gap = gap_within(self.motion, section.heading, first=True)
        drafts = self.insertions.drafts(payload, gap)
        if section.runs_in or (payload.quoted and not says_clauses(payload, drafts)):
            self._ask([section.heading], payload, drafts, source)
        self.insertions.insert_clauses(gap, drafts, source)

    def _is_sentence(self, payload: Payload, last: ClauseId, drafts: Sequence[Draft]) -> bool:
        """Tell whether a sentence goes on what already ends as one, with nothing under it."""
        clause = self.motion.clauses[last]
        ends = clause.text.rstrip().endswith(_STOPS) and not clause.children
        return _says_words(payload) and ends and len(drafts) == 1

    def _gap(self, end: ClauseId) -> Gap:
        """Return the gap after the last clause of a section, in the list that it ends in if any."""
        children = self.motion.clauses[end].children
        return gap_within(self.motion, end) if children else gap_after(self.motion, end)

    def _words(self, clause: ClauseId, payload: Payload) -> InsertText:
        text = self.motion.clauses[clause].text
        at = len(text.rstrip())
        words = self.insertions.word_acts.words_of(payload)
        return InsertText(clause, at, spacing.inserted(text, at, words))

    def _ask(
        self, ends: Sequence[ClauseId], payload: Payload, drafts: Sequence[Draft], source: Source
    ) -> None:
        self.insertions.gaps.ask(list(self._ways(ends, payload, drafts)), source)

    def _ways(
        self, ends: Sequence[ClauseId], payload: Payload, drafts: Sequence[Draft]
    ) -> Iterator[tuple[ClauseId | None, list[Operation]]]:
        """Yield what can be meant: words that go on a clause, and clauses after it."""
        words = payload.quoted or _says_words(payload)
        words = words and len(drafts) == 1 and not says_clauses(payload, drafts)
        for end in ends:
            if words and not self.motion.clauses[end].children:
                yield end, [self._words(end, payload)]
            gap = self._gap(end)
            clauses = build(drafts, self._style(gap), self.insertions.new_id, lambda _, __: None)
            yield end, [InsertClauses(gap.parent, gap.after, clauses)]


def _says_words(payload: Payload) -> bool:
    said = payload.said.lower()
    return "sentence" in said or "word" in said

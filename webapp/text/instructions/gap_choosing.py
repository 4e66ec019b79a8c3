"""Choosing where new clauses go by the list that their label belongs to; asking where unsure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from webapp.text.clause import ClauseId, MarkerStyle
from webapp.text.instructions import spacing
from webapp.text.instructions.blocks import Draft, build
from webapp.text.instructions.edits import Source
from webapp.text.instructions.locating import Places
from webapp.text.instructions.parts import Payload, Where
from webapp.text.instructions.placing import (
    Gap,
    fitting,
    gap_after,
    gap_within,
    gaps_ending_at,
    label_at,
    style_at,
    style_for,
)
from webapp.text.instructions.problems import Candidate, ProblemKind, Unclear
from webapp.text.instructions.scopes import Scope
from webapp.text.instructions.word_acts import WordActs
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    Operation,
)

NewId = Callable[[], ClauseId]


class GapChooser:
    """The gaps for the new clauses of one amendment."""

    def __init__(self, places: Places, word_acts: WordActs, new_id: NewId) -> None:
        self.places = places
        self.motion = places.motion
        self.word_acts = word_acts
        self.new_id = new_id

    def chosen(
        self, gaps: Sequence[Gap], drafts: Sequence[Draft], source: Source, *, outermost: bool
    ) -> Gap:
        """Return the gap whose list the new clause's label belongs to; ask when none or several."""
        first = drafts[0]
        if first.label is None:
            plain = [g for g in gaps if style_at(self.motion, g).style is MarkerStyle.NONE]
            chosen = gaps[-1] if outermost else gaps[0]
            if not plain or chosen in plain or first.unlabelled:
                return chosen
            found = [chosen, *plain]
        else:
            found = fitting(self.motion, gaps, first)
            if found and found[0] == gaps[0] and not outermost:
                found = found[:1]
            if len(found) == 1 and (found[0] == gaps[0] or self.goes_on(found[0], first)):
                self._ask_if_nested(found[0], drafts, source)
                return found[0]
            if not found and self._is_only_list(gaps):
                return gaps[0]
            found = found or list(gaps)
        self.ask_gap(found, drafts, source)
        raise AssertionError

    def check_fit(self, gap: Gap, drafts: Sequence[Draft], source: Source) -> None:
        """Ask where the label of a new clause is not of the style of the list that was named."""
        if drafts[0].label and not fitting(self.motion, [gap], drafts[0]):
            last = self.motion.order[-1]
            self.ask_gap([gap, *gaps_ending_at(self.motion, last)], drafts, source)

    def _ask_if_nested(self, gap: Gap, drafts: Sequence[Draft], source: Source) -> None:
        """Ask where a label is wrong among its siblings and right as the first below one."""
        label = drafts[0].label
        if gap.after is None or label is None or self.goes_on(gap, drafts[0]):
            return
        style = style_at(self.motion, gap).style
        firsts = [m for m in label.meanings if m.number == 1 and m.marker.style is not style]
        if not firsts or self.motion.clauses[gap.after].children:
            return
        beside = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        below = build(drafts, firsts[0].marker, self.new_id, lambda _, __: None)
        self.ask(
            [
                (gap.after, [InsertClauses(gap.parent, gap.after, beside)]),
                (gap.after, [InsertClauses(gap.after, None, below)]),
            ],
            source,
        )

    def _is_only_list(self, gaps: Sequence[Gap]) -> bool:
        """Tell whether a label that fits nowhere can only be that of an empty motion's clause."""
        return not self.motion.order and bool(gaps)

    def at_ends(
        self, drafts: Sequence[Draft], base: Scope, source: Source
    ) -> tuple[Candidate, ...]:
        """Offer what has no place after the clause last spoken of, and at the end of the motion."""
        motion = self.motion
        if not drafts or not motion.order:
            return ()
        ends = [gap_after(motion, each) for each in base.clauses[-1:] if each in motion.clauses]
        offered = []
        for gap in dict.fromkeys([*ends, gap_within(motion, None)]):
            marker = style_for(motion, gap, drafts[0])
            new = build(drafts, marker, self.new_id, lambda _, __: None)
            offered.append((gap.after, [InsertClauses(gap.parent, gap.after, new)]))
        return self.places.offers.acts(offered, source)

    def ask_gap(self, gaps: Sequence[Gap], drafts: Sequence[Draft], source: Source) -> None:
        offered = []
        for gap in gaps:
            clauses = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
            offered.append(
                (gap.after or gap.parent, [InsertClauses(gap.parent, gap.after, clauses)])
            )
        self.ask(offered, source)

    def ask(
        self, offered: Sequence[tuple[ClauseId | None, Sequence[Operation]]], source: Source
    ) -> NoReturn:
        found = self.places.offers.acts(offered, source)
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, found)

    def ask_words_or_clause(
        self,
        clauses: Sequence[ClauseId],
        where: Where,
        payload: Payload,
        drafts: Sequence[Draft],
        gap: Gap,
        source: Source,
    ) -> None:
        clause = self.motion.clauses[clauses[0] if where is Where.BEFORE else clauses[-1]]
        words = self.word_acts.words_of(payload)
        at = 0 if where is Where.BEFORE else len(clause.text)
        put = InsertText(clause.id, at, spacing.inserted(clause.text, at, words))
        new = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        insertion = InsertClauses(gap.parent, gap.after, new)
        self.ask([(clause.id, [put]), (clause.id, [insertion])], source)

    def goes_on(self, gap: Gap, draft: Draft) -> bool:
        marker = style_at(self.motion, gap)
        if marker.style is MarkerStyle.FIXED:
            return False
        return bool(draft.label) and _bare(label_at(self.motion, gap, marker)) == _bare(
            draft.printed
        )


def _bare(label: str) -> str:
    return label.strip("().").casefold()

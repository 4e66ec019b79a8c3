"""Saying in words what is done to clauses: struck, added, moved, divided, joined, labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Final

from webapp.text.clause import Clause, ClauseId, Marker, MarkerStyle
from webapp.text.instructions.block_writer import labels_of, say_clauses
from webapp.text.instructions.care import USUAL, Care
from webapp.text.instructions.clause_names import ClauseNames
from webapp.text.instructions.labels import print_marker
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.placing import Gap, gaps_ending_at, label_at, style_at
from webapp.text.instructions.reading_back import reads_as
from webapp.text.instructions.style import InstructionStyle
from webapp.text.instructions.word_writer import WordWriter
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
    StrikeClause,
)

Key = tuple[int, int, int]
_LAST: Final = 1 << 60
_MOST_GUARDS: Final = 4


@dataclass(frozen=True)
class Instruction:
    """One sentence to come: where it stands in order, and the new clauses it names."""

    key: Key
    say: Callable[[], str]
    needs: frozenset[ClauseId] = frozenset()


class ClauseWriter:
    """Writes the instructions of one change set that are about clauses."""

    def __init__(
        self,
        motion: Motion,
        style: InstructionStyle,
        operations: Sequence[Operation],
        care: Care = USUAL,
    ) -> None:
        self.motion = motion
        self.style = style
        self.care = care
        self.words = WordWriter(motion, style, care)
        self.places = self.words.places
        self.operations = operations
        self.struck = {o.clause for o in operations if isinstance(o, StrikeClause)}
        self.restyled = {o.parent for o in operations if isinstance(o, RestyleClauses)}
        self.names = ClauseNames(self.places, style)
        self._new = {
            *chain.from_iterable(
                (inner.id for clause in o.clauses for inner in clause.walk())
                for o in operations
                if isinstance(o, InsertClauses)
            ),
            *(o.new for o in operations if isinstance(o, SplitClause)),
        }

    @property
    def made(self) -> set[ClauseId]:
        """The new clauses that have been named so far."""
        return self.names.made

    def instructions(self) -> Iterator[Instruction]:
        replaced: set[ClauseId] = set()
        for operation in (*self.operations, *self._styles_lost()):
            run = self._run_replaced(operation, replaced)
            if run and isinstance(operation, InsertClauses):
                replaced.update(run)
                yield Instruction(self._key(run[0]), partial(self._replacement, operation, run))
            elif not isinstance(operation, StrikeClause):
                yield from self._one(operation)
        for run in self._runs([c for c in self.struck if c not in replaced]):
            yield Instruction(self._key(run[0]), partial(self._deletion, run))

    def _one(self, operation: Operation) -> Iterator[Instruction]:
        match operation:
            case InsertClauses(parent=parent, after=after):
                yield Instruction(
                    self._gap_key(Gap(parent, after)),
                    lambda: self._insertion(operation),
                    self._needs(parent, after),
                )
            case MoveClause(clause=clause, parent=parent, after=after):
                yield Instruction(
                    self._gap_key(Gap(parent, after)),
                    lambda: self._move(operation),
                    self._needs(clause, parent, after),
                )
            case SplitClause(clause=clause, at=at):
                yield Instruction(
                    (self._position(clause), 0, at),
                    lambda: self._split(operation),
                    self._needs(clause),
                )
            case JoinClauses(receiver=receiver, joined=joined):
                yield Instruction(
                    self._key(joined), lambda: self._join(operation), self._needs(receiver, joined)
                )
            case RestyleClauses(parent=parent):
                yield Instruction(
                    (_LAST, 0, 0), lambda: self._restyle(operation), self._needs(parent)
                )
            case InsertText(clause=clause) if clause in self._new:
                yield Instruction(
                    (_LAST, 0, 0), lambda: self._start_of_new(operation), self._needs(clause)
                )
            case _:
                pass

    def _styles_lost(self) -> Iterator[RestyleClauses]:
        """Yield the style of each list whose members all go, so that none is left to show it."""
        gone = set(self.struck)
        for operation in self.operations:
            if isinstance(operation, MoveClause) and operation.clause in self.motion.clauses:
                if operation.parent != self.motion.parent(operation.clause):
                    gone.add(operation.clause)
            elif isinstance(operation, JoinClauses):
                gone.add(operation.joined)
        for operation in self.operations:
            if not isinstance(operation, InsertClauses) or operation.parent in self.restyled:
                continue
            if operation.parent is not None and operation.parent not in self.motion.clauses:
                continue
            children = self.motion.children(operation.parent)
            marker = operation.clauses[0].marker
            emptied = bool(children) and gone.issuperset(child.id for child in children)
            if emptied and marker != children[0].marker:
                self.restyled.add(operation.parent)
                yield RestyleClauses(operation.parent, marker)

    # Order

    def _position(self, clause: ClauseId) -> int:
        if clause in self.motion.clauses:
            return self.motion.numbering.position(clause)
        return _LAST

    def _key(self, clause: ClauseId) -> Key:
        return (self._position(clause), 0, 0)

    def _gap_key(self, gap: Gap) -> Key:
        if gap.after is not None and gap.after in self.motion.clauses:
            last = self.motion.numbering.last_within(gap.after)
            depth = len(self.motion.numbering.lineage(gap.after))
            return (self._position(last), 2, -depth)
        if gap.after is None and (gap.parent is None or gap.parent in self.motion.clauses):
            return (self._position(gap.parent) if gap.parent else -1, 1, 0)
        return (_LAST, 0, 0)

    def _needs(self, *clauses: ClauseId | None) -> frozenset[ClauseId]:
        return frozenset(clause for clause in clauses if clause in self._new and clause)

    # Sentences

    def _runs(self, clauses: Sequence[ClauseId]) -> list[list[ClauseId]]:
        return self.motion.numbering.runs(clauses)

    def _run_replaced(self, operation: Operation, taken: set[ClauseId]) -> list[ClauseId]:
        """Return the struck siblings in whose place an insertion stands."""
        if not isinstance(operation, InsertClauses) or operation.after not in self.struck:
            return []
        run = [operation.after]
        while (before := self.motion.before(run[0])) in self.struck and before is not None:
            run.insert(0, before)
        if taken.intersection(run) or self._is_preceded(operation, run):
            return []
        found = self._runs(run)
        return found[0] if len(found) == 1 else [operation.after]

    def _is_preceded(self, operation: InsertClauses, run: Sequence[ClauseId]) -> bool:
        """Tell whether something else is put at the gap of an insertion before it."""
        for other in self.operations:
            if other is operation:
                break
            if isinstance(other, InsertClauses | MoveClause) and other.after in run:
                return True
        return False

    def _run_place(self, run: Sequence[ClauseId], *, lines_first: bool) -> str:
        cited = self.motion.numbering.range_citation(run)
        extents = [self.motion.extent(clause) for clause in (run[0], run[-1])]
        if extents[0] is None or extents[1] is None:
            return cited
        lines = self.style.print_lines(extents[0][0], extents[1][1])
        pair = (lines, cited) if lines_first else (cited, lines)
        return self.style.in_brackets.format(*pair)

    def _deletion(self, run: Sequence[ClauseId]) -> str:
        sentence = self.style.delete_clause.format(place=self._run_place(run, lines_first=True))
        if self._reads(sentence, [StrikeClause(clause) for clause in run]):
            return sentence
        return "\n".join(
            self.style.delete_clause.format(place=self._run_place([one], lines_first=False))
            for one in run
        )

    def _replacement(self, operation: InsertClauses, run: Sequence[ClauseId]) -> str:
        head = self.style.replace_clause.format(place=self._run_place(run, lines_first=False))
        first = self.motion.numbering.label(run[0])
        gap = Gap(operation.parent, self.motion.before(run[0]))
        labels = self._labels(operation.clauses, gap)
        if operation.clauses[0].marker == self.motion.clauses[run[0]].marker:
            labels[0] = first
        wanted: list[Operation] = [*(StrikeClause(clause) for clause in run), operation]
        for guard in self._guards:
            if self._reads(self._said(head, operation, labels, guard), wanted):
                return self._with_block(head, operation, labels, guard)
        return self._with_block(head, operation, labels, self.care.marks)

    def _insertion(self, operation: InsertClauses) -> str:
        gap = Gap(operation.parent, operation.after)
        labels = self._labels(operation.clauses, gap)
        heads = list(self._heads(gap))
        plain = operation.clauses[0].marker.style is MarkerStyle.NONE
        without = [self._without_label(head) for head in heads] if plain else []
        for head in (*heads, *without):
            for guard in self._guards:
                if self._reads(self._said(head, operation, labels, guard), [operation]):
                    return self._with_block(head, operation, labels, guard)
        return self._with_block(heads[-1], operation, labels, self.care.marks)

    @property
    def _guards(self) -> range:
        return range(self.care.marks, _MOST_GUARDS)

    def _without_label(self, head: str) -> str:
        """Return the words before new clauses that are to have no label among those that have."""
        return f"{head.removesuffix(':')} {self.style.unlabelled}:"

    def _heads(self, gap: Gap) -> Iterator[str]:
        """Yield ways to say where new clauses go, the surest last."""
        motion, style = self.motion, self.style
        parent, after = gap
        if parent is not None and parent not in motion.clauses:
            name = self.names.cite(after) if after else self.names.cite(parent)
            form = style.insert_after_clause if after else style.insert_under_clause
            yield form.format(place=name)
            return
        if after is not None:
            if after in motion.clauses and self._is_end(gap):
                yield style.add_at_end
            yield style.insert_after_clause.format(place=self.names.end(after))
            return
        children = motion.children(parent)
        if children:
            yield style.insert_before_clause.format(place=self._cite_with_line(children[0].id))
        elif parent is None:
            yield style.add_at_start
        else:
            yield style.insert_under_clause.format(place=self.names.end(parent))

    def _cite_with_line(self, clause: ClauseId) -> str:
        extent = self.motion.layout.of(clause)
        if extent is None:
            return self.names.cite(clause)
        return self.places.offers.place(clause, lines=(extent[0], extent[0]))

    def _is_end(self, gap: Gap) -> bool:
        gaps = gaps_ending_at(self.motion, self.motion.order[-1])
        return gap in gaps and (gap != gaps[0] or not self.places.head(gap.parent))

    def _labels(self, clauses: Sequence[Clause], gap: Gap) -> list[str]:
        """Return the labels that new clauses would have at a gap if nothing else changed."""
        known = gap.after is None or gap.after in self.motion.clauses
        if not known or (gap.parent is not None and gap.parent not in self.motion.clauses):
            return labels_of(clauses, "")
        labels = []
        there = style_at(self.motion, gap) if self.motion.children(gap.parent) else None
        for step, clause in enumerate(clauses):
            as_there = gap.parent in self.restyled or self.care.labels_as_there
            marker = there if there and as_there else clause.marker
            if marker.style in {MarkerStyle.NONE, MarkerStyle.FIXED}:
                labels.append(marker.form.strip())
            else:
                labels.append(label_at(self.motion, gap, self._full(marker), step))
        return labels

    def _full(self, marker: Marker) -> Marker:
        return marker if marker.form else marker._replace(form="{}.")

    def _said(
        self, head: str, operation: InsertClauses, labels: Sequence[str], guard: int = 0
    ) -> str:
        return head + say_clauses(operation.clauses, labels, self.motion, self.style, guard)

    def _with_block(
        self, head: str, operation: InsertClauses, labels: Sequence[str], guard: int = 0
    ) -> str:
        self.names.name_inserted(operation.clauses, labels, operation.parent)
        return self._said(head, operation, labels, guard)

    def _reads(self, sentence: str, wanted: Sequence[Operation]) -> bool:
        return reads_as(sentence, wanted, self.motion, self.style)

    def _move(self, operation: MoveClause) -> str:
        style = self.style
        clause = self.names.place(operation.clause)
        parent, after = operation.parent, operation.after
        if after is not None:
            return style.move_after.format(clause=clause, place=self.names.cite(after))
        if parent is not None and parent not in self.motion.clauses:
            return style.place_under.format(clause=clause, place=self.names.cite(parent))
        others = [c.id for c in self.motion.children(parent) if c.id != operation.clause]
        if not others and parent is not None:
            return style.place_under.format(clause=clause, place=self.names.cite(parent))
        children = self.motion.children(parent)
        if others and children[0].id != operation.clause:
            return style.move_before.format(clause=clause, place=self.names.cite(others[0]))
        if parent is None:
            return style.move_to_start.format(clause=clause)
        return style.move_to_start_of.format(clause=clause, place=self.names.cite(parent))

    def _split(self, operation: SplitClause) -> str:
        label = ""
        if not operation.nested:
            parent = self.motion.parent(operation.clause)
            gap = Gap(parent, operation.clause)
            label = label_at(self.motion, gap, style_at(self.motion, gap))
        act = self.style.split.format(label=f" {label}" if label else "")
        act += self.style.split_nested if operation.nested else ""
        act += self.style.split_follow if operation.children_follow else ""
        parent = self.motion.parent(operation.clause)
        if operation.nested:
            parent = operation.clause
            below = Gap(parent, None)
            label = label_at(self.motion, below, style_at(self.motion, below))
        self.names.name(operation.new, parent, label.rstrip("."))
        return self._at_gap(operation, act)

    def _at_gap(self, operation: SplitClause, act: str) -> str:
        said = None
        for start, end, sentence in self.words.split_acts(operation.clause, operation.at, act):
            lined = self.words.place(operation.clause, start, end)
            # A reference that runs over several lines stands on none of them whole.
            for place in dict.fromkeys((lined, self.motion.cite(operation.clause))):
                words = self.style.in_place.format(place=place, act=sentence)
                said = said or words
                if self._reads(words, [operation]):
                    return words
        counted = self._by_number(operation, act)
        return counted if said is None or self._reads(counted, [operation]) else said

    def _by_number(self, operation: SplitClause, act: str) -> str:
        """Return the act after a word that is counted, where no words can be quoted."""
        shown = self.motion.shown(operation.clause)
        before = shown.text[: shown.to_shown(operation.at)].split()
        word = self.style.nth_word.format(self.style.ordinal(len(before)))
        place = self.motion.cite(operation.clause)
        return self.style.in_place.format(place=place, act=act.format(anchor=word))

    def _join(self, operation: JoinClauses) -> str:
        return self.style.join.format(
            joined=self.names.place(operation.joined), receiver=self.names.cite(operation.receiver)
        )

    def _restyle(self, operation: RestyleClauses) -> str:
        style, parent, marker = self.style, operation.parent, operation.marker
        number = ""
        if parent is not None and parent in self.motion.clauses:
            number = self.motion.numbering.label(parent).rstrip(".")
        labels = print_marker(marker, number)
        place = self.names.cite(parent) if parent is not None else ""
        if not labels:
            return style.unlabel.format(place=place) if parent else style.unlabel_top
        if parent is None:
            return style.restyle_top.format(labels=labels)
        return style.restyle.format(place=place, labels=labels)

    def _start_of_new(self, operation: InsertText) -> str:
        place = self.names.cite(operation.clause)
        return self.style.insert_at_start_of.format(place=place, words=self.words.quote(operation))

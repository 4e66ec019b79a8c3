"""Which clause of one document is which clause of another.

A clause is matched by its id, else by equal words, else by likeness. Likeness is
looked for between clauses that are matched already, so that an inserted clause is one
insertion and a document of ten thousand clauses costs ten thousand looks, not their square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.sequences import common_runs, longest_increasing
from webapp.text.words import tokens

# Shares of words kept from which on two clauses are taken for one.
ALIKE: Final = 0.5
ALIKE_ELSEWHERE: Final = 0.65
CONTAINED: Final = 0.8
DIVIDED: Final = 0.65
# Fewer words than these say little about where a clause came from.
FEWEST_WORDS: Final = 4
FEWEST_CONTAINED: Final = 3
# Hunks are compared pair by pair up to this many pairs, and larger ones in blocks.
MOST_PAIRS: Final = 1024
BLOCK: Final = 16
COMMON_WORD: Final = 12
_MASK_BITS: Final = 512
# What a split or join has to keep more than a plain match to be preferred.
_TWO_PIECES: Final = 0.5

Pairs = dict[ClauseId, ClauseId]


@dataclass(slots=True)
class Row:
    """A clause in reading order, what it stands under, and how many clauses it is with its own.

    `follower` is its next sibling.
    """

    clause: Clause
    place: int
    depth: int
    parent: ClauseId | None
    size: int = 1
    words: Sequence[int] = ()
    mask: int = 0
    follower: Row | None = None


class Look(NamedTuple):
    """Rows of both documents between two pairs already matched."""

    old: Sequence[Row]
    new: Sequence[Row]


@dataclass(slots=True)
class Words:
    """Numbers for words, the same for both documents."""

    numbers: dict[str, int] = field(default_factory=dict)

    def fill(self, rows: Iterable[Row]) -> None:
        """Give each row its words, once."""
        numbers = self.numbers
        for row in rows:
            if row.words or not row.clause.text:
                continue
            row.words = [
                numbers.setdefault(token.strip(), len(numbers)) for token in tokens(row.clause.text)
            ]
            for word in row.words:
                row.mask |= 1 << word % _MASK_BITS


def match_clauses(old: Document, new: Document) -> Pairs:
    """Return the new clause's id for each clause of `old` that `new` still has.

    Documents that share ids have been edited, not read twice: then a clause with an id
    of its own is a new one, unless it says exactly what one that is gone said.
    """
    old_rows, new_rows = _rows(old), _rows(new)
    known = {row.clause.id for row in new_rows}
    pairs = {row.clause.id: row.clause.id for row in old_rows if row.clause.id in known}
    edited = bool(pairs)
    _match_equal(_left(old_rows, new_rows, pairs), pairs, edited=edited)
    if not edited:
        words = Words()
        taken: set[ClauseId] = set()
        for look in _looks(old_rows, new_rows, pairs):
            _match_alike(look, words, pairs, taken)
        _match_elsewhere(_left(old_rows, new_rows, pairs), words, pairs, taken)
    return pairs


def _rows(document: Document) -> list[Row]:
    rows: list[Row] = []
    stack: list[tuple[Clause, int, ClauseId | None]] = [
        (clause, 0, None) for clause in reversed(document.clauses)
    ]
    while stack:
        clause, depth, parent = stack.pop()
        rows.append(Row(clause, len(rows), depth, parent))
        stack.extend((child, depth + 1, clause.id) for child in reversed(clause.children))
    by_id = {row.clause.id: row for row in rows}
    for row in reversed(rows):
        if row.parent is not None:
            by_id[row.parent].size += row.size
    for row in rows:
        after = row.place + row.size
        if after < len(rows) and rows[after].parent == row.parent:
            row.follower = rows[after]
    return rows


def _left(old_rows: Sequence[Row], new_rows: Sequence[Row], pairs: Pairs) -> Look:
    taken = set(pairs.values())
    return Look(
        [row for row in old_rows if row.clause.id not in pairs],
        [row for row in new_rows if row.clause.id not in taken],
    )


def _match_equal(look: Look, pairs: Pairs, *, edited: bool) -> None:
    names: dict[object, int] = {}
    old_names = [_name(row.clause, names) for row in look.old]
    new_names = [_name(row.clause, names) for row in look.new]
    old_left, new_left = dict(enumerate(old_names)), dict(enumerate(new_names))

    def take(old_index: int, new_index: int) -> None:
        pairs[look.old[old_index].clause.id] = look.new[new_index].clause.id
        del old_left[old_index], new_left[new_index]

    if not edited:
        for run in common_runs(old_names, new_names):
            for step in range(run.size):
                take(run.old + step, run.new + step)
    waiting: dict[int, list[int]] = defaultdict(list)
    for index, name in reversed(new_left.items()):
        waiting[name].append(index)
    for index, name in list(old_left.items()):
        if waiting[name] and len(look.old[index].clause.text.split()) >= FEWEST_WORDS:
            take(index, waiting[name].pop())


def _name(clause: Clause, names: dict[object, int]) -> int:
    forms = tuple(reference.form for reference in clause.references)
    return names.setdefault((" ".join(clause.text.split()), forms), len(names))


def _looks(old_rows: Sequence[Row], new_rows: Sequence[Row], pairs: Pairs) -> Iterator[Look]:
    """Yield the unmatched rows between clauses matched in order, in reading order."""
    place = {row.clause.id: row.place for row in new_rows}
    old_places = [row.place for row in old_rows if row.clause.id in pairs]
    new_places = [place[pairs[old_rows[index].clause.id]] for index in old_places]
    anchors = [(old_places[i], new_places[i]) for i in longest_increasing(new_places)]
    taken = set(pairs.values())
    old_at = new_at = 0
    for old_to, new_to in (*anchors, (len(old_rows), len(new_rows))):
        old = [row for row in old_rows[old_at:old_to] if row.clause.id not in pairs]
        new = [row for row in new_rows[new_at:new_to] if row.clause.id not in taken]
        if old and new:
            yield Look(old, new)
        old_at, new_at = old_to + 1, new_to + 1


def _match_alike(look: Look, words: Words, pairs: Pairs, taken: set[ClauseId]) -> None:
    """Match the rows of one look in order, such that the most words are kept.

    `taken` receives the tails of splits and joins, which are nobody else's counterpart.
    """
    for rows in look:
        words.fill(rows)
        words.fill(row.follower for row in rows if row.follower)
    for part in _parts(look):
        for old_pieces, new_pieces in _aligned(part):
            pairs[old_pieces[0].clause.id] = new_pieces[0].clause.id
            taken.update(row.clause.id for row in (*old_pieces[1:], *new_pieces[1:]))


def _parts(look: Look) -> Iterator[Look]:
    """Cut a look that is too large at pairs that share their rare words, then into blocks."""
    if len(look.old) * len(look.new) <= MOST_PAIRS:
        yield look
        return
    anchors = [(old, new) for old, new, kept in _candidates(look) if kept >= ALIKE_ELSEWHERE]
    best = [anchors[i] for i in longest_increasing([new for _, new in anchors])]
    old_at = new_at = 0
    for old_to, new_to in (*best, (len(look.old) - 1, len(look.new) - 1)):
        part = Look(look.old[old_at : old_to + 1], look.new[new_at : new_to + 1])
        yield from _blocks(part)
        old_at, new_at = old_to + 1, new_to + 1


def _blocks(look: Look) -> Iterator[Look]:
    if len(look.old) * len(look.new) <= MOST_PAIRS:
        yield look
        return
    count = -(-max(len(look.old), len(look.new)) // BLOCK)
    for block in range(count):
        yield Look(_share(look.old, block, count), _share(look.new, block, count))


def _share(rows: Sequence[Row], block: int, count: int) -> Sequence[Row]:
    return rows[block * len(rows) // count : (block + 1) * len(rows) // count]


def _candidates(look: Look) -> list[tuple[int, int, float]]:
    """Return for each old row the new one that shares the most rare words, and their likeness."""
    holders: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(look.new):
        for word in set(row.words):
            holders[word].append(index)
    found = []
    for index, row in enumerate(look.old):
        votes: Counter[int] = Counter()
        for word in set(row.words):
            holding = holders.get(word, ())
            if len(holding) <= COMMON_WORD:
                votes.update(holding)
        if votes:
            best = max(votes, key=lambda new: (votes[new], -new))
            found.append((index, best, _likeness(row.words, look.new[best].words)))
    return found


def _match_elsewhere(look: Look, words: Words, pairs: Pairs, taken: set[ClauseId]) -> None:
    """Match rows that were both moved and edited, the most alike first."""
    words.fill(look.old)
    words.fill(look.new)
    free = Look(
        [row for row in look.old if row.clause.id not in taken and _has_enough(row)],
        [row for row in look.new if row.clause.id not in taken and _has_enough(row)],
    )
    used: set[int] = set()
    found = sorted(_candidates(free), key=lambda candidate: -candidate[2])
    for old, new, likeness in found:
        if likeness >= ALIKE_ELSEWHERE and new not in used:
            used.add(new)
            pairs[free.old[old].clause.id] = free.new[new].clause.id


def _has_enough(row: Row) -> bool:
    return len(row.words) >= FEWEST_WORDS


Pieces = tuple[Sequence[Row], Sequence[Row]]


def _aligned(look: Look) -> list[Pieces]:
    """Return the pieces that correspond: one to one, one to two (a split), two to one (a join)."""
    old, new = look
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    step: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(1, len(old) + 1):
        for j in range(1, len(new) + 1):
            choices = [(best[i - 1][j], (1, 0)), (best[i][j - 1], (0, 1))]
            choices.extend(
                (best[i - taken_old][j - taken_new] + gain, (taken_old, taken_new))
                for gain, taken_old, taken_new in _gains(old, new, i, j)
            )
            best[i][j], step[i, j] = max(choices, key=lambda choice: choice[0])
    return list(reversed(list(_path(old, new, step))))


def _path(
    old: Sequence[Row], new: Sequence[Row], step: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[Pieces]:
    i, j = len(old), len(new)
    while i and j:
        taken_old, taken_new = step[i, j]
        if taken_old and taken_new:
            yield old[i - taken_old : i], new[j - taken_new : j]
        i, j = i - taken_old, j - taken_new


def _gains(
    old: Sequence[Row], new: Sequence[Row], i: int, j: int
) -> Iterator[tuple[float, int, int]]:
    """Yield how many words are kept when rows that end before `i` and `j` correspond."""
    one, other = old[i - 1], new[j - 1]
    if not _may_be_alike(one, other):
        return
    kept = LCSseq.similarity(one.words, other.words)
    if _is_alike(one.words, other.words, kept):
        yield kept + _nearness(one, other), 1, 1
    else:
        kept = max(_kept_by_distant(one, other, new[-1]), _kept_by_distant(other, one, old[-1]))
        if kept:
            yield kept + _nearness(one, other) - _TWO_PIECES, 1, 1
    if j > 1 and _continues(new[j - 2], other):
        kept = _kept_in_two(one, new[j - 2], other)
        if kept:
            yield kept + _nearness(one, new[j - 2]) - _TWO_PIECES, 1, 2
    if i > 1 and _continues(old[i - 2], one):
        kept = _kept_in_two(other, old[i - 2], one)
        if kept:
            yield kept + _nearness(old[i - 2], other) - _TWO_PIECES, 2, 1


def _nearness(one: Row, other: Row) -> float:
    return 0.1 if one.depth == other.depth else 0.0


def _may_be_alike(one: Row, other: Row) -> bool:
    common = (one.mask & other.mask).bit_count()
    return common * 3 >= min(one.mask.bit_count(), other.mask.bit_count())


def _likeness(one: Sequence[int], other: Sequence[int]) -> float:
    total = len(one) + len(other)
    return 2 * LCSseq.similarity(one, other) / total if total else 1.0


def _is_alike(one: Sequence[int], other: Sequence[int], kept: int) -> bool:
    if 2 * kept >= ALIKE * (len(one) + len(other)):
        return True
    shorter = min(len(one), len(other))
    if shorter < FEWEST_CONTAINED or kept < CONTAINED * shorter:
        return False
    same_start = _agreeing(zip(one, other, strict=False))
    same_end = _agreeing(zip(reversed(one), reversed(other), strict=False))
    return max(same_start, same_end) >= CONTAINED * shorter


def _agreeing(both: Iterable[tuple[int, int]]) -> int:
    count = 0
    for one, other in both:
        if one != other:
            break
        count += 1
    return count


def _kept_in_two(whole: Row, head: Row, tail: Row) -> int:
    """Return the words of `whole` that its two pieces keep, 0 when they are not its pieces."""
    if not head.words or not tail.words:
        return 0
    kept = LCSseq.similarity(whole.words, [*head.words, *tail.words])
    both = len(head.words) + len(tail.words)
    if 2 * kept < DIVIDED * (len(whole.words) + both):
        return 0
    if any(
        2 * LCSseq.similarity(whole.words, piece.words) < len(piece.words) for piece in (head, tail)
    ):
        return 0
    return kept


def _kept_by_distant(whole: Row, head: Row, last: Row) -> int:
    """Return the words that a whole keeps in a head and its next sibling beyond the last row."""
    tail = head.follower
    if tail is None or tail.place <= last.place or not _may_be_alike(whole, tail):
        return 0
    return _kept_in_two(whole, head, tail)


def _continues(head: Row, tail: Row) -> bool:
    """Tell whether the tail is its head's first child or next sibling."""
    if tail.parent == head.clause.id:
        return tail.place == head.place + 1
    return tail.parent == head.parent and tail.place == head.place + head.size

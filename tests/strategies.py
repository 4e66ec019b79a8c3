"""Hypothesis strategies for texts and what people do to them.

`documents()` are clause trees, `change_sets(document)` what one author might do to one,
`conferences()` a document with several change sets that saw, amend or repeat one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import strategies as st

from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    ReferenceForm,
)
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.weave import Weave

MARKERS = (
    UNLABELLED,
    Marker(MarkerStyle.DECIMAL, "{}."),
    Marker(MarkerStyle.ALPHA, "{})"),
    Marker(MarkerStyle.ROMAN, "{})"),
    Marker(MarkerStyle.FIXED, "4.3 (b)"),
)
WORDS = (
    "we",
    "call",
    "on",
    "the",
    "courts;",
    "naïve",
    "“safe”",
    "日本語",
    "é́",
    "שלום",
    "🏳️‍🌈",
    "10%",
)
words = st.sampled_from(WORDS)
places = st.sampled_from(("1", "2", "2A", "3", "10", ""))


@st.composite
def sentences(draw: st.DrawFn, most: int = 5) -> str:
    """Draw stored text: words with a space before each."""
    return "".join(f" {word}" for word in draw(st.lists(words, min_size=1, max_size=most)))


@st.composite
def documents(draw: st.DrawFn, *, most: int = 7) -> Document:
    """Draw a tree of up to so many clauses, some of them pointing to others."""
    size = draw(st.integers(1, most))
    ids = [ClauseId(f"c{number}") for number in range(size)]
    below: dict[int, list[int]] = {number: [] for number in range(-1, size)}
    for number in range(size):
        below[draw(st.integers(-1, number - 1))].append(number)
    markers = {number: draw(st.sampled_from(MARKERS)) for number in below}

    def grow(parent: int) -> tuple[Clause, ...]:
        clauses = []
        for number in below[parent]:
            text, references = draw(texts(ids))
            children = grow(number)
            clauses.append(Clause(ids[number], text, markers[parent], references, children))
        return tuple(clauses)

    return Document(grow(-1))


@st.composite
def texts(draw: st.DrawFn, ids: list[ClauseId]) -> tuple[str, tuple[Reference, ...]]:
    """Draw stored text with, now and then, a reference in it."""
    text = draw(sentences())
    if not ids or draw(st.integers(0, 3)):
        return text, ()
    targets = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
    reference = Reference(tuple(targets), draw(st.sampled_from(ReferenceForm)))
    at = draw(st.integers(0, len(text)))
    return f"{text[:at]} {ATOM}{text[at:]}", (reference,)


@dataclass
class Drafting:
    """What one author has done so far, so that what they do next makes sense."""

    document: Document
    fresh: Iterator[ClauseId]
    operations: list[Operation] = field(default_factory=list)
    made: dict[ClauseId, list[ClauseId]] = field(default_factory=dict)
    placed: set[ClauseId] = field(default_factory=set)
    struck: set[ClauseId] = field(default_factory=set)
    needed: set[ClauseId | None] = field(default_factory=set)

    def free(self) -> list[Clause]:
        """Return the clauses that this author has not struck."""
        return [each for each in self.document.walk() if each.id not in self.struck]

    def parents(self) -> dict[ClauseId | None, list[ClauseId]]:
        """Return where clauses can be put: under what, and after which."""
        found: dict[ClauseId | None, list[ClauseId]] = {}
        found[None] = [each.id for each in self.document.clauses]
        for clause in self.document.walk():
            found[clause.id] = [each.id for each in clause.children]
        for clause in self.document.walk():
            if clause.id in self.struck:
                found.pop(clause.id, None)
        return found | self.made


Act = Callable[[st.DrawFn, Drafting], None]


@st.composite
def change_sets(
    draw: st.DrawFn,
    document: Document,
    *,
    id: str = "A1",
    most: int = 4,
    acts: Sequence[Act] | None = None,
) -> ChangeSet:
    """Draw what one author does to a document, in operations of every kind or of some."""
    drafting = Drafting(document, (ClauseId(f"{id}n{number}") for number in count()))
    for act in draw(st.lists(st.sampled_from(acts or ACTS), min_size=1, max_size=most)):
        act(draw, drafting)
    return ChangeSet(id, tuple(drafting.operations), draw(places), document.under)


def put_words(draw: st.DrawFn, drafting: Drafting) -> None:
    clause = _pick(draw, drafting.free())
    if clause is None:
        return
    at = draw(st.integers(0, len(clause.text)))
    text, references = draw(texts([each.id for each in drafting.document.walk()]))
    quote = clause.text[max(0, at - 5) : at]
    drafting.operations.append(InsertText(clause.id, at, text, references, quote))


def strike_words(draw: st.DrawFn, drafting: Drafting) -> None:
    clause = _pick(draw, [each for each in drafting.free() if each.text])
    if clause is None:
        return
    size = len(clause.text)
    start = draw(st.just(0) | st.integers(0, size - 1))
    end = draw(st.just(size) | st.integers(start + 1, size))
    drafting.operations.append(StrikeText(clause.id, start, end, clause.text[start:end]))


def strike_half(draw: st.DrawFn, drafting: Drafting) -> None:
    """Strike one half of a clause's words; somebody else may strike the other."""
    clause = _pick(draw, [each for each in drafting.free() if len(each.text) > 1])
    if clause is not None:
        middle = len(clause.text) // 2
        start, end = draw(st.sampled_from(((0, middle), (middle, len(clause.text)))))
        drafting.operations.append(StrikeText(clause.id, start, end, clause.text[start:end]))


def replace_words(draw: st.DrawFn, drafting: Drafting) -> None:
    before = len(drafting.operations)
    strike_words(draw, drafting)
    if len(drafting.operations) > before:
        struck = drafting.operations[-1]
        assert isinstance(struck, StrikeText)
        at = draw(st.sampled_from((struck.start, struck.end)))
        drafting.operations.append(InsertText(struck.clause, at, draw(sentences(2))))


def put_clauses(draw: st.DrawFn, drafting: Drafting) -> None:
    parent, after = _gap(draw, drafting)
    ids = [each.id for each in drafting.document.walk()]
    new = []
    for _ in range(draw(st.integers(1, 2))):
        text, references = draw(texts(ids))
        marker = draw(st.sampled_from(MARKERS))
        children = ()
        if draw(st.booleans()):
            child = Clause(next(drafting.fresh), draw(sentences(2)), MARKERS[2])
            drafting.made[child.id] = []
            children = (child,)
        clause = Clause(next(drafting.fresh), text, marker, references, children)
        drafting.made[clause.id] = [child.id for child in children]
        new.append(clause)
    drafting.operations.append(InsertClauses(parent, after, tuple(new)))
    drafting.needed |= {parent, after}
    if parent in drafting.made:
        drafting.made[parent].extend(each.id for each in new)


def strike_clause(draw: st.DrawFn, drafting: Drafting) -> None:
    """Strike a clause of which nothing else that the author does makes use."""
    used = {getattr(each, "clause", None) for each in drafting.operations}
    used |= drafting.placed | drafting.needed
    free = [each for each in drafting.free() if used.isdisjoint(inner.id for inner in each.walk())]
    clause = _pick(draw, free)
    if clause is not None:
        drafting.operations.append(StrikeClause(clause.id, clause.text))
        drafting.struck |= {each.id for each in clause.walk()}


def split(draw: st.DrawFn, drafting: Drafting) -> None:
    clause = _pick(draw, drafting.free())
    if clause is None:
        return
    at = draw(st.integers(0, len(clause.text)))
    follow, nested = draw(st.booleans()), draw(st.booleans())
    new = next(drafting.fresh)
    quote = clause.text[max(0, at - 3) : at]
    drafting.operations.append(SplitClause(clause.id, at, new, follow, nested, quote))
    drafting.made[new] = []
    drafting.needed.add(clause.id)
    if at < len(clause.text) and draw(st.booleans()):
        drafting.operations.append(InsertText(new, 0, draw(sentences(2))))


def join(draw: st.DrawFn, drafting: Drafting) -> None:
    free = [each for each in drafting.free() if each.id not in drafting.placed]
    joined, receiver = _pick(draw, free), _pick(draw, drafting.free())
    if joined is None or receiver is None or receiver.id in {each.id for each in joined.walk()}:
        return
    drafting.operations.append(JoinClauses(receiver.id, joined.id))
    drafting.placed |= {joined.id}
    drafting.needed |= {receiver.id}


def move(draw: st.DrawFn, drafting: Drafting) -> None:
    free = [each for each in drafting.free() if each.id not in drafting.placed]
    clause = _pick(draw, free)
    if clause is None:
        return
    parent, after = _gap(draw, drafting)
    if parent in {each.id for each in clause.walk()} or after == clause.id:
        return
    drafting.operations.append(MoveClause(clause.id, parent, after))
    drafting.placed |= {clause.id}
    drafting.needed |= {parent, after}


def restyle(draw: st.DrawFn, drafting: Drafting) -> None:
    parent = draw(st.sampled_from(sorted(drafting.parents(), key=str)))
    styled = {each.parent for each in drafting.operations if isinstance(each, RestyleClauses)}
    if parent not in styled:
        drafting.operations.append(RestyleClauses(parent, draw(st.sampled_from(MARKERS))))
        drafting.needed.add(parent)


ACTS: tuple[Act, ...] = (
    put_words, strike_words, strike_half, replace_words, put_clauses, strike_clause, split, join,
    move, restyle,
)  # fmt: skip


@st.composite
def conferences(
    draw: st.DrawFn, *, fewest: int = 1, most: int = 5, alike: bool = False
) -> tuple[Document, list[ChangeSet]]:
    """Draw a document and change sets to it.

    Unless `alike` in what they saw, some have a later context, and some amend another.
    """
    document = draw(documents())
    sets: list[ChangeSet] = []
    for number in range(1, draw(st.integers(fewest, most)) + 1):
        seen, amends = document, None
        if sets and not alike and draw(st.booleans()):
            wish = draw(st.lists(st.sampled_from([each.id for each in sets]), unique=True))
            weave = Weave(document, sets)
            seen = weave.text(wish, drop=True)
            if seen.under and draw(st.booleans()):
                amends = draw(st.sampled_from(sorted(seen.under)))
        change_set = draw(change_sets(seen, id=f"A{number}"))
        twins = [each for each in sets if each.context == seen.under]
        if twins and draw(st.integers(0, 4)) == 0:
            twin = draw(st.sampled_from(twins))
            change_set = replace(change_set, operations=renamed(twin, f"A{number}"))
        sets.append(replace(change_set, amends=amends))
    return document, sets


def renamed(change_set: ChangeSet, prefix: str) -> tuple[Operation, ...]:
    """Return the same operations as another author would have written them: with other ids."""
    names = {
        made: ClauseId(f"{prefix}{made}")
        for operation in change_set.operations
        for made in _made_by(operation)
    }

    def of(clause_id: ClauseId | None) -> ClauseId | None:
        return None if clause_id is None else names.get(clause_id, clause_id)

    def clause_of(clause: Clause) -> Clause:
        children = tuple(clause_of(each) for each in clause.children)
        return replace(clause, id=names[clause.id], children=children)

    result: list[Operation] = []
    for operation in change_set.operations:
        changed = {
            name: of(getattr(operation, name))
            for name in ("clause", "parent", "after", "new", "receiver", "joined")
            if hasattr(operation, name)
        }
        if isinstance(operation, InsertClauses):
            changed["clauses"] = tuple(clause_of(each) for each in operation.clauses)
        result.append(replace(operation, **changed))
    return tuple(result)


def _made_by(operation: Operation) -> list[ClauseId]:
    if isinstance(operation, SplitClause):
        return [operation.new]
    if isinstance(operation, InsertClauses):
        return [each.id for clause in operation.clauses for each in clause.walk()]
    return []


def _pick(draw: st.DrawFn, clauses: list[Clause]) -> Clause | None:
    return draw(st.sampled_from(clauses)) if clauses else None


def _gap(draw: st.DrawFn, drafting: Drafting) -> tuple[ClauseId | None, ClauseId | None]:
    parents = drafting.parents()
    parent = draw(st.sampled_from(sorted(parents, key=str)))
    siblings = [each for each in parents[parent] if each not in drafting.struck]
    return parent, draw(st.sampled_from([None, *siblings]))

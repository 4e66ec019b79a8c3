"""Labels, citations and anchors: worked out from the tree, never stored.

Members of one list count by parent and by style. A fixed label prints its form;
where that has the shape of the list ("4." among decimals) the count goes on from it.
A citation names the labelled clauses on the way down ("7 d)"). The unlabelled
paragraphs that lead lists in are named only where two citations would be the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from webapp.text.citations import (
    BULLET,
    KINDS,
    PARAGRAPH,
    RANGE_DASH,
    Tokens,
    anchor_of,
    apart,
    cited,
    compact,
    folded,
    index_by,
    join_list,
    joined,
    last_words,
    may_look,
    spaced,
    tokens,
)
from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.errors import NoSuchClause
from webapp.text.label_forms import (
    DEFAULT_FORMS,
    PARENT_SLOT,
    SiblingCount,
    label_stem,
    print_label,
)


class Place(NamedTuple):
    """Where a clause stands among its siblings and how it is labelled there.

    `name` is its part of a citation. `word` is the kind of thing that an unlabelled
    clause is counted as. `whole` says that the label names the parents as well.
    """

    parent: ClauseId | None
    position: int
    label: str
    name: str
    word: str = ""
    whole: bool = False

    def follows(self, other: Place) -> bool:
        """Tell whether both are members of one list, this one straight after the other."""
        return (self.parent, self.position, self.word) == (
            other.parent,
            other.position + 1,
            other.word,
        )


class Numbering:
    """The labels of one document, and the clauses that a citation names."""

    def __init__(self, places: dict[ClauseId, Place], order: tuple[ClauseId, ...]) -> None:
        self._places = places
        self._order = order

    def __contains__(self, clause: object) -> bool:
        return clause in self._places

    def __iter__(self) -> Iterator[ClauseId]:
        return iter(self._order)

    def label(self, clause: ClauseId) -> str:
        """Return the label as shown before the text: "7.", "d)", "•", "" when unlabelled."""
        return self.place(clause).label

    def place(self, clause: ClauseId) -> Place:
        """Return where the clause stands. Raises NoSuchClause."""
        try:
            return self._places[clause]
        except KeyError:
            raise NoSuchClause(clause) from None

    def position(self, clause: ClauseId) -> int:
        """Return the clause's place in reading order, from 0. Raises NoSuchClause."""
        self.place(clause)
        return self._positions[clause]

    def citation(self, clause: ClauseId) -> str:
        """Return the unique name people cite: "7 d)", "i)", "paragraph 2", "3 a), bullet 2"."""
        self.place(clause)
        return self._citations[clause]

    def anchor(self, clause: ClauseId) -> str:
        """Return the citation as a unique part of an address: "7d", "2b-ii", "p2"."""
        self.place(clause)
        return self._anchors[clause]

    def find(self, name: str) -> ClauseId | None:
        """Return the one clause cited as "7 d)", "7d", "7(d)", "clause 7 d)" or "1.2"."""
        found = self.find_all(name)
        return found[0] if len(found) == 1 else None

    def exact(self, citation: str) -> ClauseId | None:
        """Return the clause that is cited in exactly these words, paragraphs above named or not."""
        return self._by_citation.get(citation) or self._by_full.get(citation)

    def find_all(self, name: str) -> tuple[ClauseId, ...]:
        """Return every clause that a citation may mean, by its most exact reading."""
        exact = self.exact(name.strip())
        if exact is not None:
            return (exact,)
        spoken = tokens(name)
        bare = tuple(word for word in spoken if word not in {PARAGRAPH, *KINDS})
        for index, key in self._indexes:
            for words in dict.fromkeys((spoken, bare)):
                found = index.get(key(words)) if may_look(words, key) else None
                if found:
                    return tuple(dict.fromkeys(found))
        return ()

    def range_citation(self, clauses: Iterable[ClauseId]) -> str:
        """Return clauses in reading order, neighbours drawn together: "1, 2 b)–e) and 7 d)"."""
        return join_list([self.run_citation(run) for run in self.runs(clauses)])

    def runs(self, clauses: Iterable[ClauseId]) -> list[list[ClauseId]]:
        """Group clauses, in reading order, into runs of neighbours in one list.

        A clause whose label stands twice in its list ends no run.
        """
        runs: list[list[ClauseId]] = []
        for clause in sorted(dict.fromkeys(clauses), key=self.position):
            place = self.place(clause)
            own = self.sibling(clause, place.name) == clause
            if runs and own and place.follows(self.place(runs[-1][-1])):
                runs[-1].append(clause)
            else:
                runs.append([clause])
        return runs

    def run_citation(self, run: list[ClauseId]) -> str:
        """Return the citation of one run of neighbours: "2 b)–e)", "paragraphs 1–2"."""
        first = self.citation(run[0])
        if len(run) == 1:
            return first
        last = self.place(run[-1])
        if not last.word:
            return f"{first}{RANGE_DASH}{last.name}"
        head, _, number = first.rpartition(f"{last.word} ")
        return f"{head}{last.word}s {number}{RANGE_DASH}{last.name.rpartition(' ')[2]}"

    def sibling(self, clause: ClauseId, name: str) -> ClauseId | None:
        """Return the member of the clause's own list with this label: from 2 b), "e)" is 2 e)."""
        place = self.place(clause)
        return self._members.get((place.parent, place.word, last_words(name)))

    def between(self, first: ClauseId, last: ClauseId) -> tuple[ClauseId, ...]:
        """Return the siblings from the first to the last of a range; nothing if it is none."""
        one, other = self.place(first), self.place(last)
        if one.parent != other.parent:
            return ()
        return tuple(self._children[one.parent][one.position : other.position + 1])

    def last_within(self, clause: ClauseId) -> ClauseId:
        """Return the last clause, in reading order, of the clause and all it leads in."""
        self.place(clause)
        return self._ends[clause]

    def lineage(self, clause: ClauseId) -> list[ClauseId]:
        """Return the clauses from the top down to this one."""
        line = [clause]
        while (parent := self.place(line[-1]).parent) is not None:
            line.append(parent)
        return line[::-1]

    @cached_property
    def _positions(self) -> dict[ClauseId, int]:
        return {clause: position for position, clause in enumerate(self._order)}

    @cached_property
    def _children(self) -> dict[ClauseId | None, list[ClauseId]]:
        children: dict[ClauseId | None, list[ClauseId]] = defaultdict(list)
        for clause in self._order:
            children[self._places[clause].parent].append(clause)
        return children

    @cached_property
    def _members(self) -> dict[tuple[ClauseId | None, str, str], ClauseId]:
        members: dict[tuple[ClauseId | None, str, str], ClauseId] = {}
        for clause in self._order:
            place = self._places[clause]
            members.setdefault((place.parent, place.word, last_words(place.name)), clause)
        return members

    @cached_property
    def _ends(self) -> dict[ClauseId, ClauseId]:
        ends: dict[ClauseId, ClauseId] = {}
        for clause in reversed(self._order):
            end = ends.setdefault(clause, clause)
            parent = self._places[clause].parent
            if parent is not None:
                ends.setdefault(parent, end)
        return ends

    @cached_property
    def _short(self) -> dict[ClauseId, str]:
        """Citations without the unlabelled paragraphs above, unique or not."""
        heads: dict[ClauseId | None, str] = {None: ""}
        names: dict[ClauseId, str] = {}
        for clause in self._order:
            place = self._places[clause]
            head = heads[place.parent]
            names[clause] = place.name if place.whole else joined(head, place.name, place.word)
            heads[clause] = head if place.word == PARAGRAPH else names[clause]
        return names

    @cached_property
    def _full(self) -> dict[ClauseId, str]:
        """Citations naming every clause on the way down."""
        names: dict[ClauseId | None, str] = {None: ""}
        for clause in self._order:
            place = self._places[clause]
            names[clause] = joined(names[place.parent], place.name, place.word)
        return {clause: names[clause] for clause in self._order}

    @cached_property
    def most_commas(self) -> int:
        """How many commas the longest citation of one clause has, every one above it named."""
        return max((name.count(",") for name in self._full.values()), default=0)

    @cached_property
    def _citations(self) -> dict[ClauseId, str]:
        short, full = self._short, self._full
        crowds: dict[str, set[str]] = defaultdict(set)
        for clause in self._order:
            crowds[short[clause]].add(full[clause])
        taken: dict[str, int] = {}
        citations = {}
        for clause in self._order:
            plain = len(crowds[short[clause]]) == 1 or full[clause] == short[clause]
            citations[clause] = apart(short[clause] if plain else full[clause], taken)
        return citations

    @cached_property
    def _anchors(self) -> dict[ClauseId, str]:
        taken: dict[str, int] = {}
        return {
            clause: apart(anchor_of(citation), taken, "{}-{}")
            for clause, citation in self._citations.items()
        }

    @cached_property
    def _by_citation(self) -> dict[str, ClauseId]:
        return {citation: clause for clause, citation in self._citations.items()}

    @cached_property
    def _by_full(self) -> dict[str, ClauseId]:
        return {citation: clause for clause, citation in reversed(self._full.items())}

    @cached_property
    def _indexes(self) -> list[tuple[dict[str, list[ClauseId]], Callable[[Tokens], str]]]:
        """What a name is looked up in, the most exact first."""
        keys: tuple[Callable[[Tokens], str], ...] = (spaced, folded, compact)
        return [
            (index_by(names, key), key)
            for key in keys
            for names in (self._citations, self._full, self._short)
        ]


def number(document: Document) -> Numbering:
    """Work out every label of a document, in one pass and without recursion."""
    places: dict[ClauseId, Place] = {}
    numbers: dict[ClauseId | None, str] = {None: ""}
    lists: list[tuple[ClauseId | None, tuple[Clause, ...]]] = [(None, document.clauses)]
    while lists:
        parent, siblings = lists.pop()
        for clause, place in _number_list(parent, siblings, numbers[parent]):
            places[clause.id] = place
            if clause.children:
                numbers[clause.id] = label_stem(place.label)
                lists.append((clause.id, clause.children))
    return Numbering(places, tuple(clause.id for clause in document.walk()))


def find_clause(document: Document, name: str) -> Clause:
    """Return the clause with this id or this citation. Raises NoSuchClause."""
    clauses = {clause.id: clause for clause in document.walk()}
    wanted = ClauseId(name)
    if wanted not in clauses:
        found = number(document).find(name)
        if found is None:
            raise NoSuchClause(name)
        wanted = found
    return clauses[wanted]


def _number_list(
    parent: ClauseId | None, siblings: tuple[Clause, ...], above: str
) -> Iterator[tuple[Clause, Place]]:
    count = SiblingCount(above)
    for position, clause in enumerate(siblings):
        marker = clause.marker
        if marker.style is MarkerStyle.FIXED and not marker.form.strip():
            marker = Marker()
        number = count.take(marker)
        match marker.style:
            case MarkerStyle.NONE:
                place = Place(parent, position, "", f"{PARAGRAPH} {number}", PARAGRAPH)
            case MarkerStyle.BULLET:
                sign = marker.form or DEFAULT_FORMS[MarkerStyle.BULLET]
                place = Place(parent, position, sign, f"{BULLET} {number}", BULLET)
            case MarkerStyle.FIXED:
                place = Place(parent, position, marker.form, cited(marker.form))
            case _:
                label = print_label(marker, number, above)
                whole = PARENT_SLOT in marker.form and bool(above)
                place = Place(parent, position, label, cited(label), whole=whole)
        yield clause, place

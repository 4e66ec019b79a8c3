"""Labels, citations and anchors: worked out from the tree, never stored.

Members of one list count by parent and by style. A fixed label prints its form;
where that has the shape of the list ("4." among decimals) the count goes on from it.
A citation names the labelled clauses on the way down ("7 d)"). The unlabelled
paragraphs that lead lists in are named only where two citations would be the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.errors import NoSuchClause
from webapp.text.ordinals import COUNTED, read_ordinal, write_ordinal

PARENT_SLOT = "{parent}"
"""In a form, the number of the parent without its full stop: "{parent}.{}" prints 1.2, 1.2.1."""

DEFAULT_FORMS = {
    MarkerStyle.NONE: "",
    MarkerStyle.DECIMAL: "{}.",
    MarkerStyle.ALPHA: "{})",
    MarkerStyle.ROMAN: "{})",
    MarkerStyle.UPPER_ALPHA: "{}.",
    MarkerStyle.UPPER_ROMAN: "{}.",
    MarkerStyle.BULLET: "•",
    MarkerStyle.FIXED: "",
}

RANGE_DASH = "–"
PARAGRAPH = "paragraph"
BULLET = "bullet"

_WORDS = re.compile(r"\d+|[^\W\d_]+")
_SYNONYMS = {
    "para": PARAGRAPH,
    "paras": PARAGRAPH,
    "paragraphs": PARAGRAPH,
    "bullets": BULLET,
}
_KINDS = frozenset(
    {
        *("clause", "clauses", "subclause", "subclauses", "sub"),
        *("subparagraph", "subparagraphs", "point", "points", "item", "items"),
        *("section", "sections", "article", "articles", "rule", "limb", "limbs"),
    }
)

Tokens = tuple[str, ...]


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
        bare = tuple(word for word in spoken if word not in {PARAGRAPH, *_KINDS})
        for index, key in self._indexes:
            for words in dict.fromkeys((spoken, bare)):
                found = index.get(key(words)) if _may_look(words, key) else None
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
        return self._members.get((place.parent, place.word, _last_words(name)))

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
            members.setdefault((place.parent, place.word, _last_words(place.name)), clause)
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
            names[clause] = place.name if place.whole else _joined(head, place.name, place.word)
            heads[clause] = head if place.word == PARAGRAPH else names[clause]
        return names

    @cached_property
    def _full(self) -> dict[ClauseId, str]:
        """Citations naming every clause on the way down."""
        names: dict[ClauseId | None, str] = {None: ""}
        for clause in self._order:
            place = self._places[clause]
            names[clause] = _joined(names[place.parent], place.name, place.word)
        return {clause: names[clause] for clause in self._order}

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
            citations[clause] = _apart(short[clause] if plain else full[clause], taken)
        return citations

    @cached_property
    def _anchors(self) -> dict[ClauseId, str]:
        taken: dict[str, int] = {}
        return {
            clause: _apart(_anchor(citation), taken, "{}-{}")
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
        keys: tuple[Callable[[Tokens], str], ...] = (_spaced, _folded, _compact)
        return [
            (_index(names, key), key)
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


def print_label(marker: Marker, number: int, parent: str = "") -> str:
    """Return the label that a counted marker prints for a number.

    >>> print_label(Marker(MarkerStyle.ALPHA, "({})"), 3)
    '(c)'
    """
    form = marker.form or DEFAULT_FORMS[marker.style]
    written = write_ordinal(marker.style, number)
    if "{}" not in form:
        return written + form
    return form.replace(PARENT_SLOT, parent).replace("{}", written)


def label_number(marker: Marker, label: str, parent: str = "") -> int | None:
    """Return the number for which a counted marker would print this label."""
    form = (marker.form or DEFAULT_FORMS[marker.style]).replace(PARENT_SLOT, parent)
    before, slot, after = form.partition("{}")
    if not slot or len(label) <= len(before) + len(after):
        return None
    if not (label.startswith(before) and label.endswith(after)):
        return None
    return read_ordinal(marker.style, label[len(before) : len(label) - len(after)])


def label_stem(label: str) -> str:
    """Return what a dotted label repeats of its parent's: "1" of "1." and of "(1)"."""
    return label.strip("(). ")


def join_list(items: list[str]) -> str:
    """Join as people do in writing: "a, b and c", or "a, b; and c" where commas would mislead."""
    if len(items) < 2:  # noqa: PLR2004 - one needs no "and"
        return "".join(items)
    counted = items[2:] and any(PARAGRAPH in item or BULLET in item for item in items)
    if counted or any("," in item for item in items):
        return "; ".join([*items[:-1], f"and {items[-1]}"])
    return f"{', '.join(items[:-1])} and {items[-1]}"


def tokens(name: str) -> Tokens:
    """Return the letters and numbers of a citation, without what is printed around them."""
    return tuple(_SYNONYMS.get(word.lower(), word) for word in _WORDS.findall(name))


class SiblingCount:
    """The count of one list of siblings, as each is reached in reading order."""

    def __init__(self, parent: str = "") -> None:
        self._parent = parent
        self._counts: dict[MarkerStyle, int] = {}
        self._fixed = ""

    def expected(self, marker: Marker) -> int:
        """Return the number that the next sibling with this marker has."""
        count = self._counts.get(marker.style, 0)
        if self._fixed and marker.style in COUNTED:
            count = max(count, label_number(marker, self._fixed, self._parent) or 0)
        return count + 1

    def take(self, marker: Marker) -> int:
        """Count a sibling and return its number."""
        number = self._counts[marker.style] = self.expected(marker)
        if marker.style is MarkerStyle.FIXED:
            self._fixed = marker.form
        return number


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
                place = Place(parent, position, marker.form, _cited(marker.form))
            case _:
                label = print_label(marker, number, above)
                whole = PARENT_SLOT in marker.form and bool(above)
                place = Place(parent, position, label, _cited(label), whole=whole)
        yield clause, place


def _cited(label: str) -> str:
    return label.rstrip(".") or label


def _joined(head: str, name: str, word: str) -> str:
    if not head:
        return name
    ends_in_word = re.search(rf"\b(?:{PARAGRAPH}|{BULLET}) \d+$", head)
    return f"{head}, {name}" if word or ends_in_word else f"{head} {name}"


def _apart(name: str, taken: dict[str, int], form: str = "{} ({})") -> str:
    """Return the name, or what tells it from those taken: the second "2" is "2 (2nd)"."""
    chosen = name
    while chosen in taken:
        taken[name] += 1
        times = taken[name]
        chosen = form.format(name, times if form.endswith("-{}") else _nth(times))
    taken[chosen] = 1
    return chosen


def _nth(number: int) -> str:
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _anchor(citation: str) -> str:
    """Return "7d" for "7 d)": a hyphen only where two numbers or two words would meet."""
    anchor = ""
    for word in _WORDS.findall(citation):
        part = {PARAGRAPH: "p", BULLET: "b"}.get(word, word)
        part = part if part.isascii() else "x"
        if anchor and anchor[-1].isdigit() == part[0].isdigit():
            anchor += "-"
        anchor += part
    return anchor or "x"


def _last_words(name: str) -> str:
    return _spaced(tuple(word for word in tokens(name) if word not in {PARAGRAPH, BULLET}))


def _index(names: dict[ClauseId, str], key: Callable[[Tokens], str]) -> dict[str, list[ClauseId]]:
    index: dict[str, list[ClauseId]] = defaultdict(list)
    for clause, name in names.items():
        index[key(tokens(name))].append(clause)
    return dict(index)


def _may_look(words: Tokens, key: Callable[[Tokens], str]) -> bool:
    """Tell whether a name can be looked up so: "2bii" may mean "2 b) ii)", "ii, ii" not "i iii"."""
    apart = any(one.isalpha() and other.isalpha() for one, other in pairwise(words))
    return bool(words) and not (apart and key is _compact)


def _spaced(words: Tokens) -> str:
    return " ".join(words)


def _folded(words: Tokens) -> str:
    return " ".join(words).casefold()


def _compact(words: Tokens) -> str:
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words)).casefold()

"""From paragraphs to the tree: labels nest by style, sequence and the colon before them.

A label that goes on in an open list belongs to it; one that says "first" opens a
list under the paragraph before it; any other stays as printed. An unlabelled
paragraph stands at the top, unless a list goes on after it as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from webapp.text.clause import (
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
)
from webapp.text.errors import TooMuch
from webapp.text.label_forms import SiblingCount, label_stem, print_label
from webapp.text.reading.labels import RUN_ON, Label, Meaning, read_label
from webapp.text.reading.source import Paragraph
from webapp.text.reading.values import WarningKind

MOST_CLAUSES = 20_000
DEEPEST = 100

_MOST_SUSPENDED = 8
_NESTS = 2
_SENTENCE_END = re.compile(r"[.!?][\"”’')]?$")
_SHORTENED = re.compile(r"\b(?:pp?|nos?|arts?|ss?|paras?|cls?|vols?|ch|cf|e\.g|i\.e|st)\.$", re.I)


class Node:
    """A clause while it is being read."""

    __slots__ = (
        "children",
        "count",
        "id",
        "indent",
        "label",
        "line",
        "marker",
        "markers",
        "references",
        "text",
    )

    def __init__(
        self, line: int, text: str = "", marker: Marker = UNLABELLED, label: str = ""
    ) -> None:
        self.id = ClauseId("")
        self.line = line
        self.text = text
        self.marker = marker
        self.label = label
        self.indent = 0
        self.references: tuple[Reference, ...] = ()
        self.children: list[Node] = []
        self.markers: set[Marker] = set()
        self.count = SiblingCount(self.name)

    @property
    def name(self) -> str:
        """The label as members of a dotted list below repeat it."""
        return label_stem(self.label)

    @property
    def leads_in(self) -> bool:
        return self.text.endswith(":")

    def walk(self) -> Iterator[Node]:
        stack = list(reversed(self.children))
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))


@dataclass(slots=True)
class Doubt:
    """A warning to be, about a clause that has no citation yet."""

    kind: WarningKind
    node: Node
    words: str
    more: str = ""


@dataclass(slots=True)
class Tree:
    """The tree while it grows: `path` leads from the root to the paragraph last placed."""

    root: Node = field(default_factory=lambda: Node(0))
    doubts: list[Doubt] = field(default_factory=list)
    path: list[Node] = field(default_factory=list)
    suspended: list[tuple[list[Node], int]] = field(default_factory=list)
    size: int = 0

    def __post_init__(self) -> None:
        self.path = [self.root]

    @property
    def last(self) -> Node:
        return self.path[-1]

    def add(self, level: int, node: Node) -> Node:
        """Hang a node under the path's member at a level, as its last child."""
        self.size += 1
        if self.size > MOST_CLAUSES:
            raise TooMuch("clauses", self.size, MOST_CLAUSES)
        if level >= DEEPEST:
            raise TooMuch("levels", level + 1, DEEPEST)
        parent = self.path[level]
        parent.children.append(node)
        parent.markers.add(node.marker)
        parent.count.take(node.marker)
        del self.path[level + 1 :]
        self.path.append(node)
        return node

    def doubt(self, kind: WarningKind, node: Node, words: str, more: str = "") -> None:
        self.doubts.append(Doubt(kind, node, words, more))


def read_structure(paragraphs: Iterable[Paragraph]) -> Tree:
    """Build the tree of a body by its labels. Raises TooMuch."""
    tree = Tree()
    for paragraph in paragraphs:
        _place(tree, paragraph)
    return tree


def read_levels(paragraphs: Iterable[Paragraph]) -> Tree:
    """Build the tree of a body whose paragraphs say their level. Raises TooMuch."""
    tree = Tree()
    for paragraph in paragraphs:
        level = min(max(paragraph.level, 1), len(tree.path)) - 1
        printed = paragraph.label
        if not printed:
            tree.add(level, Node(paragraph.line, paragraph.text))
            continue
        label = read_label(f"{printed} X")
        if label is None or label.printed != printed:
            label = Label(printed, (), 0)
        marker = _next_in(tree.path[level], label, known=False)
        if marker:
            tree.add(level, Node(paragraph.line, paragraph.text, marker, printed))
        else:
            _add_fixed(tree, level, label, Node(paragraph.line, paragraph.text))
    return tree


def to_document(tree: Tree) -> Document:
    """Turn the tree into a document, leaves first and without recursion."""
    nodes = list(tree.root.walk())
    made: dict[int, Clause] = {}
    for node in reversed(nodes):
        children = tuple(made.pop(id(child)) for child in node.children)
        text = f" {node.text}" if node.text else ""
        made[id(node)] = Clause(node.id, text, node.marker, node.references, children)
    return Document(tuple(made[id(node)] for node in tree.root.children))


def name_nodes(tree: Tree, new_id: Callable[[], ClauseId]) -> None:
    for node in tree.root.walk():
        node.id = new_id()


def _place(tree: Tree, paragraph: Paragraph) -> None:
    label = read_label(paragraph.text)
    node = _place_labelled(tree, label, paragraph) if label else None
    if node is None:
        label = None
        node = _place_unlabelled(tree, paragraph)
    start = label.text_at if label else 0
    for match in RUN_ON.finditer(paragraph.text, start):
        node.text = paragraph.text[start : match.start("space")]
        following = _runs_on(tree, node, match)
        if following:
            tree.doubt(WarningKind.LOST_BREAK, following, match.group("label"))
            start, node = match.end(), following
    node.text = paragraph.text[start:].lstrip() if start else paragraph.text


def _runs_on(tree: Tree, node: Node, match: re.Match[str]) -> Node | None:
    """Put back a paragraph break where the label is certainly the next one."""
    label = read_label(match.group("label"))
    spaced = bool(match.group("space"))
    if label is None or _SHORTENED.search(node.text[-6:]):
        return None
    if spaced and not _SENTENCE_END.search(node.text[-3:]):
        return None
    if not spaced and (label.weak or node.text[-2:-1].isdigit()):
        return None
    found = _going_on(tree.path, label)
    if found is None:
        return None
    level, marker = found
    return tree.add(level, Node(node.line, "", marker, label.printed))


def _place_unlabelled(tree: Tree, paragraph: Paragraph) -> Node:
    last = tree.last
    if last.label and not last.text and not paragraph.text.startswith("#"):
        tree.doubt(WarningKind.LABEL_ALONE, last, last.label)
        return last
    if paragraph.text.startswith("#"):
        tree.suspended.clear()
    elif any(node.label for node in tree.path):
        tree.suspended.append((list(tree.path), len(tree.root.children)))
        del tree.suspended[:-_MOST_SUSPENDED]
    return tree.add(0, Node(paragraph.line, paragraph.text))


def _place_labelled(tree: Tree, label: Label, paragraph: Paragraph) -> Node | None:
    node = Node(paragraph.line, "", label=label.printed)
    node.indent = paragraph.indent
    if label.bullet:
        return _add_bullet(tree, label, node)
    first = _first(tree, label)
    if first and tree.last.leads_in:
        return _add(tree, *first, node)
    found = _going_on(tree.path, label) or first or _resumed(tree, label)
    found = found or (None if label.weak else _going_on_alike(tree.path, label))
    if found:
        return _add(tree, *found, node)
    if label.above:
        return _add_dotted(tree, label, node)
    return None if label.weak else _add_fixed(tree, _level_for(tree, label), label, node)


def _add(tree: Tree, level: int, marker: Marker, node: Node) -> Node:
    node.marker = marker
    return tree.add(level, node)


def _going_on(path: list[Node], label: Label) -> tuple[int, Marker] | None:
    """Return the deepest open list in which the label is the next, and its marker."""
    for level in range(len(path) - 1, -1, -1):
        marker = _next_in(path[level], label)
        if marker:
            return level, marker
    return None


def _going_on_alike(path: list[Node], label: Label) -> tuple[int, Marker] | None:
    """Return the deepest open list in which the label is next but for its brackets."""
    for level in range(len(path) - 1, -1, -1):
        styles = {marker.style for marker in path[level].markers}
        marker = _next_in(path[level], label, known=False)
        if marker and marker.style in styles:
            return level, marker
    return None


def _next_in(parent: Node, label: Label, *, known: bool = True) -> Marker | None:
    """Return the marker under which a label is the next among the parent's children."""
    if label.above and parent.name != label.above:
        return None
    meanings: Iterable[Meaning] = label.meanings
    if len(label.meanings) > 1:
        meanings = sorted(label.meanings, key=lambda meaning: meaning.marker not in parent.markers)
    for marker, number in meanings:
        if marker.style is MarkerStyle.BULLET:
            return marker
        if (marker in parent.markers or not known) and parent.count.expected(marker) == number:
            return marker
    return None


def _first(tree: Tree, label: Label) -> tuple[int, Marker] | None:
    """Return where a label that says "first" opens a list."""
    opening = next((one.marker for one in label.meanings if one.number == 1), None)
    if opening is None:
        return None
    level = _opens_under(tree, label, opening)
    if level is None or tree.path[level].count.expected(opening) != 1:
        return None
    return level, opening


def _opens_under(tree: Tree, label: Label, opening: Marker) -> int | None:
    level = len(tree.path) - 1
    if label.above:
        named = [at for at, node in enumerate(tree.path) if node.name == label.above]
        return named[-1] if named else None
    if tree.last.leads_in:
        return level
    if any(opening in node.markers for node in tree.path):
        return None
    while level and tree.path[level].marker.style is MarkerStyle.BULLET:
        level -= 1
    return level


def _resumed(tree: Tree, label: Label) -> tuple[int, Marker] | None:
    """Take unlabelled paragraphs into the list item before them, where the list goes on."""
    last = tree.last
    if last.marker.style is MarkerStyle.NONE and last.leads_in and not last.children:
        return None
    for place in range(len(tree.suspended) - 1, -1, -1):
        path, at = tree.suspended[place]
        found = _going_on(path, label)
        if found and found[0]:
            _take_in(tree, path[found[0] + 1], at)
            tree.path[:] = path[: found[0] + 1]
            del tree.suspended[place:]
            return found
    return None


def _take_in(tree: Tree, item: Node, at: int) -> None:
    """Hang what stands at the top from `at` on under an item of a list."""
    for node in tree.root.children[at:]:
        item.children.append(node)
        item.markers.add(node.marker)
        item.count.take(node.marker)
        tree.doubt(WarningKind.PARAGRAPH_IN_LIST, node, node.text, item.label)
    del tree.root.children[at:]


def _add_bullet(tree: Tree, label: Label, node: Node) -> Node:
    marker = label.meanings[0].marker
    lists = [level for level, item in enumerate(tree.path[1:]) if item.marker == marker]
    for level in reversed(lists):
        further = node.indent - tree.path[level + 1].indent
        if further >= _NESTS:
            return _add(tree, len(tree.path) - 1, marker, node)
        if further > -_NESTS or level == lists[0]:
            return _add(tree, level, marker, node)
    return _add(tree, len(tree.path) - 1, marker, node)


def _add_dotted(tree: Tree, label: Label, node: Node) -> Node | None:
    """Keep "4.2" as printed where it goes on from a "4.1" that is kept so, or begins with 1."""
    number = label.meanings[0].number
    before = f"{label.above}.{number - 1}"
    for level in range(len(tree.path) - 1):
        if tree.path[level + 1].name == before:
            node.marker = Marker(MarkerStyle.FIXED, label.printed)
            return tree.add(level, node)
    return _add_fixed(tree, len(tree.path) - 1, label, node) if number == 1 else None


def _add_fixed(tree: Tree, level: int, label: Label, node: Node) -> Node:
    node.label = label.printed
    node.marker = Marker(MarkerStyle.FIXED, label.printed)
    parent = tree.path[level]
    more = "" if label.above or not label.meanings else _expected(parent, label.meanings)
    tree.add(level, node)
    parent.markers.update(meaning.marker for meaning in label.meanings)
    tree.doubt(WarningKind.LABEL_OUT_OF_SEQUENCE, node, label.printed, more)
    return node


def _expected(parent: Node, meanings: tuple[Meaning, ...]) -> str:
    known = [one.marker for one in meanings if one.marker in parent.markers]
    marker = known[0] if known else meanings[0].marker
    return print_label(marker, parent.count.expected(marker), parent.name)


def _level_for(tree: Tree, label: Label) -> int:
    """Return the level of the list that an unexpected label most likely belongs to."""
    markers = {meaning.marker for meaning in label.meanings}
    for level in range(len(tree.path) - 1, -1, -1):
        if not markers.isdisjoint(tree.path[level].markers):
            return level
    for level in range(len(tree.path) - 2, -1, -1):
        if not markers and tree.path[level + 1].marker.style is MarkerStyle.FIXED:
            return level
    last = tree.last
    below = last.leads_in or last.marker.style is MarkerStyle.NONE
    return len(tree.path) - 1 if below else len(tree.path) - 2

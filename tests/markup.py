"""A page as a tree, as far as pressing its buttons needs one."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
UNSENT = frozenset({"submit", "button", "reset", "image", "file"})


class Element:
    """A tag with its attributes; pieces are text and elements in order."""

    def __init__(self, tag: str, attributes: dict[str, str | None], parent: Element | None) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.pieces: list[str | Element] = []

    def get(self, name: str) -> str:
        return self.attributes.get(name) or ""

    def walk(self) -> Iterator[Element]:
        """Yield this element and everything in it, in the order of the page."""
        yield self
        for piece in self.pieces:
            if isinstance(piece, Element):
                yield from piece.walk()

    def text(self) -> str:
        return "".join(p if isinstance(p, str) else p.text() for p in self.pieces)

    def words(self) -> str:
        return " ".join(self.text().split())

    def inside(self, tag: str) -> Element | None:
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above

    def is_disabled(self) -> bool:
        fieldset = self.inside("fieldset")
        return "disabled" in self.attributes or (
            fieldset is not None and "disabled" in fieldset.attributes
        )

    def values(self) -> list[str]:
        """Return what a control sends when nobody touches it."""
        if self.tag == "textarea":
            text = self.text().replace("\r\n", "\n").removeprefix("\n")
            return [text.replace("\n", "\r\n")]
        if self.tag == "select":
            return self.chosen()
        kind = self.get("type") or "text"
        if kind in UNSENT:
            return []
        if kind in {"checkbox", "radio"}:
            value = self.attributes.get("value")
            return [value if value is not None else "on"] if "checked" in self.attributes else []
        return [self.get("value")]

    def chosen(self) -> list[str]:
        options = [e for e in self.walk() if e.tag == "option"]
        chosen = [e for e in options if "selected" in e.attributes]
        if not chosen and "multiple" not in self.attributes:
            chosen = options[:1]
        return [e.get("value") if "value" in e.attributes else e.words() for e in chosen]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("page", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "option" and self.open.tag == "option" and self.open.parent is not None:
            self.open = self.open.parent
        element = Element(tag, dict(attrs), self.open)
        self.open.pieces.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.pieces.append(Element(tag, dict(attrs), self.open))

    def handle_endtag(self, tag: str) -> None:
        above: Element | None = self.open
        while above is not None and above.tag != tag:
            above = above.parent
        if above is not None and above.parent is not None:
            self.open = above.parent

    def handle_data(self, data: str) -> None:
        self.open.pieces.append(data)


def read_markup(text: str) -> Element:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root

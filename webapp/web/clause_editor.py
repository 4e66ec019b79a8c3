"""A text edited clause by clause in a form: what was typed, the button pressed, the next form.

Everything typed so far travels in the form itself: the text as a record in `state`, what
stands in the boxes as `words-<clause id>`. A button says `act=up:<clause id>`. Nothing is
stored and nothing is lost until somebody saves.

    editor = read_editor(request.form, layout)        # typed words in place, button obeyed
    editor = Editor(document)                          # a form not sent yet
    render_template(…, editor=editor)                  # {{ clause_editor(editor, cards(editor)) }}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from webapp.text.clause import UNLABELLED, ClauseId, Document, Marker, MarkerStyle
from webapp.text.editing import restyle, set_paragraphs, without_empty
from webapp.text.errors import ImpossibleEdit, NoSuchClause, TextTrouble, TooMuch
from webapp.text.numbering import number
from webapp.text.records import load_document, store_document
from webapp.text.references import plain_text
from webapp.web.clause_acts import ACTS, append, do, find_spot, spots

if TYPE_CHECKING:
    from webapp.text.lines import Layout

MOST_CLAUSES: Final = 400
DEEPEST: Final = 40
LONGEST_FORM: Final = 40
TOP: Final = "top"
NAME = re.compile(r"[\w~-]{1,40}")

STYLES: Final[Mapping[str, Marker]] = {
    "none": UNLABELLED,
    "decimal": Marker(MarkerStyle.DECIMAL, "{}."),
    "alpha": Marker(MarkerStyle.ALPHA, "{})"),
    "roman": Marker(MarkerStyle.ROMAN, "{})"),
    "upper_alpha": Marker(MarkerStyle.UPPER_ALPHA, "{}."),
    "bullet": Marker(MarkerStyle.BULLET, "•"),
}

__all__ = [
    "Card",
    "Editor",
    "Unreadable",
    "blank_document",
    "cards",
    "is_too_long_to_edit",
    "read_editor",
    "refuse_too_much",
    "with_typed_words",
    "without_empty",
    "written",
]


class Unreadable(ValueError):
    """The form's own record of the text is not one that this service made."""


@dataclass(frozen=True, slots=True)
class Editor:
    """The text as typed so far; `before` is what it was before the last act, to undo it.

    `act` is the act just done and `at` the clause to show first; `impossible` says that the
    act could not be done where that clause stands. `known_as` is what stands for the text in
    the form where whoever reads it back knows it already.
    """

    document: Document
    layout: Layout | None = None
    before: Document | None = None
    act: str = ""
    at: ClauseId | None = None
    impossible: bool = False
    known_as: str = ""

    @property
    def state(self) -> str:
        return self.known_as or written(self.document)

    @property
    def state_before(self) -> str:
        return written(self.before) if self.before is not None else ""


@dataclass(frozen=True, slots=True)
class Card:
    """One clause as its box shows it, and the acts possible where it stands."""

    id: ClauseId
    citation: str
    level: int
    words: str
    lines: tuple[int, int] | None
    acts: tuple[str, ...]
    style: str
    parent: str
    is_first: bool
    is_here: bool
    edited: bool = False

    @property
    def name(self) -> str:
        """The name of its text box."""
        return f"words-{self.id}"

    @property
    def first_line(self) -> int | None:
        return self.lines[0] if self.lines else None

    @property
    def last_line(self) -> int | None:
        return self.lines[1] if self.lines else None


def read_editor(form: Mapping[str, str], layout: Layout | None = None) -> Editor:
    """Return the text with every box's words in place and the pressed button's act done.

    Raises Unreadable and TooMuch.
    """
    if form.get("act") == "undo" and form.get("before"):
        return Editor(_read(form["before"]), layout, act="undo")
    typed = with_typed_words(_read(form.get("state", "")), form, layout)
    refuse_too_much(typed)
    act, _, name = form.get("act", "").partition(":")
    if not act:
        return Editor(typed, layout)
    try:
        done, at = _do(typed, act, name, form)
    except ImpossibleEdit as error:
        return Editor(typed, layout, act=act, at=ClauseId(error.clause), impossible=True)
    except NoSuchClause:
        return Editor(typed, layout)
    refuse_too_much(done)
    return Editor(done, layout, before=typed if done != typed else None, act=act, at=at)


def with_typed_words(
    document: Document, form: Mapping[str, str], layout: Layout | None = None
) -> Document:
    """Return the document with the words of every box that was changed; untouched is unchanged.

    An empty line in a box begins a new clause.
    """
    numbering = number(document)
    edited = document
    for clause in document.walk():
        typed = form.get(f"words-{clause.id}")
        if typed is not None and _plain(typed) != plain_text(clause, numbering, layout):
            edited = set_paragraphs(edited, clause.id, _plain(typed), layout=layout)
    return edited


def blank_document() -> Document:
    """Return a text with one clause to begin in."""
    return append(Document(), None, None)[0]


def is_too_long_to_edit(document: Document) -> bool:
    """Tell whether a text has more clauses than fit on one page of boxes."""
    return sum(1 for _ in document.walk()) > MOST_CLAUSES


def refuse_too_much(document: Document) -> None:
    count = sum(1 for _ in document.walk())
    if count > MOST_CLAUSES:
        raise TooMuch("clauses", count, MOST_CLAUSES)
    deepest = max((spot.level + 1 for spot in spots(document)), default=0)
    if deepest > DEEPEST:
        raise TooMuch("levels", deepest, DEEPEST)


def cards(editor: Editor) -> list[Card]:
    """Return the boxes of the form, in reading order."""
    numbering, layout = number(editor.document), editor.layout
    return [
        Card(
            spot.clause.id,
            numbering.citation(spot.clause.id),
            spot.level,
            plain_text(spot.clause, numbering, layout),
            layout.of(spot.clause.id) if layout else None,
            tuple(act for act in ACTS if spot.can(act)),
            _style(spot.clause.marker),
            spot.parent or TOP,
            spot.place == 0,
            spot.clause.id == editor.at,
        )
        for spot in spots(editor.document)
    ]


def _do(
    document: Document, act: str, name: str, form: Mapping[str, str]
) -> tuple[Document, ClauseId | None]:
    if act == "show":
        return document, find_spot(document, name).clause.id
    if act == "style":
        return _restyled(document, name, form.get(f"style-{name}", "")), None
    if act == "add" and name == TOP:
        return append(document, None, document.clauses[-1].id if document.clauses else None)
    return do(document, act, name)


def _restyled(document: Document, parent: str, style: str) -> Document:
    if style not in STYLES:
        return document
    return restyle(document, None if parent == TOP else ClauseId(parent), STYLES[style])


def _style(marker: Marker) -> str:
    return next((key for key, known in STYLES.items() if known == marker), "")


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def written(document: Document) -> str:
    """Return a text as a form carries it."""
    return json.dumps(store_document(document), ensure_ascii=False, separators=(",", ":"))


def _read(state: str) -> Document:
    """Return the document of a form's hidden record. Raises Unreadable."""
    try:
        document = load_document(json.loads(state))
        clauses = list(document.walk())
        sound = all(_is_sound(clause) for clause in clauses)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, TextTrouble) as error:
        raise Unreadable from error
    if not sound or len({clause.id for clause in clauses}) != len(clauses):
        raise Unreadable
    return document


def _is_sound(clause: Any) -> bool:
    return (
        isinstance(clause.text, str)
        and NAME.fullmatch(clause.id) is not None
        and isinstance(clause.marker.form, str)
        and len(clause.marker.form) <= LONGEST_FORM
    )

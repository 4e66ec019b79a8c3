"""What stands before a motion: headings, codes, status lines and movers."""

from __future__ import annotations

import re

from webapp.text.reading.labels import read_label
from webapp.text.reading.source import Paragraph
from webapp.text.reading.values import HEADING, Front, Part, PartKind

_FURTHEST = 20
_FURTHEST_WITHOUT_OPENING = 8
_LONGEST_TITLE = 160
_LONGEST_STATUS = 160
_LONGEST_SECTION = 40
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad*_]")
_STATUS = re.compile(
    r"\(?(?:(?:the\s+)?(?:constitutional |standing order )?(?:motion|amendment|resolution)\s+)?"
    r"(?:as\s+)?(?:amended\s+and\s+)?(?:passed|carried|lost|defeated|fell|fallen|rejected|withdrawn"
    r"|adopted|approved|remitted|refer(?:red|enced) back"
    r"|not (?:yet )?(?:reached|debated|decided|carried)"
    r"|status:\s*\w+)\b[^.]*\)?\.?",
    re.IGNORECASE,
)
_MOVER = re.compile(
    r"(?:mover|movers|moved by|mover of (?:the )?motion|proposer|proposers|proposed by|seconder"
    r"|seconded by|summation|summator|summation of (?:the )?motion|submitted by|submitter"
    r"|submitting body|co-?proposers?|co-?proposed by|supporters?|supported by)\s*[:–—-].*"
    r"|(?:moved|proposed|seconded|submitted|summated) by\s.*",
    re.IGNORECASE | re.DOTALL,
)
_MOTION_HEADING = re.compile(
    r"(?:#+\s*)?(?:the )?(?:text of (?:the )?)?motion(?: text)?\s*:?", re.I
)
_SECTION = re.compile(
    r"(?:#+\s*)?(?:the )?(?:(?:text of (?:the )?)?motion(?: text)?"
    r"|synopsis|background|summary|preamble)\s*:?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"title:\s*\S.*", re.IGNORECASE)
_HEADED = re.compile(r"#\s+\S")
_NUMBERED = re.compile(r"(?:motion|composite)\s+#?\s*[A-Z]?\d{1,4}[A-Za-z]?\W*", re.IGNORECASE)
_TITLED = re.compile(r"(?:motion|composite)\s+#?\d{1,4}[A-Za-z]?\s*[:–—-]\s+\S.*", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:(?:this|that this|the)\s+)?(?:federal |annual |special |party )?"
    r"(?:conference|congress|council|synod|assembly|convention|union|branch|meeting|house|agm)\b"
    r"(?!\s*(?:report|motion|agenda|committee|reform)\b)(?:\s+\w+){0,2}?\s+(?:also\s+|further\s+|therefore\s+)*"
    r"(?:notes?|believes?|welcomes?|rejects?|calls?|resolves?|recogni[sz]es?|affirms?|reaffirms?"
    r"|deplores?|condemns?|endorses?|agrees?|instructs?|demands?|considers?|regrets?|supports?|urges?"
    r"|asks?|is|has|acknowledges?|approves?|expresses?|opposes?|mandates?|commits?|accepts?)\b",
    re.IGNORECASE,
)
_ENDS_SENTENCE = re.compile(r"[.;:,!?…][\"”’')]?$")


def split_front(paragraphs: list[Paragraph]) -> tuple[Front, int]:
    """Return the front matter and the place of the first paragraph of the motion."""
    kinds = _kinds(paragraphs[: _opening(paragraphs)])
    strong = [at for at, kind in enumerate(kinds) if kind is not PartKind.REMAINDER]
    if strong:
        return _front(paragraphs, kinds, strong[-1] + 1), strong[-1] + 1
    if _is_title(paragraphs):
        return Front((Part(PartKind.HEADING, paragraphs[0].text),)), 1
    return Front(), 0


def read_front(paragraphs: list[Paragraph]) -> Front:
    """Return front matter that is known to be nothing else."""
    kinds = _kinds(paragraphs)
    return _front(paragraphs, kinds, len(paragraphs))


def _front(paragraphs: list[Paragraph], kinds: list[PartKind], end: int) -> Front:
    parts = [
        Part(kind, paragraph.text)
        for kind, paragraph in zip(kinds[:end], paragraphs[:end], strict=True)
    ]
    headings = [part for part in parts if part.kind is PartKind.HEADING]
    if not headings and parts and parts[0].kind is PartKind.REMAINDER:
        first = parts[0].text
        if len(first) <= _LONGEST_TITLE and not _ENDS_SENTENCE.search(first):
            parts[0] = Part(PartKind.HEADING, first)
    return Front(tuple(parts))


def _opening(paragraphs: list[Paragraph]) -> int:
    """Return the first place that must be motion: a label, or "Conference believes"."""
    for at, paragraph in enumerate(paragraphs[:_FURTHEST]):
        if len(paragraph.text) < _LONGEST_SECTION and _MOTION_HEADING.fullmatch(
            _visible(paragraph.text)
        ):
            return at + 1
    for at, paragraph in enumerate(paragraphs[:_FURTHEST]):
        if _OPENING.match(paragraph.text) or _opens_list(paragraph.text):
            return at
    return min(_FURTHEST_WITHOUT_OPENING, max(0, len(paragraphs) - 1))


def _opens_list(text: str) -> bool:
    label = read_label(text)
    return label is not None and not label.weak


def _kinds(paragraphs: list[Paragraph]) -> list[PartKind]:
    kinds = []
    for paragraph in paragraphs:
        text = _visible(paragraph.text)
        kind = PartKind.REMAINDER
        if len(text) <= _LONGEST_STATUS and _STATUS.fullmatch(text):
            kind = PartKind.STATUS
        elif len(text) <= _LONGEST_STATUS and _MOVER.fullmatch(text):
            kind = PartKind.MOVER
        elif _SECTION.fullmatch(text):
            kind = PartKind.SECTION
        elif _is_heading(text):
            kind = PartKind.HEADING
        kinds.append(kind)
    return kinds


def _is_heading(text: str) -> bool:
    if len(text) > _LONGEST_TITLE:
        return False
    if _HEADED.match(text) or _NUMBERED.fullmatch(text) or _NAMED.fullmatch(text):
        return True
    if _ENDS_SENTENCE.search(text):
        return False
    return bool(_TITLED.fullmatch(text) or HEADING.fullmatch(text))


def _is_title(paragraphs: list[Paragraph]) -> bool:
    if len(paragraphs) < 2 or not paragraphs[0].apart:  # noqa: PLR2004 - a title and something
        return False
    text = paragraphs[0].text
    if len(text) > _LONGEST_TITLE or _ENDS_SENTENCE.search(text):
        return False
    return not _OPENING.match(text) and not _opens_list(text)


def _visible(text: str) -> str:
    return _INVISIBLE.sub("", text).strip()

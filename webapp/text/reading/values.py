"""What a reading gives: the document, what stood before and after it, and every doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice, pairwise

from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, ReferenceForm
from webapp.text.numbering import Numbering
from webapp.text.references import Lines, print_text


class WarningKind(StrEnum):
    """Why a place in a source wants a person's eye."""

    NOTHING = "nothing"
    CONTROL_CHARACTERS = "control_characters"
    UNRECOGNISED = "unrecognised"
    LABEL_OUT_OF_SEQUENCE = "label_out_of_sequence"
    LABEL_ALONE = "label_alone"
    LOST_BREAK = "lost_break"
    PARAGRAPH_IN_LIST = "paragraph_in_list"
    UNRESOLVED_REFERENCE = "unresolved_reference"
    STALE_LINES = "stale_lines"


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """One doubt: its kind, its line in the source, its clause, the words, and a sentence.

    `clause` and `citation` are empty where the words became part of no clause.
    """

    kind: WarningKind
    line: int
    words: str
    sentence: str
    clause: ClauseId | None = None
    citation: str = ""


class PartKind(StrEnum):
    """What a paragraph before or after the motion is."""

    HEADING = "heading"
    SECTION = "section"
    STATUS = "status"
    MOVER = "mover"
    APPLICABILITY = "applicability"
    REMAINDER = "remainder"


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph before or after the motion, as printed."""

    kind: PartKind
    text: str


HEADING = re.compile(
    r"(?:motion\s+)?#?\s*(?P<code>[A-Z]{1,4}\s?\d{1,4}[A-Za-z]?)(?:\s*[:.–—-]\s+|\s*:|\s+)"
    r"(?P<title>\S.*)",
    re.DOTALL,
)
_STATUS_LABEL = re.compile(r"status:\s*", re.IGNORECASE)
_HASHES = re.compile(r"#+\s*|title:\s*", re.IGNORECASE)
_NUMBERED_MOTION = re.compile(
    r"(?:motion|composite)\s+#?\s*(?P<code>[A-Z]?\d{1,4}[A-Za-z]?)\W*", re.I
)
_TITLED_MOTION = re.compile(
    r"(?P<code>(?:motion|composite)\s+#?\d{1,4}[A-Za-z]?)\s*[:–—-]\s+(?P<title>\S.*)", re.I
)


@dataclass(frozen=True, slots=True)
class Front:
    """What stands before the motion, in its order; nothing of it is lost."""

    parts: tuple[Part, ...] = ()

    @classmethod
    def of(
        cls, title: str = "", code: str = "", status: str = "", movers: Iterable[str] = ()
    ) -> Front:
        """Return the front matter of the house: "F13 Title", "(Status)", mover lines."""
        heading = " ".join(part for part in (code, title) if part)
        parts = [
            Part(PartKind.HEADING, heading),
            Part(PartKind.STATUS, f"({status})" if status else ""),
            *(Part(PartKind.MOVER, mover) for mover in movers),
        ]
        return cls(tuple(part for part in parts if part.text))

    @property
    def title(self) -> str:
        """The title in the first heading that has one, without its code."""
        return next((title for _, title in self._headings() if title), "")

    @property
    def code(self) -> str:
        """The code in the first heading that has one: "F13"."""
        return next((code for code, _ in self._headings() if code), "")

    @property
    def status(self) -> str:
        """The last status line, without its brackets."""
        statuses = self._texts(PartKind.STATUS)
        status = statuses[-1].strip() if statuses else ""
        return _STATUS_LABEL.sub("", status.removeprefix("(").removesuffix(")"))

    @property
    def movers(self) -> tuple[str, ...]:
        return self._texts(PartKind.MOVER)

    @property
    def remainder(self) -> tuple[str, ...]:
        """The paragraphs that were not recognised."""
        return self._texts(PartKind.REMAINDER)

    def with_status(self, status: str) -> Front:
        """Return the same front matter with this status line after the last heading."""
        parts = [part for part in self.parts if part.kind is not PartKind.STATUS]
        headings = [at for at, part in enumerate(parts) if part.kind is PartKind.HEADING]
        if status:
            at = headings[-1] + 1 if headings else len(parts)
            parts.insert(at, Part(PartKind.STATUS, f"({status})"))
        return replace(self, parts=tuple(parts))

    def without_remainder(self) -> Front:
        """Return only what was recognised."""
        return Front(tuple(part for part in self.parts if part.kind is not PartKind.REMAINDER))

    def _texts(self, kind: PartKind) -> tuple[str, ...]:
        return tuple(part.text for part in self.parts if part.kind is kind)

    def _headings(self) -> list[tuple[str, str]]:
        return [split_heading(text) for text in self._texts(PartKind.HEADING)]


def split_heading(text: str) -> tuple[str, str]:
    """Return the code and the title of a heading: ("F13", "Doing…").

    >>> split_heading("F13: Trees"), split_heading("# Trees"), split_heading("Motion #02")
    (('F13', 'Trees'), ('', 'Trees'), ('02', ''))
    """
    marked = _HASHES.match(text)
    plain = text[marked.end() :] if marked else text
    alone = _NUMBERED_MOTION.fullmatch(plain)
    if alone:
        return alone.group("code"), ""
    both = _TITLED_MOTION.fullmatch(plain) or HEADING.fullmatch(plain)
    return (both.group("code"), both.group("title")) if both else ("", plain)


_VALUE = re.compile(
    r"\s*(?:which|that)\s+(?:are|is|shall be|appl(?:y|ies)(?: to)?)\s+", re.IGNORECASE
)
_EXCEPT = re.compile(
    r"[,;.]?\s*(?:except(?:\s+for)?|apart from|but not)[\s:]+(?=[^.]*\ufffc)", re.IGNORECASE
)
_LEAD = re.compile(r"\s*(?:applicability\s*[:.–—-]?|this motion applies to\s*:?)\s*", re.IGNORECASE)
_EDGES = " \t\n\u00a0,.;"


@dataclass(frozen=True, slots=True)
class Applicability:
    """Where a motion applies: one value by default, and clauses that have another.

    `text` is the whole statement in its own words, each citation one atom of
    `references`, so that it renders with present labels and lines.
    """

    text: str
    references: tuple[Reference, ...] = ()

    @classmethod
    def of_values(
        cls,
        default: str,
        exceptions: Iterable[tuple[str, Iterable[ClauseId]]],
        numbering: Numbering,
    ) -> Applicability:
        """Return the statement of the house for values of clauses."""
        groups, references = [], []
        for value, clauses in exceptions:
            runs = numbering.runs(clause for clause in clauses if clause in numbering)
            references += [Reference(tuple(run), ReferenceForm.LABEL_AND_LINES) for run in runs]
            one = len(runs) == 1 and len(runs[0]) == 1
            cited = _listed([ATOM] * len(runs))
            if runs:
                groups.append(f"{cited} which {'is' if one else 'are'} {value}")
        tail = f", except {', and '.join(groups)}" if groups else ""
        return cls(f"Applicability: {default}{tail}.", tuple(references))

    @property
    def default(self) -> str:
        """The value of every clause that is not excepted."""
        return self._split()[0]

    @property
    def exceptions(self) -> tuple[tuple[str, tuple[ClauseId, ...]], ...]:
        """Each other value with the clauses that have it, in the order of the statement."""
        return self._split()[1]

    def of(self, clause: ClauseId, numbering: Numbering | None = None) -> str:
        """Return the one value of a clause; with a numbering, clauses inherit their parent's."""
        own = {one: value for value, clauses in reversed(self.exceptions) for one in clauses}
        inherits = numbering is not None and clause in numbering
        lineage = numbering.lineage(clause) if numbering and inherits else [clause]
        return next((own[one] for one in reversed(lineage) if one in own), self.default)

    def render(self, numbering: Numbering, layout: Lines | None = None) -> str:
        """Return the statement with present labels and, given a layout, present lines.

        Without a layout it prints as its source did, as long as its labels are right.
        """
        clause = Clause(ClauseId(""), self.text, references=self.references)
        return print_text(clause, numbering, layout)[0]

    def present_in(self, numbering: Numbering) -> Applicability:
        """Return the statement without the clauses that a document lacks."""
        if all(one in numbering for reference in self.references for one in reference.targets):
            return self
        return Applicability.of_values(self.default, self.exceptions, numbering)

    def _split(self) -> tuple[str, tuple[tuple[str, tuple[ClauseId, ...]], ...]]:
        stated = _LEAD.sub("", self.text, count=1)
        default, *rest = _EXCEPT.split(stated, maxsplit=1)
        references = iter(self.references[default.count(ATOM) :])
        exceptions = []
        for cited, after in pairwise(_VALUE.split(rest[0]) if rest else []):
            group = islice(references, cited.count(ATOM))
            targets = tuple(target for reference in group for target in reference.targets)
            exceptions.append((_without_and(after.partition(ATOM)[0]), targets))
        return default.strip(_EDGES), tuple(exceptions)


def _without_and(value: str) -> str:
    return re.sub(r"[\s,;]*\band\s*$", "", value.strip(_EDGES)).strip(_EDGES)


def _listed(items: list[str]) -> str:
    if len(items) < 2:  # noqa: PLR2004 - a list of one needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


@dataclass(frozen=True, slots=True)
class Back:
    """What stands after the motion, in its order; nothing of it is lost."""

    parts: tuple[Part, ...] = ()
    applicability: Applicability | None = None

    @property
    def remainder(self) -> tuple[str, ...]:
        """The paragraphs that were not recognised."""
        return tuple(part.text for part in self.parts if part.kind is PartKind.REMAINDER)

    def without_remainder(self) -> Back:
        """Return only what was recognised."""
        return replace(
            self, parts=tuple(part for part in self.parts if part.kind is not PartKind.REMAINDER)
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A motion as read from plain text."""

    document: Document
    front: Front = Front()
    back: Back = Back()
    warnings: tuple[ReadingWarning, ...] = ()

"""Values of the text engine as plain records, as JSON and a database column keep them.

`load_x(store_x(value)) == value`, also through `json`. A record says its format, and
one of another format is refused (UnknownFormat) rather than half understood. What has its usual
value (no marker, no references, no children, no quote) is left out of the record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from webapp.text.clause import (
    UNLABELLED,
    Clause,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    ReferenceForm,
)
from webapp.text.errors import UnknownFormat
from webapp.text.lines import LaidClause, Layout, Line, LineProfile
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
from webapp.text.reading.values import Applicability, Back, Part, PartKind

Record = dict[str, Any]

FORMAT: Final = 1


def check_format(kind: str, record: Record) -> None:
    """Raise UnknownFormat unless the record is of the format written here."""
    found = record.get("format") if isinstance(record, dict) else record
    if found != FORMAT:
        raise UnknownFormat(kind, found)


def store_document(document: Document) -> Record:
    """Return the document as a record."""
    return {
        "format": FORMAT,
        "clauses": [_store_clause(clause) for clause in document.clauses],
        "under": sorted(document.under),
    }


def load_document(record: Record) -> Document:
    """Return the document that the record holds."""
    check_format("document", record)
    return Document(_load_clauses(record["clauses"]), frozenset(record["under"]))


def store_clause(clause: Clause) -> Record:
    """Return one clause, with everything under it, as a record."""
    return {"format": FORMAT, **_store_clause(clause)}


def load_clause(record: Record) -> Clause:
    """Return the clause that the record holds."""
    check_format("clause", record)
    return _load_clause(record)


def store_reference(reference: Reference) -> Record:
    """Return one reference as a record."""
    return {"format": FORMAT, **_store_reference(reference)}


def load_reference(record: Record) -> Reference:
    """Return the reference that the record holds."""
    check_format("reference", record)
    return _load_reference(record)


def store_change_set(change_set: ChangeSet) -> Record:
    """Return the change set as a record."""
    record: Record = {
        "format": FORMAT,
        "id": change_set.id,
        "place": change_set.place,
        "context": sorted(change_set.context),
        "operations": [_STORE[type(operation)](operation) for operation in change_set.operations],
    }
    if change_set.amends is not None:
        record["amends"] = change_set.amends
    return record


def load_change_set(record: Record) -> ChangeSet:
    """Return the change set that the record holds."""
    check_format("change set", record)
    return ChangeSet(
        record["id"],
        tuple([_load_operation(operation) for operation in record["operations"]]),
        record["place"],
        frozenset(record["context"]),
        record.get("amends"),
    )


def store_back(back: Back) -> Record:
    """Return back matter as a record."""
    record: Record = {
        "format": FORMAT,
        "parts": [[part.kind.value, part.text] for part in back.parts],
    }
    if back.applicability is not None:
        record["applicability"] = {
            "text": back.applicability.text,
            "references": [_store_reference(each) for each in back.applicability.references],
        }
    return record


def load_back(record: Record) -> Back:
    """Return the back matter that the record holds."""
    check_format("back matter", record)
    stated = record.get("applicability")
    return Back(
        tuple([Part(PartKind(kind), text) for kind, text in record["parts"]]),
        Applicability(stated["text"], _load_references(stated)) if stated else None,
    )


def store_layout(layout: Layout) -> Record:
    """Return a layout as a record: lines count from 1, so their numbers are left out."""
    profile = layout.profile
    return {
        "format": FORMAT,
        "profile": [
            profile.unlabelled,
            profile.numbered,
            profile.lettered,
            profile.step,
            profile.narrowest,
        ],
        "lines": [[line.clause, line.start, line.end, line.text] for line in layout.lines],
        "clauses": [
            [laid.clause, laid.lead, list(map(list, laid.atoms))] for laid in layout.clauses
        ],
    }


def load_layout(record: Record) -> Layout:
    """Return the layout that the record holds."""
    check_format("layout", record)
    return Layout(
        tuple([Line(number, *line) for number, line in enumerate(record["lines"], start=1)]),
        tuple(
            [
                LaidClause(clause, lead, tuple([(at, length) for at, length in atoms]))
                for clause, lead, atoms in record["clauses"]
            ]
        ),
        LineProfile(*record["profile"]),
    )


def _load_operation(record: Record) -> Operation:
    load = _LOAD.get(record["operation"])
    if load is None:
        raise UnknownFormat("operation", record["operation"])
    return load(record)


def _store_clause(clause: Clause) -> Record:
    record: Record = {"id": clause.id, "text": clause.text}
    if clause.marker != UNLABELLED:
        record["marker"] = _store_marker(clause.marker)
    if clause.references:
        record["references"] = [_store_reference(reference) for reference in clause.references]
    if clause.children:
        record["children"] = [_store_clause(child) for child in clause.children]
    return record


def _load_clause(record: Record) -> Clause:
    marker = record.get("marker")
    return Clause(
        record["id"],
        record["text"],
        _load_marker(*marker) if marker else UNLABELLED,
        _load_references(record),
        _load_clauses(record.get("children", ())),
    )


def _load_clauses(records: list[Record]) -> tuple[Clause, ...]:
    return tuple([_load_clause(record) for record in records])


def _store_marker(marker: Marker) -> list[str]:
    return [marker.style.value, marker.form]


@lru_cache(maxsize=1024)
def _load_marker(style: str, form: str) -> Marker:
    return Marker(MarkerStyle(style), form)


def _store_reference(reference: Reference) -> Record:
    record: Record = {"targets": list(reference.targets), "form": reference.form.value}
    if reference.printed:
        record["printed"] = reference.printed
    return record


def _load_reference(record: Record) -> Reference:
    return Reference(
        tuple(record["targets"]), ReferenceForm(record["form"]), record.get("printed", "")
    )


def _load_references(record: Record) -> tuple[Reference, ...]:
    references = record.get("references")
    return tuple([_load_reference(each) for each in references]) if references else ()


def _store_insert_text(operation: InsertText) -> Record:
    record: Record = {
        "operation": "insert_text",
        "clause": operation.clause,
        "at": operation.at,
        "text": operation.text,
        "quote": operation.quote,
    }
    if operation.references:
        record["references"] = [_store_reference(each) for each in operation.references]
    return record


def _load_insert_text(record: Record) -> InsertText:
    return InsertText(
        record["clause"], record["at"], record["text"], _load_references(record), record["quote"]
    )


def _store_strike_text(operation: StrikeText) -> Record:
    return {
        "operation": "strike_text",
        "clause": operation.clause,
        "start": operation.start,
        "end": operation.end,
        "quote": operation.quote,
    }


def _load_strike_text(record: Record) -> StrikeText:
    return StrikeText(record["clause"], record["start"], record["end"], record["quote"])


def _store_insert_clauses(operation: InsertClauses) -> Record:
    return {
        "operation": "insert_clauses",
        "parent": operation.parent,
        "after": operation.after,
        "clauses": [_store_clause(clause) for clause in operation.clauses],
    }


def _load_insert_clauses(record: Record) -> InsertClauses:
    return InsertClauses(record["parent"], record["after"], _load_clauses(record["clauses"]))


def _store_strike_clause(operation: StrikeClause) -> Record:
    return {
        "operation": "strike_clause",
        "clause": operation.clause,
        "quote": operation.quote,
    }


def _load_strike_clause(record: Record) -> StrikeClause:
    return StrikeClause(record["clause"], record["quote"])


def _store_split_clause(operation: SplitClause) -> Record:
    return {
        "operation": "split_clause",
        "clause": operation.clause,
        "at": operation.at,
        "new": operation.new,
        "children_follow": operation.children_follow,
        "nested": operation.nested,
        "quote": operation.quote,
    }


def _load_split_clause(record: Record) -> SplitClause:
    return SplitClause(
        record["clause"],
        record["at"],
        record["new"],
        record["children_follow"],
        record["nested"],
        record["quote"],
    )


def _store_join_clauses(operation: JoinClauses) -> Record:
    return {
        "operation": "join_clauses",
        "receiver": operation.receiver,
        "joined": operation.joined,
    }


def _load_join_clauses(record: Record) -> JoinClauses:
    return JoinClauses(record["receiver"], record["joined"])


def _store_move_clause(operation: MoveClause) -> Record:
    return {
        "operation": "move_clause",
        "clause": operation.clause,
        "parent": operation.parent,
        "after": operation.after,
    }


def _load_move_clause(record: Record) -> MoveClause:
    return MoveClause(record["clause"], record["parent"], record["after"])


def _store_restyle_clauses(operation: RestyleClauses) -> Record:
    return {
        "operation": "restyle_clauses",
        "parent": operation.parent,
        "marker": _store_marker(operation.marker),
    }


def _load_restyle_clauses(record: Record) -> RestyleClauses:
    return RestyleClauses(record["parent"], _load_marker(*record["marker"]))


_STORE: Final[dict[type, Callable[[Any], Record]]] = {
    InsertText: _store_insert_text,
    StrikeText: _store_strike_text,
    InsertClauses: _store_insert_clauses,
    StrikeClause: _store_strike_clause,
    SplitClause: _store_split_clause,
    JoinClauses: _store_join_clauses,
    MoveClause: _store_move_clause,
    RestyleClauses: _store_restyle_clauses,
}

_LOAD: Final[dict[str, Callable[[Record], Operation]]] = {
    "insert_text": _load_insert_text,
    "strike_text": _load_strike_text,
    "insert_clauses": _load_insert_clauses,
    "strike_clause": _load_strike_clause,
    "split_clause": _load_split_clause,
    "join_clauses": _load_join_clauses,
    "move_clause": _load_move_clause,
    "restyle_clauses": _load_restyle_clauses,
}

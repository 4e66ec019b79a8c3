"""What was carried and shows no effect: a fact to tell the chair, never a silent loss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.text.author import Deed, Work
from webapp.text.fabric import Fabric, Why
from webapp.text.marks import Join, Mark, Slot
from webapp.text.operation import Operation
from webapp.text.reader import Reader
from webapp.text.standing import Standing
from webapp.text.strands import Strand


@dataclass(frozen=True, slots=True)
class Unapplied:
    """An operation without effect, and why."""

    change_set: str
    operation: Operation
    why: Why


def without_effect(fabric: Fabric, works: Iterable[Work], reader: Reader) -> Iterator[Unapplied]:
    """Yield what of these works does not show in what is read."""
    for work in works:
        for deed in work.deeds:
            why = _why(fabric, work.bit, deed, reader)
            if why is not None:
                yield Unapplied(work.change_set.id, deed.operation, why)


def _why(fabric: Fabric, bit: int, deed: Deed, reader: Reader) -> Why | None:
    standing, what = reader.standing, deed.what
    if isinstance(what, Slot | Join):
        return _why_not_placed(fabric, bit, what, standing)
    mark = deed.mark
    if isinstance(what, Strand):
        mark = reader.home(what)
    elif isinstance(what, Mark):
        mark = what
    elif what is None:
        return None
    if mark is None or mark in standing.parents:
        return None
    return None if _is_meant(fabric, bit, mark, standing) else Why.FALLEN


def _why_not_placed(
    fabric: Fabric, bit: int, option: Slot | Join, standing: Standing
) -> Why | None:
    mark = option.mark
    if option in standing.void:
        return standing.void[option]
    if mark not in standing.parents:
        return None if _is_meant(fabric, bit, mark, standing) else Why.FALLEN
    chosen = standing.spots.get(mark, mark.slot)
    if chosen is option or fabric.has_seen(chosen.inserted & standing.mask, bit):
        return None
    return Why.SUPERSEDED


def _is_meant(fabric: Fabric, bit: int, mark: Mark, standing: Standing) -> bool:
    """Tell whether somebody who saw the change set struck the clause, or what it stands in."""
    each: Mark | None = mark
    met: set[Mark] = set()
    while each is not None and each not in met:
        struck = standing.struck_by(each)
        if struck & bit or fabric.has_seen(struck, bit):
            return True
        met.add(each)
        each = standing.owner(standing.place(each).siblings)
    return False

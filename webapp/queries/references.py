"""What becomes of the references of a text, and of its Applicability, when it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.text.numbering import number
from webapp.text.references import dangling, render_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webapp.text.clause import ClauseId, Document, Reference
    from webapp.text.numbering import Numbering
    from webapp.text.reading import Back
    from webapp.text.references import Lines
    from webapp.text.weave import Weave


@dataclass(frozen=True, slots=True)
class FollowedReference:
    """One reference whose words change with the text.

    `place` is the clause it stands in, as cited afterwards, "" for the Applicability. `was`
    and `reads` are what it prints before and after; `was` is "" for one that is new.
    """

    place: str
    was: str
    reads: str


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A reference to what is no longer there: the clauses it loses, and who strikes them.

    `is_older` tells that it was broken before as well.
    """

    place: str
    was: str
    reads: str
    lost: tuple[str, ...]
    struck_by: tuple[str, ...]
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """What becomes of all references between two texts."""

    broken: tuple[BrokenReference, ...] = ()
    followed: tuple[FollowedReference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Standing:
    """A reference where it stands; no clause for the Applicability's."""

    clause: ClauseId | None
    reference: Reference


def references_between(
    weave: Weave,
    before: Document,
    after: Document,
    back: Back,
    *,
    layout: Lines | None = None,
    names: dict[str, str] | None = None,
) -> References:
    """Return which references of a text break, and which follow their clauses, on the way.

    `back` is the motion's own, as submitted; both texts are the weave's.
    """
    old, new = number(before), number(after)
    was = _Before([*_in_text(before), *_in_back(weave, back, before)])
    struck = _strikers(weave, after)
    gone = {id(reference) for _, reference in dangling(after)}
    broken, followed = [], []
    for one in [*_in_text(after), *_in_back(weave, back, after)]:
        earlier = was.of(one)
        place = new.citation(one.clause) if one.clause is not None else ""
        said = render_reference(earlier, old, layout) if earlier is not None else ""
        reads = render_reference(one.reference, new, layout)
        missing = [target for target in one.reference.targets if target not in new]
        if missing or id(one.reference) in gone:
            lost = tuple(old.citation(target) for target in missing if target in old)
            keys = sorted({key for target in missing for key in struck.get(target, ())})
            by = tuple((names or {}).get(key, key) for key in keys)
            older = earlier is not None and _is_broken(earlier, old)
            broken.append(BrokenReference(place, said, reads, lost, by, is_older=older))
        elif earlier is not None and said != reads:
            followed.append(FollowedReference(place, said, reads))
    return References(tuple(broken), tuple(followed))


def _in_text(document: Document) -> Iterator[_Standing]:
    for clause in document.walk():
        for reference in clause.references:
            yield _Standing(clause.id, reference)


def _in_back(weave: Weave, back: Back, document: Document) -> Iterator[_Standing]:
    stated = weave.resettle(back, document.under, drop=True).applicability
    for reference in stated.references if stated is not None else ():
        yield _Standing(None, reference)


class _Before:
    """Finds what a reference was: each earlier one is taken once."""

    def __init__(self, earlier: list[_Standing]) -> None:
        self.left = earlier

    def of(self, one: _Standing) -> Reference | None:
        """Return the earlier reference to the same clauses, else the next in the same place."""
        same = [each for each in self.left if each.clause == one.clause]
        alike = [each for each in same if each.reference.targets == one.reference.targets]
        shared = [
            each
            for each in same
            if not set(each.reference.targets).isdisjoint(one.reference.targets)
        ]
        moved = [each for each in self.left if each.reference == one.reference]
        for found in (alike, shared, moved):
            if found:
                self.left.remove(found[0])
                return found[0].reference
        return None


def _strikers(weave: Weave, after: Document) -> dict[ClauseId, frozenset[str]]:
    return {
        found.clause.id: found.struck_by for found in weave.origins(after.under) if found.struck_by
    }


def _is_broken(reference: Reference, numbering: Numbering) -> bool:
    return not reference.targets or any(one not in numbering for one in reference.targets)

"""Choosing the list and the gap for new clauses, by what is named and by their labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from webapp.text.clause import UNLABELLED, ClauseId, Marker, MarkerStyle
from webapp.text.instructions.blocks import Draft
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.passage_finding import headed
from webapp.text.label_forms import label_number, print_label
from webapp.text.ordinals import COUNTED, write_ordinal
from webapp.text.reading.labels import read_label

_NEXT_STYLE: Final = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}


class Gap(NamedTuple):
    """A place for clauses: under `parent`, after its child `after` (none: before the first)."""

    parent: ClauseId | None
    after: ClauseId | None


def gap_after(motion: Motion, clause: ClauseId) -> Gap:
    return Gap(motion.parent(clause), clause)


def gap_before(motion: Motion, clause: ClauseId) -> Gap:
    return Gap(motion.parent(clause), motion.before(clause))


def gap_within(motion: Motion, parent: ClauseId | None, *, first: bool = False) -> Gap:
    """Return the gap after the last member of a list, or before its first."""
    children = motion.children(parent)
    return Gap(parent, children[-1].id if children and not first else None)


def gaps_ending_at(motion: Motion, clause: ClauseId) -> list[Gap]:
    """Return the gap after a clause, and those after what it is the last of, inside out."""
    gaps = [gap_after(motion, clause)]
    while True:
        last = gaps[-1]
        children = motion.children(last.parent)
        if last.parent is None or not children or children[-1].id != last.after:
            return gaps
        gaps.append(gap_after(motion, last.parent))


def gaps_named(motion: Motion, name: str) -> list[Gap]:
    """Return where a clause of this name goes: before the one that has it, or after the last.

    "4.6" goes before a clause 4.6, or after 4.5 where there is none.
    """
    if there := _called(motion, name):
        return [gap_before(motion, each) for each in there]
    return [
        gap_after(motion, each)
        for before in _names_before(name)
        for each in _called(motion, before)
    ]


def _called(motion: Motion, name: str) -> list[ClauseId]:
    wanted = _bare(name)
    if not wanted:
        return []
    found = [each for each in motion.order if _bare(motion.numbering.label(each)) == wanted]
    return found or list(headed(motion, name))


def _names_before(name: str) -> list[str]:
    """Return what a label goes on from: "4.5" for "4.6", "iii" and "h" for "iv" and "i"."""
    head, dot, last = name.strip("().").rpartition(".")
    if last.isdecimal() and int(last) > 1:
        return [f"{head}{dot}{int(last) - 1}"]
    label = read_label(f"{last}) x")
    return [
        write_ordinal(meaning.marker.style, meaning.number - 1)
        for meaning in (label.meanings if label and not head else ())
        if meaning.number > 1
    ]


def style_at(motion: Motion, gap: Gap) -> Marker:
    """Return the style that a new clause takes at a gap."""
    siblings = motion.children(gap.parent)
    if siblings:
        return siblings[_place(motion, gap) - 1 if gap.after else 0].marker
    if gap.parent is None:
        return UNLABELLED
    for sibling in motion.siblings(gap.parent):
        if sibling.children:
            return sibling.children[0].marker
    own = motion.clauses[gap.parent].marker
    return _NEXT_STYLE.get(own.style, own)


def style_for(motion: Motion, gap: Gap, draft: Draft) -> Marker:
    """Return the style of a new clause at a gap; in a mixed list its label decides."""
    if draft.unlabelled:
        return UNLABELLED
    there = style_at(motion, gap)
    styles = dict.fromkeys([there, *(each.marker for each in motion.children(gap.parent))])
    if len(styles) == 1:
        return there
    if draft.label is None:
        return UNLABELLED if UNLABELLED in styles else there
    fitting_styles = (m for m in styles if _means(motion, gap, draft, m) is not None)
    return next(fitting_styles, there)


def number_at(motion: Motion, gap: Gap, marker: Marker) -> int:
    """Return the number that the first new clause at a gap has in this style."""
    siblings = motion.children(gap.parent)[: _place(motion, gap)]
    return 1 + sum(1 for each in siblings if each.marker.style is marker.style)


def label_at(motion: Motion, gap: Gap, marker: Marker, step: int = 0) -> str:
    """Return the label that the new clause so many after the first has at a gap."""
    if marker.style in {MarkerStyle.NONE, MarkerStyle.FIXED, MarkerStyle.BULLET}:
        return marker.form
    return print_label(marker, number_at(motion, gap, marker) + step, _label_above(motion, gap))


def means(motion: Motion, gap: Gap, draft: Draft) -> int | None:
    """Return the number that a draft's label has in the style of a gap; nothing if it has none."""
    return _means(motion, gap, draft, style_for(motion, gap, draft))


def _means(motion: Motion, gap: Gap, draft: Draft, marker: Marker) -> int | None:
    if draft.label is None:
        return None
    if marker.style in {MarkerStyle.BULLET, MarkerStyle.FIXED}:
        return 0 if any(m.marker.style is marker.style for m in draft.label.meanings) else None
    if marker.style not in COUNTED:
        return None
    number = label_number(marker, draft.printed, _label_above(motion, gap))
    if number is not None:
        return number
    bare = _bare(draft.printed)
    wanted = number_at(motion, gap, marker)
    return wanted if bare == _bare(print_label(marker, wanted, _label_above(motion, gap))) else None


def fitting(motion: Motion, gaps: Sequence[Gap], draft: Draft) -> list[Gap]:
    """Return the gaps whose list a draft's label may belong to: those it goes on in, if any."""
    numbers = [(gap, means(motion, gap, draft)) for gap in gaps]
    exact = [
        gap
        for gap, n in numbers
        if n is not None and n in {0, number_at(motion, gap, style_for(motion, gap, draft))}
    ]
    return exact or [gap for gap, n in numbers if n is not None]


def _place(motion: Motion, gap: Gap) -> int:
    return motion.numbering.place(gap.after).position + 1 if gap.after else 0


def _label_above(motion: Motion, gap: Gap) -> str:
    return motion.numbering.label(gap.parent).rstrip(".") if gap.parent else ""


def _bare(label: str) -> str:
    return label.strip("().").casefold()

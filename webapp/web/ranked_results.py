"""What ranked ballots came to, in words and tables: the order, every two options, who is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.procedure.selecting import Decided, TieAtBorder
from webapp.queries.alternatives import placing_in
from webapp.queries.selections import chosen_in
from webapp.web.poll_words import choice_words

if TYPE_CHECKING:
    from webapp.models import MembersSelection, Poll
    from webapp.procedure.ranking import Placing


@dataclass(frozen=True, slots=True)
class Ranked:
    """One group of the order: its place, what stands there, and what became of each."""

    place: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RankedResult:
    """The order, the table of pairs with its heads, and what was chosen, in a sentence."""

    order: tuple[Ranked, ...]
    heads: tuple[str, ...]
    pairs: tuple[tuple[str, tuple[str, ...]], ...]
    chosen: str

    @property
    def line(self) -> str:
        """The order in one line."""
        return ", ".join(
            f"{group.place} {' = '.join(name for name, _became in group.names)}".strip()
            for group in self.order
        )


def ranked_result(poll: Poll) -> RankedResult | None:
    """Return what a closed ranked poll came to; None before, and for every other poll."""
    if not poll.ranked or poll.figures is None:
        return None
    placing = placing_in(poll)
    names = tuple(choice_words(poll).values())
    return RankedResult(
        order=tuple(_groups(poll, placing, names)),
        heads=names,
        pairs=tuple((names[one - 1], _row(placing, one)) for one in placing.options),
        chosen=chosen_words(poll.selection)
        if poll.selection is not None
        else first_words(placing, names),
    )


def chosen_words(selection: MembersSelection) -> str:
    """Say what was chosen and what decided it, or what it waits for."""
    titles = {one.motion_id: one.motion.title for one in selection.candidates}
    poll = selection.poll
    if selection.chosen is None:
        if poll is None or poll.figures is None:
            return ""
        found = chosen_in(selection)
        return ngettext(
            "%(num)d place is tied for. The chair decides it.",
            "%(num)d places are tied for. The chair decides them.",
            found.left,
        )
    if not selection.chosen:
        return _("Nothing was chosen.")
    said = _("Chosen: %(motions)s.", motions=", ".join(titles[one] for one in selection.chosen))
    return " ".join(filter(None, (said, _how(selection))))


def first_words(placing: Placing, names: tuple[str, ...]) -> str:
    """Say what ranked amendments come to: one is carried, none, or several are tied."""
    if placing.winner is None:
        tied = ", ".join(names[number - 1] for number in placing.order[0])
        return _("Tied for the first place: %(names)s. The figures decide nothing.", names=tied)
    if placing.winner == placing.none:
        return _("None of these comes first: all of them are lost.")
    name = names[placing.winner - 1]
    return _("%(name)s comes first and is carried; the others fall.", name=name)


def tie_rule_words(tie: TieAtBorder) -> str:
    """Say what decides among those tied for the last places."""
    return {
        TieAtBorder.LOT: _(
            "Among those tied for the last places a lot decides, drawn from the hash of the "
            "signed closing record: anybody can draw it again."
        ),
        TieAtBorder.CHAIR: _("Among those tied for the last places the chair decides."),
        TieAtBorder.NOBODY: _("None of those tied for the last places is chosen."),
    }[tie]


def _how(selection: MembersSelection) -> str:
    if selection.decided_how is Decided.LOT:
        return _("The last place was drawn by lot among those tied.")
    if selection.decided_how is Decided.CHAIR:
        return _("The chair decided a tie: %(reason)s", reason=selection.reason)
    if selection.decided_how is Decided.NOBODY:
        return _("Those tied for the last places have none.")
    return ""


def _groups(poll: Poll, placing: Placing, names: tuple[str, ...]) -> list[Ranked]:
    place, found = 1, []
    for group in placing.order:
        tied = tuple((names[number - 1], _became(poll, number)) for number in group)
        found.append(Ranked(f"{place}.", tied))
        place += len(group)
    if placing.below:
        behind = _("Not put before “none of these”")
        tied = tuple((names[number - 1], behind) for number in placing.below)
        found.append(Ranked("–", tied))
    return found


def _became(poll: Poll, number: int) -> str:
    selection = poll.selection
    if selection is None or selection.chosen is None:
        return ""
    motion_id = next((one.motion_id for one in selection.candidates if one.number == number), None)
    return _("Chosen") if motion_id in selection.chosen else ""


def _row(placing: Placing, one: int) -> tuple[str, ...]:
    return tuple(
        "" if one == other else str(placing.pairs[one, other]) for other in placing.options
    )

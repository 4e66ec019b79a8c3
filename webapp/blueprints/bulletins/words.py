"""Words of the public record of a vote by ballot."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.procedure.polls import PollState
from webapp.rendering.bulletin import Missing
from webapp.web.conference import date_words, local
from webapp.web.poll_words import answer_words, choice_words, poll_name

if TYPE_CHECKING:
    from webapp.models import Conference, Poll
    from webapp.rendering.bulletin import Bulletin

STATES: dict[PollState, Any] = {
    PollState.OPEN: lazy_gettext("Open: there is no result yet"),
    PollState.CLOSED: lazy_gettext("Closed"),
    PollState.VOID: lazy_gettext("Ended without a result"),
}
MISSING: dict[Missing, Any] = {
    Missing.NOT_CLOSED: lazy_gettext(
        "The vote is still open. What it was opened on is sealed here already, so that nobody can "
        "change the roll or the question afterwards; the result follows at closing."
    ),
    Missing.VOID: lazy_gettext("The vote ended without a result, so nothing was counted."),
    Missing.NOT_PUBLISHED: lazy_gettext(
        "The ballots of this secret vote are not published one by one, as was said when it was "
        "opened: whoever knew your tracker could otherwise see how you voted. The seal over all "
        "ballots is here, and those who may look into the box can compare it."
    ),
    Missing.DELETED: lazy_gettext(
        "The ballots were deleted when their time was over. The signed records and the figures "
        "stay."
    ),
}


class BallotRow(NamedTuple):
    """One ballot as the page shows it."""

    receipt: str
    choice: str
    weight: int
    name: str


def line_of(poll: Poll, number: int) -> dict[str, Any]:
    """Return a poll as the list of bulletins shows it."""
    return {
        "code": poll.motion.code if poll.motion is not None else "",
        "title": poll_name(poll),
        "url": url_for("bulletins.show", slug=poll.conference.slug, poll_id=poll.public_id),
        "under": _(
            "%(form)s · record %(number)s · %(when)s · %(state)s",
            form=form_words(poll),
            number=number,
            when=date_words(poll.opened_at, poll.conference),
            state=STATES[poll.state],
        ),
    }


def heading_of(poll: Poll) -> str:
    """Return what the record is of."""
    if poll.motion is None:
        return _("Record of the vote: %(question)s", question=poll_name(poll))
    return _(
        "Record of the vote on %(motion)s: %(question)s",
        motion=poll.motion.code,
        question=poll_name(poll),
    )


def form_words(poll: Poll) -> str:
    return _("Secret vote") if poll.is_secret else _("Open vote")


def facts_of(poll: Poll, bulletin: Bulletin) -> list[tuple[str, Any]]:
    """Return what the vote was, in pairs of label and value."""
    sealed = poll.opening["record"]["roll"]
    found = [
        (_("Form"), _form_said(poll)),
        (_("State"), STATES[poll.state]),
        (_("Opened"), _second(poll.opened_at, poll.conference)),
    ]
    if poll.closed_at is not None:
        found.append((_("Closed"), _second(poll.closed_at, poll.conference)))
    elif poll.closes_at is not None:
        found.append((_("Closes"), _second(poll.closes_at, poll.conference)))
    if poll.ranked:
        found.append((_("Counted"), _("as rankings, by the Schulze method")))
    else:
        found.append((_("Majority"), poll.opening["record"]["majority"]))
    found.append((_("Places on the roll"), _places(sealed, weighted=poll.weighted)))
    if poll.state is PollState.CLOSED and bulletin.closing is not None:
        found.append((_("Ballots"), bulletin.closing["record"]["ballots"]["count"]))
    if poll.void_reason:
        found.append((_("Why it has no result"), poll.void_reason))
    return found


def figure_rows(poll: Poll) -> list[tuple[str, int]]:
    """Return each choice with its votes; nothing before the vote is closed."""
    if poll.figures is None or poll.ranked:
        return []
    return [(name, poll.figures[one]) for one, name in choice_words(poll).items()]


def ballot_rows(bulletin: Bulletin, poll: Poll) -> list[BallotRow]:
    """Return the ballots by name where names are shown, else by what their voters were given."""
    rows = [
        BallotRow(
            receipt=line[3] if len(line) > 3 else line[0],  # noqa: PLR2004 - the receipt's column
            choice=answer_words(poll, line[1]),
            weight=line[2],
            name=bulletin.names.get(line[0], ""),
        )
        for line in bulletin.ballots or ()
    ]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.receipt))


def why_missing(bulletin: Bulletin) -> str:
    return str(MISSING[bulletin.missing]) if bulletin.missing else ""


def seals_of(bulletin: Bulletin) -> list[tuple[str, str]]:
    """Return the hashes and the key that everything else can be checked against."""
    opening, closing = bulletin.opening, bulletin.closing
    found = [
        (_("Record of opening"), opening["hash"]),
        (_("Roll"), opening["record"]["roll"]["root"]),
    ]
    if closing is not None:
        found.append((_("Record of closing"), closing["hash"]))
        if "ballots" in closing["record"]:
            found.append((_("Ballots"), closing["record"]["ballots"]["root"]))
    found.append((_("Signed with the key"), opening["key"]))
    return found


def _form_said(poll: Poll) -> str:
    said = [form_words(poll)]
    if poll.weighted:
        said.append(_("votes weighted"))
    if poll.changeable:
        said.append(_("could be changed until the close"))
    return ", ".join(said)


def _places(sealed: dict[str, int], *, weighted: bool) -> str:
    if not weighted:
        return str(sealed["places"])
    return _("%(places)s, of weight %(weight)s", places=sealed["places"], weight=sealed["weight"])


def _second(moment: datetime, conference: Conference) -> str:
    return f"{date_words(moment, conference)}:{local(moment, conference):%S}"

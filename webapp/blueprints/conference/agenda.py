"""The agenda as its page shows it: days, rows, and where each row leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.web.conference import day_words, time_words, way_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from webapp.models import Conference
    from webapp.queries.conferences import AgendaLine


class Link(NamedTuple):
    """Where something leads; no address where that page does not exist."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda, in words."""

    code: str
    title: str
    url: str
    time: str
    time_iso: str
    under: str
    note: str
    state: str
    state_kind: str
    status: str
    links: tuple[Link, ...]


@dataclass(slots=True)
class Day:
    """The rows of one day; without a name where no times are known yet."""

    name: str = ""
    is_today: bool = False
    rows: list[Row] = field(default_factory=list)


def days(lines: Sequence[AgendaLine], conference: Conference, now: datetime) -> list[Day]:
    """Return the agenda by days; what has no time follows what stands before it."""
    found: list[Day] = []
    for line in lines:
        name = day_words(line.starts_at, conference) if line.starts_at else ""
        if not found or (name and name != found[-1].name):
            found.append(Day(name, is_today=name == day_words(now, conference)))
        found[-1].rows.append(row(line, conference))
    return found


def row(line: AgendaLine, conference: Conference) -> Row:
    status = line.status or (line.state_word if line.is_decided else "")
    return Row(
        code=line.code,
        title=line.title,
        url=address("motions.show", line),
        time=time_words(line.starts_at, conference) if line.starts_at else "",
        time_iso=line.starts_at.isoformat() if line.starts_at else "",
        under=" · ".join(filter(None, (line.kind, movers(line)))),
        note=line.note,
        state=line.state_word,
        state_kind=line.state.value if line.state else "",
        status=_("Adjourned") if line.is_adjourned else status if status != line.state_word else "",
        links=tuple(links(line)),
    )


def movers(line: AgendaLine) -> str:
    """Say who brings a motion, as far as the reader may know."""
    if line.body and line.mover:
        return _("moved by %(mover)s for %(body)s", mover=line.mover, body=line.body)
    if line.mover:
        return _("moved by %(mover)s", mover=line.mover)
    return line.body


def links(line: AgendaLine) -> list[Link]:
    found = []
    if line.amendments:
        found.append(
            Link(
                ngettext("%(num)d amendment", "%(num)d amendments", line.amendments),
                address("amendments.list", line),
            )
        )
    if line.is_decided:
        found.append(Link(_("Votes"), address("voting.results", line)))
    return [link for link in found if link.url]


def address(endpoint: str, line: AgendaLine) -> str:
    """Return where a motion's page is, "" for what is no motion."""
    return way_to(endpoint, motion_id=line.motion_id) if line.motion_id else ""

"""What stands around every page of a conference: its name, and the ways to its other pages.

return render_template("motions/show.html", **around(motion.conference, "agenda"), …)
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import current_app, request, url_for
from flask_babel import format_date
from flask_babel import lazy_gettext as _

from webapp.extensions import db
from webapp.queries.conferences import get_conference
from webapp.queries.standing import may
from webapp.web.identity import current_actor
from webapp.web.requests import LARGEST_ID

if TYPE_CHECKING:
    from webapp.models import Conference


class Way(NamedTuple):
    """One entry of the navigation: whoever may do the activity is shown the way."""

    name: str
    label: Any
    endpoint: str
    activity: str


WAYS = (
    Way("agenda", _("Agenda"), "conference.agenda", "agenda:view"),
    Way("now", _("Now"), "live.now", "hall:view"),
    Way("motions", _("My motions"), "motions.mine", "motion:draft"),
    Way("amendments", _("My amendments"), "amendments.mine", "amendment:draft"),
    Way("vote", _("My vote"), "register.mine", "proxy:give"),
    Way("committee", _("Committee"), "motions.desk", "agenda:edit"),
    Way("desk", _("Chair"), "voting.index", "desk:view"),
    Way("count", _("Counting"), "voting.tellers", "count:enter"),
    Way("door", _("Door"), "register.door", "presence:mark"),
    Way("minutes", _("Minutes"), "conference.minutes", "minutes:view"),
    Way("rulebook", _("Standing orders"), "conference.rulebook", "rulebook:view"),
    Way("admin", _("Office"), "admin.conference", "conference:edit"),
)


def here_or_404(slug: str) -> Conference:
    """Return the conference an address names, if the person asking may see it."""
    return get_conference(db.session(), current_actor(), slug)


def around(conference: Conference, here: str = "") -> dict[str, Any]:
    """Return what `base.html` asks for: the conference and its navigation, `here` marked."""
    actor = current_actor()
    return {
        "conference": {
            "name": conference.name,
            "url": url_for("conference.agenda", slug=conference.slug),
        },
        "navigation": [
            {
                "label": way.label,
                "url": url_for(way.endpoint, slug=conference.slug),
                "current": way.name == here,
            }
            for way in WAYS
            if way.endpoint in current_app.view_functions and may(actor, way.activity, conference)
        ],
    }


def way_to(endpoint: str, **place: Any) -> str:
    """Return the address of a page of another blueprint, "" where that one is not there."""
    return url_for(endpoint, **place) if endpoint in current_app.view_functions else ""


def local(moment: datetime, conference: Conference) -> datetime:
    """Return a moment as the conference's own clocks show it."""
    return moment.astimezone(ZoneInfo(conference.time_zone))


def from_local(typed: datetime, conference: Conference) -> datetime:
    """Return the moment at which the conference's clocks show this time."""
    return typed.replace(tzinfo=ZoneInfo(conference.time_zone)).astimezone(UTC)


def day_words(moment: datetime, conference: Conference) -> str:
    return str(format_date(local(moment, conference).date(), "EEEE d MMMM"))


def time_words(moment: datetime, conference: Conference) -> str:
    return f"{local(moment, conference):%H:%M}"


def dates_words(conference: Conference) -> str:
    """Return the days of a conference, as on its front page: "19–22 September 2026"."""
    first, last = conference.starts_on, conference.ends_on
    if first == last:
        return str(format_date(last, "d MMMM yyyy"))
    shared = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
    begins = format_date(first, shared if first.year == last.year else "d MMMM yyyy")
    dash = "–" if shared == "d" else " – "
    return f"{begins}{dash}{format_date(last, 'd MMMM yyyy')}"


def number_asked(name: str) -> int | None:
    """Return a number from the address or form, no larger than a database can hold."""
    asked = request.values.get(name, type=int)
    return None if asked is None else max(0, min(asked, LARGEST_ID))


def date_words(moment: datetime, conference: Conference) -> str:
    """Return day and time, as minutes and lists of versions say them."""
    day = format_date(local(moment, conference).date(), "d MMMM yyyy")
    return f"{day}, {time_words(moment, conference)}"

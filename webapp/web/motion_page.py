"""What stands around every page of one motion: its heading, its state and its tabs.

return render_template("history/versions.html", **about(motion, "history"), …)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import lazy_gettext as _

from webapp.extensions import db
from webapp.procedure.states import MotionState
from webapp.queries.conferences import PUBLIC_STATES
from webapp.queries.motions import is_printed
from webapp.queries.outcomes import public_motion_state, public_status_line
from webapp.queries.rulebooks import rulebook_of
from webapp.web.clock import utc_now
from webapp.web.conference import around, way_to

if TYPE_CHECKING:
    from webapp.models import Motion


class Tab(NamedTuple):
    """One tab of a motion: the page it leads to, and whether it needs a published text."""

    name: str
    label: Any
    endpoint: str
    published_only: bool = True


TABS = (
    Tab("text", _("Text"), "motions.show", published_only=False),
    Tab("amendments", _("Amendments"), "amendments.list"),
    Tab("votes", _("Votes"), "voting.results"),
    Tab("history", _("History"), "history.versions", published_only=False),
    Tab("exports", _("Get"), "exports.choose"),
)


def about(motion: Motion, here: str) -> dict[str, Any]:
    """Return heading, state as the public may know it, status line and tabs, `here` marked."""
    state = public_motion_state(db.session(), motion, seen_at=utc_now())
    return {
        **around(motion.conference, "agenda"),
        "motion": motion,
        "heading": " ".join(part for part in (motion.code, motion.title) if part),
        "state": state,
        "state_word": rulebook_of(motion.conference).words.motion_states[state],
        "status_line": public_status_line(db.session(), motion, seen_at=utc_now()),
        "tabs": tabs_of(motion, state, here),
    }


def tabs_of(motion: Motion, state: MotionState, here: str) -> list[dict[str, Any]]:
    """Return the tabs of a motion; before it is published only its text and its history."""
    found = []
    printed = state in PUBLIC_STATES and is_printed(db.session(), motion)
    for tab in TABS:
        url = way_to(tab.endpoint, motion_id=motion.id)
        if url and (printed or not tab.published_only):
            count = _numbered_amendments(motion) if tab.name == "amendments" else None
            found.append(
                {"label": tab.label, "url": url, "current": tab.name == here, "count": count}
            )
    return found


def _numbered_amendments(motion: Motion) -> int:
    return sum(1 for amendment in motion.amendments if amendment.number is not None)

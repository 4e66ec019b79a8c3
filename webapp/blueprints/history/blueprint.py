"""The blueprint, and what its pages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_babel import gettext as _

from webapp.extensions import db
from webapp.models import VersionKind
from webapp.queries.motions import get_motion
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Motion, TextVersion

bp = Blueprint("history", __name__, url_prefix="/history")


def motion_or_404(motion_id: int) -> Motion:
    return get_motion(db.session(), current_actor(), motion_id)


def kind_words(version: TextVersion) -> str:
    """Say what made a version."""
    return {
        VersionKind.SUBMITTED: _("As submitted"),
        VersionKind.REDRAFTED: _("Redrafted by the committee"),
        VersionKind.PUBLISHED: _("As published"),
        VersionKind.AMENDED: _("As amended"),
        VersionKind.FINAL: _("As passed"),
        VersionKind.CORRECTED: _("After a corrected result"),
    }[version.kind]


def title_of(version: TextVersion) -> str:
    return _("Version %(number)s: %(kind)s", number=version.number, kind=kind_words(version))

"""The pages from which a text is taken home."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from webapp.blueprints.exports.sentences import to_decide
from webapp.extensions import db
from webapp.models import Motion, TextVersion
from webapp.queries.errors import NotThere
from webapp.queries.motions import get_motion, is_printed
from webapp.queries.passed import in_the_way, passed_text, public_version, status_of
from webapp.rendering.as_json import render_json
from webapp.rendering.markdown import render_markdown
from webapp.rendering.paper import plain_paper
from webapp.rendering.passed_text import PassedText
from webapp.rendering.plain import render_plain
from webapp.web.clock import utc_now
from webapp.web.conference import date_words
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

bp = Blueprint("exports", __name__, url_prefix="/exports")

PLAIN = "text/plain; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"


@bp.get("/<int:motion_id>")
def choose(motion_id: int) -> ResponseReturnValue:
    """Offer the text in every format, or say what has to be decided first."""
    motion, version = _here(motion_id)
    return _offer(motion, version)


@bp.get("/<int:motion_id>/final.html")
def page(motion_id: int) -> ResponseReturnValue:
    """Show the text as one page that prints as the paper."""
    motion, version = _here(motion_id)
    if in_the_way(db.session(), motion, version, seen_at=utc_now()):
        return _offer(motion, version)
    passed = passed_text(db.session(), motion, version, seen_at=utc_now())
    return render_template(
        "exports/page.html",
        **about(motion, "exports"),
        passed=passed,
        paper_view=plain_paper(passed.document, passed.layout),
        published=date_words(version.made_at, motion.conference),
    )


@bp.get("/<int:motion_id>/final.txt")
def plain(motion_id: int) -> ResponseReturnValue:
    return _send(motion_id, "txt", PLAIN, render_plain)


@bp.get("/<int:motion_id>/final.md")
def markdown(motion_id: int) -> ResponseReturnValue:
    return _send(motion_id, "md", MARKDOWN, render_markdown)


@bp.get("/<int:motion_id>/final.json")
def json(motion_id: int) -> ResponseReturnValue:
    return _send(motion_id, "json", JSON, render_json)


def _here(motion_id: int) -> tuple[Motion, TextVersion]:
    motion = get_motion(db.session(), current_actor(), motion_id)
    if not is_printed(db.session(), motion):
        raise NotThere("version", motion_id)
    return motion, public_version(db.session(), motion, seen_at=utc_now())


def _send(
    motion_id: int, ending: str, kind: str, render: Callable[[PassedText], str]
) -> ResponseReturnValue:
    motion, version = _here(motion_id)
    if in_the_way(db.session(), motion, version, seen_at=utc_now()):
        return _offer(motion, version)
    text = render(passed_text(db.session(), motion, version, seen_at=utc_now()))
    answer = Response(text, content_type=kind)
    name = secure_filename(f"{motion.code} {motion.title}"[:80]) or f"motion-{motion.id}"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    return answer


def _offer(motion: Motion, version: TextVersion) -> ResponseReturnValue:
    sentences = to_decide(in_the_way(db.session(), motion, version, seen_at=utc_now()))
    shown = render_template(
        "exports/choose.html",
        **about(motion, "exports"),
        version=version,
        published=date_words(version.made_at, motion.conference),
        status=status_of(db.session(), motion, seen_at=utc_now()),
        sentences=sentences,
    )
    return shown, HTTPStatus.CONFLICT if sentences else HTTPStatus.OK

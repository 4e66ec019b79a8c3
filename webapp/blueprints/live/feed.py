"""The facts that pages follow: asked for again and again, or where the hub sends them."""

from __future__ import annotations

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.blueprints.live.blueprint import bp, hall_of
from webapp.web.live import events_address, told_already, told_now


@bp.get("/<slug>/now.json")
def now_facts(slug: str) -> ResponseReturnValue:
    """Tell what is before conference; 304 to whoever knows it already."""
    told = told_already(slug) or told_now(hall_of(slug))
    response = Response(told.body, mimetype="application/json")
    response.set_etag(told.etag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)


@bp.get("/<slug>/way.json")
def way(slug: str) -> ResponseReturnValue:
    """Tell where the hub sends the same facts; "" where pages have to ask."""
    response = jsonify(events=events_address(hall_of(slug)))
    response.headers["Cache-Control"] = "no-store"
    return response

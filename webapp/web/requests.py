"""What no request may hold, whatever page it is for."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1


class Unprintable(ValueError):
    """A null character was sent, which PostgreSQL cannot keep and nobody can read."""


class IdConverter(IntegerConverter):
    """A number in an address, no larger than a database can hold: beyond is nothing to find."""

    def __init__(self, map: Map, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(map, **options)


def refuse_what_cannot_be_kept(app: Flask) -> None:
    """Check every address and form before its page sees it."""
    app.url_map.converters["int"] = IdConverter
    app.before_request(refuse_null_characters)


def refuse_null_characters() -> None:
    sent = [request.path]
    for pairs in (request.args, request.form):
        for name, value in pairs.items(multi=True):
            sent += [name, value]
    if any("\0" in value for value in sent):
        raise Unprintable

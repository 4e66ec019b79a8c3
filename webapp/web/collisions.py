"""The table of collisions as the committee's desk and the chair's show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.text.collisions import CollisionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.models import Amendment
    from webapp.queries.collisions import Meeting, MeetingTable


def kind_words(kind: CollisionKind) -> str:
    return {
        CollisionKind.SAME_WORDS: _("the same words"),
        CollisionKind.LEFT_EMPTY: _("no word is left"),
        CollisionKind.INSIDE_STRUCK: _("within what is struck"),
        CollisionKind.RIVAL_STRUCTURE: _("rival places"),
        CollisionKind.SAME_GAP: _("at one point"),
        CollisionKind.IDENTICAL: _("the same proposal"),
    }[kind]


def table_view(table: MeetingTable, names: Mapping[int, str]) -> dict[str, Any]:
    """Return what the macros of `macros/collisions.html` draw: the grid, and each meeting."""
    return {
        "heads": [_head(one, names) for one in table.amendments],
        "rows": [
            {
                **_head(one, names),
                "cells": [
                    {"same": one is other, **_cell(table.between(one, other))}
                    for other in table.amendments
                ],
            }
            for one in table.amendments
        ],
        "meetings": _rows(table, names),
    }


def _rows(table: MeetingTable, names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return every meeting; the first of a pair is where the grid leads to."""
    rows, led_to = [], set()
    for one in table.meetings:
        row = _row(one, names)
        row["id"] = row["anchor"] if row["anchor"] not in led_to else ""
        led_to.add(row["anchor"])
        rows.append(row)
    return rows


def _head(amendment: Amendment, names: Mapping[int, str]) -> dict[str, str]:
    return {"name": names[amendment.id], "short": amendment.number or names[amendment.id]}


def _cell(meetings: tuple[Meeting, ...]) -> dict[str, Any]:
    if not meetings:
        return {"word": "", "hard": False, "anchor": ""}
    worst = meetings[0]
    hard = worst.collision.hard
    identical = all(one.collision.kind is CollisionKind.IDENTICAL for one in meetings)
    word = _("one") if hard else _("same") if identical else _("both")
    return {"word": word, "hard": hard, "anchor": _anchor(worst)}


def _row(one: Meeting, names: Mapping[int, str]) -> dict[str, Any]:
    sentence = one.collision.sentence
    return {
        "anchor": _anchor(one),
        "first": names[one.first.id],
        "second": names[one.second.id],
        "place": one.place,
        "hard": one.collision.hard,
        "kind": kind_words(one.collision.kind),
        "sentence": sentence[:1].upper() + sentence[1:],
    }


def _anchor(one: Meeting) -> str:
    return f"meet-{one.first.id}-{one.second.id}"

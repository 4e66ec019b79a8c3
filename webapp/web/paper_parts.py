"""A paper too long for one page, shown in parts: `?part=2`.

view = in_parts(paper)     # {{ paper(view.paper) }} {{ part_links(view.parts) }}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _

from webapp.rendering.paper import part_of

if TYPE_CHECKING:
    from webapp.rendering.paper import Paper

LONGEST: Final = 800


class View(NamedTuple):
    """One part of a paper, and the links to all of them; no links where there is one part."""

    paper: Paper
    parts: list[dict[str, Any]]


def in_parts(paper: Paper) -> View:
    """Return the part of a paper that the address asks for."""
    clauses = sum(1 for _clause in paper.walk())
    count = -(-clauses // LONGEST)
    if count <= 1:
        return View(paper, [])
    asked = request.args.get("part", 1, type=int)
    number = min(max(asked, 1), count)
    return View(part_of(paper, number, LONGEST), _links(number, count))


def _links(number: int, count: int) -> list[dict[str, Any]]:
    """Return the links; a page that was sent and not asked for shows its first part alone."""
    if request.method != "GET" or request.endpoint is None:
        return [{"label": _("part 1 of %(count)s", count=count), "url": "#main", "current": True}]
    kept = {**(request.view_args or {}), **request.args.to_dict(flat=False), "part": [""]}
    return [
        {
            "label": _("part %(number)s", number=one),
            "url": url_for(request.endpoint, **(kept | {"part": one})),
            "current": one == number,
        }
        for one in range(1, count + 1)
    ]

"""What the public reads of counts: figures of every block, phones, and why one count stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.blueprints.voting.count_words import CAUSE_WORDS
from webapp.queries.counts import block_of, phones_kept
from webapp.web.result_words import figures_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import CountBlock, HallCount


def count_rows(counts: Sequence[HallCount]) -> list[dict[str, Any]]:
    """Return each count with its blocks; tellers are not named."""
    return [_row(one, is_one_of=len(counts) > 1) for one in counts]


def _row(count: HallCount, *, is_one_of: bool) -> dict[str, Any]:
    rows = [
        {"name": _name_of(one), "tally": block_of(one).figures, "reason": one.reason or ""}
        for one in count.blocks
    ]
    if count.phones is not None:
        tally = phones_kept(count.phones)
        rows.append({"name": _("On phones"), "tally": tally, "reason": ""})
    said = _(
        "%(cause)s: %(figures)s.",
        cause=CAUSE_WORDS[count.cause],
        figures=figures_words(count.tally),
    )
    if is_one_of:
        stands = _("This count stands.") if count.stands else _("This count does not stand.")
        said = f"{said} {stands}"
    return {
        "title": said,
        "rows": rows,
        "houses": count.tally.houses if count.tally is not None else (),
        "total": count.tally,
        "with_abstentions": count.with_abstentions,
        "reason": count.chosen_because or "",
        "there": _there(count),
    }


def _name_of(block: CountBlock) -> str:
    """Return a block's name, with the house that sits there where houses vote apart."""
    if not block.house or block.house == block.name:
        return block.name
    return f"{block.name} ({block.house})"


def _there(count: HallCount) -> str:
    """Say how many were there when it was closed, "" where nobody counts at the door."""
    if count.present is None or count.entitled is None:
        return ""
    return _(
        "%(present)d of %(entitled)d delegates were present.",
        present=count.present,
        entitled=count.entitled,
    )

"""What the public reads of counts: figures of every block, phones, and why one count stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.blueprints.voting.count_words import CAUSE_WORDS
from webapp.procedure.tally import Tally
from webapp.queries.counts import block_of
from webapp.web.result_words import figures_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import HallCount


def count_rows(counts: Sequence[HallCount]) -> list[dict[str, Any]]:
    """Return each count with its blocks; tellers are not named."""
    return [_row(one, is_one_of=len(counts) > 1) for one in counts]


def _row(count: HallCount, *, is_one_of: bool) -> dict[str, Any]:
    rows = [
        {"name": one.name, "tally": block_of(one).figures, "reason": one.reason or ""}
        for one in count.blocks
    ]
    if count.phones is not None:
        kept = count.phones
        tally = Tally(kept["in_favour"], kept["against"], kept["abstained"])
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
        "total": count.tally,
        "with_abstentions": count.with_abstentions,
        "reason": count.chosen_because or "",
        "there": _there(count),
    }


def _there(count: HallCount) -> str:
    """Say how many were there when it was closed, "" where nobody counts at the door."""
    if count.present is None or count.entitled is None:
        return ""
    return _(
        "%(present)d of %(entitled)d delegates were present.",
        present=count.present,
        entitled=count.entitled,
    )

"""What the public reads of counts: figures of every block, phones, and why one count stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.blueprints.voting.count_words import CAUSE_WORDS
from webapp.procedure.tally import Tally
from webapp.queries.counts import block_of

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
    said = str(CAUSE_WORDS[count.cause])
    if is_one_of:
        stands = _("it stands") if count.stands else _("it does not stand")
        said = _("%(cause)s, %(stands)s", cause=said, stands=stands)
    return {
        "title": said,
        "rows": rows,
        "total": count.tally,
        "with_abstentions": count.with_abstentions,
        "reason": count.chosen_because or "",
    }

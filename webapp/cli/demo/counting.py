"""Counts in the hall of the demo: two tellers a block, a recount, and one still going on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.tally import Tally
from webapp.queries.counts import counting_defaults
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.verdicts import motion_of
from webapp.services.count_sheets import enter_sheet
from webapp.services.counts import Opening, close_count, declare_count, open_count

if TYPE_CHECKING:
    from webapp.cli.demo.filling import Demo
    from webapp.models import CountBlock, HallCount, Item, Motion

CHAIR = "chair@example.org"
TELLERS = ("teller@example.org", "staff@example.org")
AGREED, DIFFERING = Tally(23, 11, 2), (Tally(19, 14), Tally(18, 14))


def declare_by_count(
    demo: Demo, item: Item, votes: tuple[int, int], first: tuple[int, int] | None = None
) -> None:
    """Have tellers count a question, and declare what they found; `first` was a mistaken count."""
    reason = ""
    if first is not None:
        _counted(demo, item, first)
        reason = "In the gallery one card was counted twice; the chair ordered a recount."
    count = _counted(demo, item, votes)
    declare_count(demo.session, demo.actor(CHAIR), count, reason=reason, now=demo.at())


def leave_a_count_open(demo: Demo, motion: Motion) -> None:
    """Begin to count the question whose turn it is; in one block the tellers differ."""
    now = plan_of(motion, load_debate(demo.session, motion)).now
    if now is None:
        return
    count = _open(demo, question_named(motion, now.id))
    agreed, differing, *_ = count.blocks
    for teller, tally in zip(TELLERS, DIFFERING, strict=True):
        _enter(demo, agreed, teller, AGREED)
        _enter(demo, differing, teller, tally)


def _counted(demo: Demo, item: Item, votes: tuple[int, int]) -> HallCount:
    count = _open(demo, item)
    for block, tally in zip(count.blocks, _spread(votes, len(count.blocks)), strict=True):
        for teller in TELLERS:
            _enter(demo, block, teller, tally)
    return close_count(demo.session, demo.actor(CHAIR), count, now=demo.at())


def _open(demo: Demo, item: Item) -> HallCount:
    usual = counting_defaults(demo.session, motion_of(item).conference)
    opening = Opening(usual.blocks, len(TELLERS))
    return open_count(demo.session, demo.actor(CHAIR), item, opening, now=demo.at())


def _enter(demo: Demo, block: CountBlock, email: str, tally: Tally) -> None:
    teller = demo.actor(email)
    enter_sheet(demo.session, teller, block, tally, token=email, seen=0, now=demo.now)


def _spread(votes: tuple[int, int], blocks: int) -> list[Tally]:
    """Return figures for each block that add up to these, the last blocks the smaller ones."""
    shares = [[(figure + at) // blocks for at in reversed(range(blocks))] for figure in votes]
    return [Tally(in_favour, against) for in_favour, against in zip(*shares, strict=True)]

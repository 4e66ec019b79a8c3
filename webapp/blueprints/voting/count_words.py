"""Words of a count: how far a block has come, what is refused, and what the sum would decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from webapp.models import SeparateVote
from webapp.procedure.counting import BlockState, CountCause, CountState
from webapp.procedure.majority import HousesNotCounted
from webapp.queries.verdicts import verdict_on
from webapp.web.result_words import figures_words, outcome_word, verdict_words

if TYPE_CHECKING:
    from webapp.models import HallCount, Item
    from webapp.procedure.counting import Block, Discrepancy, Hall
    from webapp.procedure.tally import Tally
    from webapp.queries.counts import Phones

# Word and shape of a block's badge.
BLOCK_WORDS: dict[BlockState, tuple[Any, str]] = {
    BlockState.EMPTY: (lazy_gettext("Nothing yet"), "withdrawn"),
    BlockState.WAITING: (lazy_gettext("Waits for a teller"), "submitted"),
    BlockState.DIFFERS: (lazy_gettext("Figures differ"), "warning"),
    BlockState.AGREED: (lazy_gettext("Agreed"), "carried"),
    BlockState.SETTLED: (lazy_gettext("Settled by the chair"), "carried"),
}
FIGURE_WORDS: dict[str, Any] = {
    "in_favour": lazy_gettext("In favour"),
    "against": lazy_gettext("Against"),
    "abstentions": lazy_gettext("Abstained"),
}
CAUSE_WORDS: dict[CountCause, Any] = {
    CountCause.ORDERED: lazy_gettext("Counted at the chair’s order"),
    CountCause.DIVISION: lazy_gettext("Counted on a division"),
    CountCause.RECOUNT: lazy_gettext("Counted again"),
}
STATE_WORDS: dict[CountState, tuple[Any, str]] = {
    CountState.OPEN: (lazy_gettext("Counting"), "now"),
    CountState.CLOSED: (lazy_gettext("Closed"), "published"),
    CountState.VOID: (lazy_gettext("Broken off"), "withdrawn"),
}
# What is refused, and what to do.
REFUSED: dict[str, Any] = {
    "no_blocks": lazy_gettext("Name at least one block of the hall."),
    "too_many_blocks": lazy_gettext("Name at most 60 blocks, each in at most 80 letters."),
    "same_block_twice": lazy_gettext("A name stands there twice: tell the blocks apart."),
    "house_without_block": lazy_gettext(
        "Each house votes apart: name at least one block for each of them."
    ),
    "tellers": lazy_gettext("A block is counted by 1 to 20 tellers."),
    "too_many_recounts": lazy_gettext(
        "Standing orders allow no further count of this question. Declare one there is."
    ),
    "closed": lazy_gettext("The count is closed: no figures are taken any more."),
    "not_closed": lazy_gettext("The count is not closed yet."),
    "incomplete": lazy_gettext(
        "Blocks are still awaited, or their figures differ. Settle those first."
    ),
    "phones_open": lazy_gettext(
        "The votes on phones are to be added, and their poll has not been closed yet."
    ),
    "no_phones": lazy_gettext(
        "There was no vote on phones on this question. Leave the phones out, or open one."
    ),
    "phones_weighted": lazy_gettext(
        "Votes on phones were weighted, and cards in the hall are heads: they do not add up."
    ),
    "one_of_several": lazy_gettext(
        "Conference votes for one of several options here, not for or against this one. Take a "
        "vote on phones, or say which option stands."
    ),
    "no_right": lazy_gettext("Standing orders leave it to the chair whether to count."),
    "already_counting": lazy_gettext("This question is being counted."),
    "not_now": lazy_gettext("This question is not before conference now."),
    "no_quorum": lazy_gettext("Conference is not quorate, or nobody has said how many are there."),
    "block_agreed": lazy_gettext(
        "This block is agreed. Only the chair can have it counted afresh."
    ),
    "not_yours": lazy_gettext(
        "The chair has assigned this block to other tellers. Choose yours, or ask the chair."
    ),
    "block_full": lazy_gettext(
        "Other tellers have counted this block already. Choose yours, or ask the chair."
    ),
}


def refused_words(what: str) -> str:
    return str(REFUSED.get(what, _("This cannot be done as things stand. Nothing was changed.")))


def discrepancy_words(found: Discrepancy) -> str:
    """Say on which figure tellers differ: "In favour: 40 or 41, 1 apart"."""
    return _(
        "%(figure)s: %(lowest)d or %(highest)d, %(apart)d apart",
        figure=FIGURE_WORDS[found.figure],
        lowest=found.lowest,
        highest=found.highest,
        apart=found.highest - found.lowest,
    )


def progress_words(count: HallCount, hall: Hall) -> str:
    """Say how far a count has come: "40 to 20 so far, 1 of 2 blocks agreed"."""
    done = len(hall.blocks) - len(hall.awaited)
    said = ngettext(
        "%(done)d of %(num)d block agreed",
        "%(done)d of %(num)d blocks agreed",
        len(hall.blocks),
        done=done,
    )
    if count.state is not CountState.OPEN:
        return figures_words(count.tally)
    if not hall.tally.answers:
        return f"{said}."
    return _("%(figures)s so far; %(blocks)s.", figures=figures_words(hall.tally), blocks=said)


def would_be_words(item: Item, tally: Tally) -> str:
    """Say what a sum decides, exactly and with how many votes it is short."""
    try:
        verdict = verdict_on(item, tally)
    except HousesNotCounted:
        return _("Each house decides by itself, and these figures do not say what each voted.")
    except LookupError:
        return _("The majority is one of people who are not counted here.")
    if verdict.outcome is None:
        return _("Votes are equal. The chair’s casting vote decides.")
    near = verdict_words(verdict, tally, is_of_words=isinstance(item, SeparateVote))
    return f"{outcome_word(item, verdict.outcome)}: {near}"


def either_way_words(item: Item, hall: Hall) -> str:
    """Say that a discrepancy cannot change the result, "" where it can or nobody knows."""
    if hall.is_complete:
        return ""
    try:
        verdict = hall.decided_either_way(lambda tally: verdict_on(item, tally))
    except LookupError:
        return ""
    if verdict is None or verdict.outcome is None:
        return ""
    return _(
        "Whichever teller is right, it is the same: %(outcome)s.",
        outcome=outcome_word(item, verdict.outcome),
    )


def phones_words(phones: Phones) -> str:
    """Say what votes on phones add; nothing of a poll that is still open."""
    if phones.tally is not None:
        return _("On phones: %(figures)s.", figures=figures_words(phones.tally))
    if phones.is_open:
        return _("The vote on phones is still open; its figures are added once it is closed.")
    return _("There was no vote on phones on this question yet.")


def waits_words(block: Block) -> str:
    """Say how many tellers a block still waits for."""
    missing = max(0, block.tellers - len(block.sheets))
    if not missing:
        return ""
    return ngettext("%(num)d teller to come", "%(num)d tellers to come", missing)

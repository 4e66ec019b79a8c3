"""The tellers' side of a count: choosing a block, and handing its figures in from a phone."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp
from webapp.blueprints.voting.count_forms import SheetForm
from webapp.blueprints.voting.count_view import BlockRow, CountView
from webapp.blueprints.voting.count_view import show_count as view_of
from webapp.blueprints.voting.count_words import refused_words
from webapp.extensions import db
from webapp.models import CountBlock
from webapp.procedure.counting import CountState
from webapp.procedure.errors import ImpossibleCount
from webapp.queries.counts import (
    get_block,
    last_block_of,
    last_number,
    open_counts,
    sheet_of,
    standing_sheets,
)
from webapp.queries.standing import must
from webapp.queries.tellers import may_count
from webapp.services.count_sheets import enter_sheet, take_back_sheet
from webapp.services.errors import ChangedMeanwhile, CountRefused
from webapp.web.chance import new_token
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404
from webapp.web.identity import current_actor


@bp.get("/counting/<slug>")
def tellers(slug: str) -> ResponseReturnValue:
    """Show the counts going on, for a teller to choose a block."""
    conference = here_or_404(slug)
    actor = current_actor()
    must(actor, "count:enter", conference)
    running = open_counts(db.session(), conference)
    return render_template(
        "voting/tellers.html",
        **around(conference, "count"),
        slug=slug,
        counts=[view_of(db.session(), actor, one) for one in running],
        usual=last_block_of(db.session(), conference, actor.person_id),
    )


@bp.get("/counts/<int:count_id>/blocks/<int:place>")
def block(count_id: int, place: int) -> ResponseReturnValue:
    """Show one block to a teller: big boxes for its figures, and what became of them."""
    found = get_block(db.session(), current_actor(), count_id, place)
    return _block_page(found, _empty_form(found))


@bp.post("/counts/<int:count_id>/blocks/<int:place>")
def enter(count_id: int, place: int) -> ResponseReturnValue:
    """Hand in a teller's figures for a block."""
    found = get_block(db.session(), current_actor(), count_id, place)
    form = SheetForm(request.form)
    if not form.is_sent():
        return _block_page(found, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            enter_sheet(
                session,
                current_actor(),
                found,
                form.tally,
                token=form.token.data or "",
                seen=form.seen_number,
                now=utc_now(),
            )
    except CountRefused as refusal:
        form.form_errors.append(refused_words(refusal.what))
    except ImpossibleCount:
        form.form_errors.append(_("No count comes out like this. Look at the figures again."))
    except ChangedMeanwhile as changed:
        form.form_errors.append(
            _(
                "You have handed in other figures since, perhaps from another phone. They stand "
                "below; send these again if these are right."
            )
        )
        form.seen.data = str(changed.number)
        form.token.data = new_token()
    if form.form_errors:
        return _block_page(found, form), HTTPStatus.CONFLICT
    return redirect(url_for(".block", count_id=count_id, place=place), HTTPStatus.SEE_OTHER)


@bp.post("/counts/<int:count_id>/blocks/<int:place>/take-back")
def take_back(count_id: int, place: int) -> ResponseReturnValue:
    """Take a teller's figures out of a block that was not theirs."""
    found = get_block(db.session(), current_actor(), count_id, place)
    slug = found.count.motion.conference.slug
    with at_work() as session:
        take_back_sheet(session, current_actor(), found, token=new_token(), now=utc_now())
    flash(_("Your figures for %(block)s are taken back.", block=found.name))
    return redirect(url_for(".tellers", slug=slug), HTTPStatus.SEE_OTHER)


def _empty_form(found: CountBlock) -> SheetForm:
    """Return the form, holding what this teller entered last, to be corrected."""
    own = sheet_of(found, current_actor().person_id)
    seen = str(last_number(found, current_actor().person_id))
    if own is None:
        return SheetForm(token=new_token(), seen=seen)
    return SheetForm(
        token=new_token(),
        seen=seen,
        in_favour=own.in_favour,
        against=own.against,
        abstained=own.abstained,
    )


def _block_page(found: CountBlock, form: SheetForm) -> str:
    count = view_of(db.session(), current_actor(), found.count)
    row = _row(count, found.place)
    own = [one for one in row.sheets if one.is_own]
    is_running = found.count.state is CountState.OPEN
    return render_template(
        "voting/block.html",
        **around(found.count.motion.conference, "count"),
        slug=found.count.motion.conference.slug,
        count=count,
        block=row,
        own=own[0] if own else None,
        others=[one for one in row.sheets if not one.is_own],
        form=form,
        may_enter=is_running
        and not row.is_locked
        and not _is_full(found)
        and may_count(found, current_actor()),
        is_others=not may_count(found, current_actor()),
        is_full=is_running and _is_full(found),
    )


def _row(count: CountView, place: int) -> BlockRow:
    return next(one for one in count.blocks if one.place == place)


def _is_full(found: CountBlock) -> bool:
    """Tell whether as many others as the block needs have counted it."""
    person_id = current_actor().person_id
    others = [one for one in standing_sheets(found) if one.teller_id != person_id]
    return len(others) >= found.count.tellers

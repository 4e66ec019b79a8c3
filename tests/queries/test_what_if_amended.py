from datetime import timedelta

import pytest

from tests.factories.base import bound_session
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.debate import BEFORE, LATER, amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import WayOfWriting
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.actor import NOBODY
from webapp.queries.rebasing import Fit, rebase
from webapp.queries.texts import keys_in_force, latest_version, load_weave
from webapp.queries.what_if import list_supposable, what_if
from webapp.services import amendments
from webapp.services.amending_amendments import draft_amendment_to
from webapp.services.motions import redraft_motion
from webapp.text.editing import set_text
from webapp.text.records import load_document


@pytest.fixture
def motion(session):
    preset = preset_text("federal_conference").replace("depth = 0", "depth = 1", 1)
    return published_motion(ConferenceFactory(rulebook=preset))


@pytest.fixture
def parent(motion):
    words = "In 1, after “evening” insert “and run a bus to each of them”."
    return amendment_to(motion, words, number="1")


@pytest.fixture
def child(motion, parent):
    """Return an amendment to the other one, selected as its first."""
    session = bound_session()
    delegate = actor_with(motion.conference, Role.DELEGATE)
    one = draft_amendment_to(session, delegate, parent, WayOfWriting.INSTRUCTED, now=BEFORE)
    proposal = amendments.Proposal(
        typed="In 1, delete “a bus” and insert “a night bus”.",
        mover_id=delegate.person_id,
        body_id=SubmittingBodyFactory(conference=motion.conference).id,
    )
    amendments.revise_amendment(
        session, delegate, one, proposal, seen_version=one.row_version, now=BEFORE
    )
    amendments.submit_amendment(session, delegate, one, now=BEFORE)
    committee = actor_with(motion.conference, Role.COMMITTEE)
    amendments.select_amendment(session, committee, one, number="1.1", now=BEFORE)
    session.commit()
    return one


def supposed(session, motion, *items):
    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)
    chosen = [one for one in questions if one.item in items]
    return what_if(session, motion, chosen, seen_at=NOON)


def test_an_amendment_to_an_amendment_cannot_be_supposed_without_it(session, motion, parent, child):
    (lacking,) = supposed(session, motion, child).lacking

    assert lacking.called == "Amendment 1 to Amendment 1"
    assert lacking.needs == ("Amendment 1",)


def test_the_final_text_is_what_was_supposed_with_what_was_folded_in(
    session, motion, parent, child
):
    found = supposed(session, motion, parent, child)

    declared(child)
    declared(parent, now=LATER + timedelta(minutes=1))
    declared(motion, now=LATER + timedelta(minutes=2))

    assert load_document(latest_version(session, motion).document) == found.after


def test_a_redraft_elsewhere_leaves_an_amendment_to_an_amendment_clean(
    session, motion, parent, child
):
    text = load_weave(session, motion).text(keys_in_force(session, motion))
    changed = set_text(text, text.find("3").id, "Pay for it from the levy on cars.")
    committee = actor_with(motion.conference, Role.COMMITTEE)
    redraft_motion(session, committee, motion, changed, reason="Clearer.", now=LATER)

    found = rebase(session, child, seen_at=NOON)

    assert (found.fit, found.troubles) == (Fit.CLEAN, ())

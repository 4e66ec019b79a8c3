import pytest
from sqlalchemy import select

from tests.factories.amendment import submitted_amendment
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import draft_motion, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import FaultyRulebook, preset_text
from webapp.procedure.rulebook_differences import Difference
from webapp.services import rulebooks
from webapp.services.errors import ChangedMeanwhile

RULEBOOK = preset_text("federal_conference")
QUICKER = RULEBOOK.replace("undo_seconds = 8", "undo_seconds = 5")


def changed(session, conference, text, *, role=Role.ADMINISTRATOR, seen=None):
    rulebooks.change_rulebook(
        session,
        actor_with(conference, role),
        conference,
        text,
        seen=rulebooks.seen_rulebook(conference) if seen is None else seen,
        now=NOON,
    )


def clashes_of(session, conference, text):
    with pytest.raises(rulebooks.StillInUse) as refusal:
        changed(session, conference, text)
    assert conference.rulebook != text
    return [(clash.what, clash.keys) for clash in refusal.value.clashes]


def test_a_rulebook_comes_into_force_whole_and_the_minute_says_what_is_otherwise(session):
    conference = ConferenceFactory()

    changed(session, conference, QUICKER)

    assert conference.rulebook == QUICKER
    minute = session.scalars(select(Minute).order_by(Minute.id.desc())).first()
    assert minute.facts["rules"] == [["voting.undo_seconds", "8", "5"]]


def test_looking_changes_nothing(session):
    conference = ConferenceFactory()
    administrator = actor_with(conference, Role.ADMINISTRATOR)

    found = rulebooks.look_at_rulebook(session, administrator, conference, QUICKER)

    assert found == (Difference("voting.undo_seconds", "8", "5"),)
    assert conference.rulebook == RULEBOOK


def test_a_faulty_rulebook_leaves_the_old_one_in_force_and_names_the_line(session):
    conference = ConferenceFactory()
    text = RULEBOOK.replace("undo_seconds = 8", 'undo_seconds = "soon"')

    with pytest.raises(FaultyRulebook) as refusal:
        changed(session, conference, text)

    line = text.split("\n").index('undo_seconds = "soon"') + 1
    assert [fault.line for fault in refusal.value.faults] == [line]
    assert conference.rulebook == RULEBOOK


def test_kinds_of_bodies_and_business_in_use_stay_in_the_rulebook(session):
    conference = ConferenceFactory()
    SubmittingBodyFactory(conference=conference, kind="youth_wing")
    draft_motion(conference)

    found = clashes_of(session, conference, preset_text("small_association"))

    assert found == [("kinds", ("policy_motion",)), ("bodies", ("local_party", "youth_wing"))]


def test_what_is_being_amended_stays_amendable(session):
    motion = published_motion()
    submitted_amendment(motion)
    start = RULEBOOK.index('key = "policy_motion"')
    end = RULEBOOK.index("[[kinds]]", start)
    rigid = (
        RULEBOOK[start:end]
        .replace("amendable = true", "amendable = false")
        .replace('amendment_majority = "simple"\n', "")
        .replace('amendment_deadline = "amendments"\n', "")
    )

    found = clashes_of(session, motion.conference, RULEBOOK[:start] + rigid + RULEBOOK[end:])

    assert found == [("amendments", ("policy_motion",))]


def test_of_two_who_change_it_at_once_the_second_is_told(session):
    conference = ConferenceFactory()
    seen = rulebooks.seen_rulebook(conference)
    changed(session, conference, QUICKER)

    with pytest.raises(ChangedMeanwhile):
        changed(session, conference, RULEBOOK + "\n# mine\n", seen=seen)


def test_a_move_of_a_deadline_that_is_not_there_any_more_is_forgotten(session):
    conference = ConferenceFactory()
    renamed = RULEBOOK.replace('"constitutional"', '"rules"')

    changed(session, conference, renamed)

    assert set(conference.moved_deadlines) == {"advice", "motions", "amendments"}


def test_staff_do_not_change_standing_orders(session):
    conference = ConferenceFactory()

    with pytest.raises(NotPermitted):
        changed(session, conference, QUICKER, role=Role.STAFF)

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import (
    committee_of,
    draft_motion,
    motion_in_order,
    proposal,
    published_motion,
    rejected_motion,
    selected_motion,
    submitted_motion,
)
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import Minute, VersionKind
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import MotionState
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services import motions
from webapp.services.errors import (
    ChangedMeanwhile,
    CodeTaken,
    NothingChanged,
    NotReady,
    ReasonMissing,
)
from webapp.services.minutes import verify_minutes
from webapp.text.editing import set_text
from webapp.text.records import load_document, load_layout


def member_of(motion, *roles):
    return actor_with(motion.conference, *roles)


def text_of(session, motion):
    return load_weave(session, motion).text(keys_in_force(session, motion))


def reworded(session, motion, words="Water all trees."):
    document = text_of(session, motion)
    return set_text(document, document.find("2 a)").id, words)


def test_a_draft_is_its_drafters_to_revise_and_nobody_elses(session):
    motion = draft_motion()
    other = member_of(motion, Role.DELEGATE, Role.STAFF)

    with pytest.raises(NotPermitted):
        motions.revise_motion(
            session, other, motion, proposal(), seen_version=motion.version, now=NOON
        )


def test_a_draft_saved_by_another_hand_is_not_overwritten(session):
    motion = draft_motion()
    drafter, seen = actor_of(motion.drafter), motion.version
    first = proposal(title="The first")
    motions.revise_motion(session, drafter, motion, first, seen_version=seen, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        motions.revise_motion(
            session, drafter, motion, proposal(title="The second"), seen_version=seen, now=NOON
        )

    assert motion.title == "The first"


def test_an_observer_drafts_nothing(session):
    conference = ConferenceFactory()

    with pytest.raises(NotPermitted):
        motions.draft_motion(
            session, actor_with(conference, Role.OBSERVER), conference, proposal(), now=NOON
        )


def test_signing_twice_is_signing_once(session):
    motion = draft_motion()
    delegate = member_of(motion, Role.DELEGATE)

    motions.support_motion(session, delegate, motion, now=NOON)
    motions.support_motion(session, delegate, motion, now=NOON)

    assert [supporter.person_id for supporter in motion.supporters] == [delegate.person_id]


def test_nobody_signs_what_is_submitted_already(session):
    motion = submitted_motion()

    with pytest.raises(WrongState):
        motions.support_motion(session, member_of(motion, Role.DELEGATE), motion, now=NOON)


def test_what_is_always_taken_is_not_left_off_the_agenda(session):
    text = preset_text("federal_conference").replace(
        'selection = "committee"', 'selection = "always"'
    )
    motion = motion_in_order(ConferenceFactory(rulebook=text))

    with pytest.raises(WrongState):
        motions.reject_motion(
            session, member_of(motion, Role.COMMITTEE), motion, reason="No time", now=NOON
        )

    assert motion.state is MotionState.IN_ORDER


def test_an_observer_signs_nothing(session):
    motion = draft_motion()

    with pytest.raises(NotPermitted):
        motions.support_motion(session, member_of(motion, Role.OBSERVER), motion, now=NOON)


def test_a_motion_nobody_stands_behind_is_not_submitted_and_says_what_is_missing(session):
    motion = draft_motion(from_body=False)

    with pytest.raises(NotReady) as refused:
        motions.submit_motion(session, actor_of(motion.drafter), motion, now=NOON)

    missing = [(one.what, one.needed, one.found) for one in refused.value.obstacles]
    assert missing == [("too_few_supporters", 10, 1)]
    assert motion.state is MotionState.DRAFT


def test_enough_members_submit_together_the_mover_counted_once(session):
    motion = draft_motion(from_body=False)
    for _ in range(9):
        motions.support_motion(session, member_of(motion, Role.DELEGATE), motion, now=NOON)
    motions.support_motion(session, actor_of(motion.mover), motion, now=NOON)

    assert motions.obstacles_to_submitting(motion) == []


def test_a_body_of_a_kind_that_may_not_submit_is_named_as_an_obstacle(session):
    motion = draft_motion()
    motion.body = SubmittingBodyFactory(
        conference=motion.conference, kind="affiliated_organisation"
    )
    motion.kind = "constitutional_amendment"
    session.commit()

    assert [one.what for one in motions.obstacles_to_submitting(motion)] == ["body_may_not_submit"]


def test_the_text_as_submitted_is_version_one_with_lines_of_its_own(session):
    motion = submitted_motion()

    (version,) = motion.versions
    assert (version.number, version.kind) == (1, VersionKind.SUBMITTED)
    assert load_document(version.document).clauses == load_document(motion.draft).clauses
    assert load_layout(version.layout or {}).lines


def test_a_motion_out_of_order_has_a_reason(session):
    motion = submitted_motion()
    committee = actor_of(committee_of(motion))

    with pytest.raises(ReasonMissing):
        motions.rule_out_of_order(session, committee, motion, reason="  ", now=NOON)

    assert motion.state is MotionState.SUBMITTED


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.CHAIR, Role.TELLER, Role.ADMINISTRATOR])
def test_only_the_committee_and_staff_select(session, role):
    motion = motion_in_order()

    with pytest.raises(NotPermitted):
        motions.select_motion(session, member_of(motion, role), motion, code="F1", now=NOON)


def test_a_motion_is_selected_in_one_place_of_the_agenda_only(session):
    first = selected_motion(code="F13")
    second = motion_in_order(first.conference, title="Another")

    for code in ("F13", " f13 ", "", "a code far too long for print"):
        with pytest.raises(CodeTaken):
            motions.select_motion(
                session, actor_of(committee_of(second)), second, code=code, now=NOON
            )


def test_a_code_is_never_given_to_another_motion_again(session):
    rejected = rejected_motion(code="F13")
    other = motion_in_order(rejected.conference, title="Another")
    committee = actor_of(committee_of(other))

    with pytest.raises(CodeTaken):
        motions.select_motion(session, committee, other, code="F13", now=NOON)
    motions.select_motion(session, committee, rejected, code="F13", now=NOON)

    assert (rejected.code, rejected.state) == ("F13", MotionState.SELECTED)


def test_a_rejected_motion_leaves_the_agenda(session):
    motion = rejected_motion()
    session.expire_all()

    assert motion.item is None
    assert motion.conference.items == []


def test_a_redraft_is_a_change_set_with_its_reason_and_the_words_as_submitted_stay(session):
    motion = selected_motion()
    before = load_document(motion.versions[0].document)

    record = motions.redraft_motion(
        session,
        actor_of(committee_of(motion)),
        motion,
        reworded(session, motion),
        reason="Shorter.",
        now=NOON,
    )
    session.commit()

    assert record.reason == "Shorter."
    assert text_of(session, motion).find("2 a)").text == " Water all trees."
    assert load_document(motion.versions[0].document) == before
    assert [version.kind for version in motion.versions] == [
        VersionKind.SUBMITTED,
        VersionKind.REDRAFTED,
    ]


def test_a_redraft_of_a_text_changed_meanwhile_is_refused(session):
    motion = selected_motion()
    committee = actor_of(committee_of(motion))
    first, second = (reworded(session, motion, words) for words in ("One.", "Two."))
    motions.redraft_motion(session, committee, motion, first, reason="First.", now=NOON)

    with pytest.raises(ChangedMeanwhile):
        motions.redraft_motion(session, committee, motion, second, reason="Second.", now=NOON)


def test_a_redraft_that_changes_nothing_is_none(session):
    motion = selected_motion()

    with pytest.raises(NothingChanged):
        motions.redraft_motion(
            session,
            actor_of(committee_of(motion)),
            motion,
            text_of(session, motion),
            reason="None.",
            now=NOON,
        )


def test_what_is_published_stays_as_it_is_whatever_follows(session):
    motion = published_motion()
    printed = motion.versions[-1]
    document, layout = printed.document, printed.layout

    committee = actor_of(committee_of(motion))
    motions.redraft_motion(
        session, committee, motion, reworded(session, motion), reason="Shorter.", now=NOON
    )
    motions.publish_motion(session, committee, motion, now=NOON + timedelta(hours=1))
    session.commit()
    session.expire_all()

    assert (printed.document, printed.layout) == (document, layout)
    assert [version.number for version in motion.versions] == [1, 2, 3, 4]


def test_a_version_tells_the_history_of_the_clauses_it_changed_alone(session):
    motion = selected_motion()
    record = motions.redraft_motion(
        session,
        actor_of(committee_of(motion)),
        motion,
        reworded(session, motion),
        reason="Shorter.",
        now=NOON,
    )
    session.commit()

    (row,) = motion.versions[-1].clauses
    assert (row.citation, row.text, row.change_keys) == ("2 a)", "Water all trees.", [record.key])


def test_a_published_motion_is_not_withdrawn_by_those_who_brought_it(session):
    motion = published_motion()

    with pytest.raises(NotPermitted):
        motions.withdraw_motion(session, actor_of(motion.drafter), motion, now=NOON)


def test_every_act_leaves_a_minute_without_a_name(session):
    motion = published_motion()

    activities = session.scalars(select(Minute.activity).order_by(Minute.id)).all()
    assert activities[-5:] == [
        "motion:draft",
        "motion:submit",
        "motion:rule_in_order",
        "motion:select",
        "motion:publish",
    ]
    facts = session.scalars(select(Minute.facts)).all()
    assert motion.mover.name not in str(facts)
    assert list(verify_minutes(session, motion.conference_id)) == []


def test_paper_signatures_are_added_and_none_is_taken_off(session):
    motion = draft_motion()
    signed = PersonFactory(roles={motion.conference: [Role.DELEGATE]})
    drafter = actor_of(motion.drafter)

    for supporters in (frozenset({signed.id}), frozenset()):
        motions.revise_motion(
            session,
            drafter,
            motion,
            proposal(supporter_ids=supporters),
            seen_version=motion.version,
            now=NOON,
        )

    assert [supporter.person_id for supporter in motion.supporters] == [signed.id]

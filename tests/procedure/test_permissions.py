"""Who may do and see what, written out by hand."""

from itertools import product

import pytest

from webapp.procedure.permissions import ACTIVITIES, Facts, NotPermitted, allows, demand
from webapp.procedure.roles import CONFERENCE_ROLES, ITEM_ROLES, Role

EVERYBODY = set(CONFERENCE_ROLES)
ITEM = set(ITEM_ROLES)
R = Role

# What each role may do, signed in, at a conference open to the public, movers' names shown.
ALLOWED = {
    "conference:view": EVERYBODY | ITEM,
    "agenda:view": EVERYBODY | ITEM,
    "rulebook:view": EVERYBODY | ITEM,
    "motion:view": EVERYBODY | ITEM,
    "amendment:view": EVERYBODY | ITEM,
    "vote:view": EVERYBODY | ITEM,
    "hall:view": EVERYBODY | ITEM,
    "history:view": EVERYBODY | ITEM,
    "export:final": EVERYBODY | ITEM,
    "export:agenda": EVERYBODY | ITEM,
    "motion:see_movers": EVERYBODY | ITEM,
    "amendment:see_movers": EVERYBODY | ITEM,
    "conference:edit": {R.STAFF, R.ADMINISTRATOR},
    "rulebook:edit": {R.ADMINISTRATOR},
    "agenda:edit": {R.COMMITTEE, R.STAFF},
    "sitting:edit": {R.STAFF},
    "deadline:edit": {R.COMMITTEE, R.STAFF},
    "body:edit": {R.STAFF, R.ADMINISTRATOR},
    "person:view": {R.STAFF, R.ADMINISTRATOR},
    "person:add": {R.STAFF, R.ADMINISTRATOR},
    "person:import": {R.STAFF, R.ADMINISTRATOR},
    "person:edit": {R.STAFF, R.ADMINISTRATOR},
    "person:print_code": {R.STAFF, R.ADMINISTRATOR},
    "person:sign_out": {R.STAFF, R.ADMINISTRATOR},
    "register:view": {R.STAFF, R.ADMINISTRATOR},
    "register:edit": {R.STAFF, R.ADMINISTRATOR},
    "presence:mark": {R.STAFF, R.ADMINISTRATOR, R.TELLER},
    "proxy:give": {R.DELEGATE},
    "person:erase": {R.ADMINISTRATOR},
    "role:grant": {R.ADMINISTRATOR},
    "motion:draft": {R.DELEGATE, R.COMMITTEE, R.STAFF},
    "motion:support": {R.DELEGATE},
    "motion:view_draft": ITEM,
    "motion:advise": {R.COMMITTEE, R.STAFF},
    "motion:let_in": {R.CHAIR, R.COMMITTEE, R.STAFF},
    "motion:view_submitted": ITEM | {R.COMMITTEE, R.STAFF},
    "amendment:draft": {R.DELEGATE, R.COMMITTEE, R.STAFF},
    "amendment:support": {R.DELEGATE},
    "amendment:view_draft": ITEM,
    "amendment:let_in": {R.CHAIR, R.COMMITTEE, R.STAFF},
    "amendment:view_submitted": ITEM | {R.COMMITTEE, R.STAFF, R.CHAIR},
    "amendment:number": {R.COMMITTEE, R.STAFF},
    "consequence:rule": {R.COMMITTEE, R.STAFF},
    "amendment:answer": {R.DRAFTER, R.MOVER},
    "separate_vote:ask": {R.DELEGATE},
    "separate_vote:view_asked": ITEM | {R.COMMITTEE, R.STAFF, R.CHAIR},
    "separate_vote:choose": {R.COMMITTEE, R.STAFF, R.CHAIR},
    "appeal:view": {R.CHAIR, R.COMMITTEE, R.STAFF},
    "procedural:move": {R.DELEGATE, R.COMMITTEE, R.STAFF, R.CHAIR},
    "procedural:support": {R.DELEGATE},
    "procedural:view_moved": ITEM | {R.CHAIR, R.STAFF},
    "procedural:rule": {R.CHAIR, R.STAFF},
    "en_bloc:object": {R.DELEGATE},
    "desk:view": {R.CHAIR, R.STAFF, R.TELLER},
    "vote:plan": {R.CHAIR, R.STAFF},
    "vote:count": {R.CHAIR, R.STAFF, R.TELLER},
    "vote:declare": {R.CHAIR, R.STAFF},
    "vote:correct": {R.CHAIR, R.STAFF},
    "count:open": {R.CHAIR, R.STAFF},
    "count:enter": {R.CHAIR, R.STAFF, R.TELLER},
    "count:close": {R.CHAIR, R.STAFF},
    "division:ask": {R.DELEGATE},
    "quorum:test": {R.CHAIR, R.STAFF},
    "poll:open": {R.CHAIR, R.STAFF},
    "poll:close": {R.CHAIR, R.STAFF},
    "selection:open": {R.CHAIR, R.STAFF},
    "selection:decide": {R.CHAIR, R.STAFF},
    "device:lend": {R.CHAIR, R.TELLER, R.STAFF, R.ADMINISTRATOR},
    "ballot:cast": {R.DELEGATE},
    "floor:set": {R.CHAIR, R.STAFF},
    "minutes:view": {R.CHAIR, R.COMMITTEE, R.STAFF, R.ADMINISTRATOR},
    "minutes:verify": {R.STAFF, R.ADMINISTRATOR},
    "export:archive": {R.STAFF, R.ADMINISTRATOR},
}
OPEN_DAY = Facts(signed_in=True, conference_closed=False, names_hidden=False)
READABLE = {activity for activity, roles in ALLOWED.items() if R.PUBLIC in roles}


def test_every_activity_is_open_to_exactly_the_roles_written_here():
    allowed = {
        activity: {role for role in Role if allows(activity, {role}, OPEN_DAY)}
        for activity in ACTIVITIES
    }

    assert allowed == ALLOWED


def test_somebody_not_signed_in_only_reads():
    stranger = Facts(signed_in=False, conference_closed=False, names_hidden=False)

    open_to_strangers = {one for one in ACTIVITIES if allows(one, set(), stranger)}

    assert open_to_strangers == READABLE


def test_nothing_of_a_closed_conference_is_shown_to_those_who_take_no_part():
    for signed_in in (False, True):
        facts = Facts(signed_in=signed_in, conference_closed=True, names_hidden=False)

        assert not [one for one in ACTIVITIES if allows(one, {Role.PUBLIC}, facts)]


@pytest.mark.parametrize("role", sorted(CONFERENCE_ROLES - {Role.PUBLIC}))
def test_whoever_takes_part_reads_a_closed_conference(role):
    facts = Facts(signed_in=True, conference_closed=True)

    assert allows("conference:view", {role}, facts)
    assert allows("export:final", {role}, facts)


@pytest.mark.parametrize("role", sorted(CONFERENCE_ROLES - {Role.STAFF}))
def test_hidden_movers_are_seen_by_staff_alone(role):
    facts = Facts(signed_in=True, conference_closed=False, names_hidden=True)

    assert not allows("amendment:see_movers", {role}, facts)
    assert allows("amendment:see_movers", {Role.STAFF}, facts)


def test_a_committee_member_sees_who_moves_what_she_moves_herself():
    facts = Facts(signed_in=True, conference_closed=False, names_hidden=True)

    assert allows("amendment:see_movers", {Role.COMMITTEE, Role.MOVER}, facts)


def test_no_role_but_the_public_means_anything_without_a_sign_in():
    facts = Facts(signed_in=False, conference_closed=True, names_hidden=False)

    for activity, role in product(ACTIVITIES, Role):
        assert not allows(activity, {role}, facts)


def test_what_is_not_known_counts_as_the_stricter_answer():
    assert not allows("conference:view", {Role.PUBLIC}, Facts())


def test_demanding_what_is_not_allowed_names_the_activity():
    with pytest.raises(NotPermitted) as refused:
        demand("person:erase", {Role.STAFF}, OPEN_DAY)

    assert refused.value.event == "person:erase"


def test_an_activity_nobody_defined_is_a_mistake_and_not_a_refusal():
    with pytest.raises(LookupError):
        allows("motion:eat", {Role.STAFF}, OPEN_DAY)

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.debate import LATER, amendment_to, declared, published_motion
from tests.factories.motion import committee_of, selected_motion, submitted_motion
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.models import VersionKind
from webapp.procedure.roles import Role
from webapp.queries.actor import NOBODY
from webapp.queries.errors import NotThere
from webapp.queries.histories import clause_history, get_version, list_versions
from webapp.services.motions import publish_motion, redraft_motion
from webapp.text.editing import set_text
from webapp.text.records import load_document

TREES_REASON = "The year is the budget’s."


@pytest.fixture
def nobody(session):
    return NOBODY


@pytest.fixture
def motion(session):
    return published_motion()


def numbers(versions):
    return [version.number for version in versions]


def clause_named(motion, citation):
    return load_document(motion.versions[0].document).find(citation).id


def history(session, actor, motion, citation):
    name = clause_named(motion, citation)
    return clause_history(session, actor, motion, name, now=NOON)


def test_the_public_sees_versions_from_the_first_print_on(session, nobody):
    motion = published_motion()
    declared(amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1"))

    found = list_versions(session, nobody, motion, now=NOON)

    assert [one.kind for one in found] == [VersionKind.PUBLISHED, VersionKind.AMENDED]


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.STAFF])
def test_the_committee_sees_the_text_as_submitted_too(session, motion, role):
    found = list_versions(session, actor_with(motion.conference, role), motion, now=NOON)

    assert found[0].kind is VersionKind.SUBMITTED


def test_a_motion_not_printed_shows_its_versions_to_its_own_and_the_committee(session, nobody):
    motion = submitted_motion()
    delegate = actor_with(motion.conference, Role.DELEGATE)

    seen = {
        "nobody": len(list_versions(session, nobody, motion, now=NOON)),
        "delegate": len(list_versions(session, delegate, motion, now=NOON)),
        "drafter": len(list_versions(session, actor_of(motion.drafter), motion, now=NOON)),
        "committee": len(list_versions(session, actor_of(committee_of(motion)), motion, now=NOON)),
    }

    assert seen == {"nobody": 0, "delegate": 0, "drafter": 1, "committee": 1}


def test_nobody_sees_a_version_that_can_still_be_undone(session, motion):
    declared(amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1"))
    chair = actor_with(motion.conference, Role.CHAIR, Role.STAFF)
    soon = LATER + timedelta(seconds=1)

    found = list_versions(session, chair, motion, now=soon)

    assert VersionKind.AMENDED not in {one.kind for one in found}
    with pytest.raises(NotThere):
        get_version(session, chair, motion, found[-1].number + 1, now=soon)


def test_a_version_that_may_not_be_seen_is_not_there(session, nobody, motion):
    with pytest.raises(NotThere):
        get_version(session, nobody, motion, 1, now=NOON)


def test_a_clause_tells_what_it_said_in_each_version_that_changed_it(session, nobody, motion):
    declared(amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1"))
    declared(amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="2"))

    rows = history(session, nobody, motion, "1")

    assert [row.text for row in rows] == [
        "Keep every library open until nine in the evening.",
        "Keep every library open until ten in the evening.",
    ]
    assert rows[-1].vote_id is not None


def test_a_struck_clause_ends_its_history_and_those_after_it_tell_their_new_number(
    session, nobody, motion
):
    declared(amendment_to(motion, "Delete 2.", number="1"))

    struck, renumbered = (
        history(session, nobody, motion, "2"),
        history(session, nobody, motion, "3"),
    )

    assert [(row.citation, row.is_struck) for row in struck] == [("2", False), ("2", True)]
    assert [row.citation for row in renumbered] == ["3", "2"]
    assert renumbered[0].text == renumbered[1].text


def test_a_split_clause_goes_on_and_what_was_split_off_begins(session, nobody, motion):
    declared(amendment_to(motion, "In 2, after “books,” begin new clause 3.", number="1"))

    rows = history(session, nobody, motion, "2")
    last = motion.versions[-1]
    new = load_document(last.document).find("3")
    begun = clause_history(session, nobody, motion, new.id, now=NOON)

    assert [row.text for row in rows][-1] == "Lend books,"
    assert [row.text for row in begun] == ["tools and instruments without a fee."]


def test_what_the_committee_redrafted_before_print_is_not_told_to_the_public(session, nobody):
    motion = selected_motion()
    committee = actor_of(committee_of(motion))
    document = load_document(motion.versions[-1].document)
    clause = document.find("1")
    changed = set_text(document, clause.id, "Three trees to be planted for every tree felled.")
    redraft_motion(session, committee, motion, changed, reason=TREES_REASON, now=NOON)
    publish_motion(session, committee, motion, now=NOON)
    session.commit()

    public = clause_history(session, nobody, motion, clause.id, now=NOON)
    own = clause_history(session, committee, motion, clause.id, now=NOON)

    assert [row.text for row in public] == ["Three trees to be planted for every tree felled."]
    assert own[0].text.startswith("Two trees")


def test_a_clause_nobody_knows_is_not_there(session, nobody, motion):
    with pytest.raises(NotThere):
        clause_history(session, nobody, motion, "nowhere", now=NOON)


def test_somebody_without_a_part_sees_what_the_public_sees(session, nobody, motion):
    passer_by = actor_of(PersonFactory())

    seen = list_versions(session, passer_by, motion, now=NOON)

    assert numbers(seen) == numbers(list_versions(session, nobody, motion, now=NOON))

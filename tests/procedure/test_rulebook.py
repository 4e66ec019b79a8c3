"""Standing orders as data: the presets, and every fault with its line and remedy."""

import re
from datetime import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.majority import TieRule
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import (
    PRESETS,
    FaultyRulebook,
    RulebookFault,
    load_preset,
    load_rulebook,
    preset_text,
)
from webapp.procedure.rules import BallotForm, Bounds, Order, ProceduralEffect, Selection
from webapp.procedure.states import AmendmentState, MotionState

FEDERAL = preset_text("federal_conference")


def faults_in(text):
    """Return the faults found, none where the text is a rulebook."""
    try:
        load_rulebook(text)
    except FaultyRulebook as refused:
        return refused.faults
    return ()


def faults_of(text):
    faults = faults_in(text)
    assert faults
    return faults


def with_line(old, new):
    """Return the federal rulebook with its first line that reads so changed, and its number."""
    lines = FEDERAL.splitlines()
    number = next(place for place, line in enumerate(lines, 1) if line.startswith(old))
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    return "\n".join(lines), number


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_without_fault_and_has_words_for_every_state(name):
    rulebook = load_preset(name)

    assert set(rulebook.words.motion_states) == set(MotionState)
    assert set(rulebook.words.amendment_states) == set(AmendmentState)
    for kind in rulebook.kinds:
        assert not kind.decided or rulebook.majority(kind.majority)
        assert not kind.amendable or rulebook.deadline(kind.amendment_deadline)
        assert all(rulebook.body(body) for body in kind.submission.bodies)


def test_the_federal_preset_says_what_a_federal_conference_does():
    rulebook = load_preset("federal_conference")

    constitutional = rulebook.kind("constitutional_amendment")
    assert rulebook.majority(constitutional.majority).rule.share == Fraction(2, 3)
    assert rulebook.majority(constitutional.amendment_majority).rule.share == Fraction(1, 2)
    assert constitutional.selection is Selection.ALWAYS
    assert not rulebook.kind("emergency_motion").amendable
    assert rulebook.kind("policy_motion").code == "F{number}"
    assert rulebook.deadline("motions").at == time(13)
    assert rulebook.deadline("amendments").override == {Role.COMMITTEE, Role.CHAIR}
    assert rulebook.amendments.hide_movers_until_selected
    assert rulebook.amendments.from_to is Bounds.INCLUSIVE
    assert rulebook.amendments.depth == 0
    assert rulebook.voting.order is Order.PLACE_IN_TEXT
    assert rulebook.voting.undo_seconds == 8
    assert rulebook.reference_back.preliminary
    assert rulebook.procedural_rule("suspension").effect is ProceduralEffect.SUSPEND
    assert rulebook.majority(rulebook.procedural_rule("suspension").majority).key == "two_thirds"
    assert rulebook.ballots.form is BallotForm.OPEN
    lines = rulebook.lines
    assert (lines.unlabelled, lines.numbered, lines.lettered) == (74, 70, 69)


def test_a_small_association_amends_amendments_and_its_chair_breaks_ties():
    rulebook = load_preset("small_association")

    assert rulebook.amendments.depth == 1
    assert rulebook.voting.tie is TieRule.CASTING_VOTE
    assert not rulebook.amendments.hide_movers_until_selected


def test_ten_members_may_submit_and_nine_may_not():
    submission = load_preset("federal_conference").kind("policy_motion").submission

    assert submission.accepts(None, 10)
    assert not submission.accepts(None, 9)
    assert submission.missing(9) == 1


def test_a_body_needs_no_supporters_but_must_be_one_of_those_named():
    kind = load_preset("federal_conference").kind("constitutional_amendment")

    assert kind.submission.accepts("local_party", 0)
    assert not kind.submission.accepts("affiliated_organisation", 0)


def test_members_cannot_submit_what_only_bodies_may():
    assert not load_preset("federal_conference").kind("report").submission.accepts(None, 500)


@pytest.mark.parametrize(
    ("old", "new", "key", "remedy"),
    [
        ("tie =", "tei =", "voting.tei", "Did you mean tie?"),
        ('tie = "nothing_changes"', 'tie = "nothing_change"', "voting.tie", "nothing_changes?"),
        ('order = "place_in_text"', 'order = "?"', "voting.order", "place_in_text, printed"),
        ("undo_seconds = 8", "undo_seconds = -8", "voting.undo_seconds", "from 0 to 300"),
        ("undo_seconds = 8", "undo_seconds = true", "voting.undo_seconds", "from 0 to 300"),
        ("undo_seconds = 8", 'undo_seconds = "8"', "voting.undo_seconds", "from 0 to 300"),
        ("tested = false", "tested = 0", "quorum.tested", "true or false"),
        ('share = "1/100"', "share = 0.01", "quorum.share", "2/3"),
        ('share = "2/3"', 'share = "3/2"', "majorities.share", "from 0 to 1"),
        ('share = "2/3"', 'share = "2/0"', "majorities.share", "from 0 to 1"),
        ('majority = "simple"', 'majority = "smple"', "kinds.majority", "Did you mean simple?"),
        ("at = 13:00:00", 'at = "13.00"', "deadlines.at", "13:00:00"),
        (
            'override = ["committee"]',
            'override = ["committees"]',
            "deadlines.override",
            "committee?",
        ),
        ('code = "F{number}"', 'code = "F"', "kinds.code", "F{number}"),
        ('code = "F{number}"', 'code = "F{nummer}"', "kinds.code", "{number}"),
        ("bodies = [", 'bodies = ["loacl_party",', "kinds.bodies", "Did you mean local_party?"),
        ("unlabelled = 74", "unlabelled = 7", "lines.unlabelled", "from 20"),
        ('name = "Federal conference"', 'name = ""', "name", "quotation marks"),
        (
            "passed_with =",
            'passed_with = "{amendments.x}" #',
            "words.status.passed_with",
            "allowed",
        ),
        ("passed_with =", 'passed_with = "{amendments!r}" #', "words.status.passed_with", "allow"),
        ("passed_with =", 'passed_with = "{}" #', "words.status.passed_with", "{amendments}"),
        ("passed_with =", 'passed_with = "{" #', "words.status.passed_with", "{{"),
        ('draft = "Draft"', 'drafft = "Draft"', "words.motion_states.drafft", "mean draft?"),
        ("[quorum]", "[qourum]", "qourum", "Did you mean quorum?"),
        ("decided = true", "decided = false", "kinds.amendable", "false"),
        ('share = "1/2"', 'share = "1"', "majorities.must_exceed", "must_exceed = false"),
        ("houses = []", 'houses = ["Laity", "laity"]', "majorities.houses", "its own"),
        ('effect = "closure"', 'effect = "close"', "procedural.effect", "Did you mean closure?"),
        ('effect = "closure"', 'effect = "refer_back"', "procedural.effect", "one of the two"),
        ('moved_by = ["delegate"]', "moved_by = []", "procedural.moved_by", "delegate"),
        ('moved_by = ["delegate"]', 'moved_by = ["mover"]', "procedural.moved_by", "Take it out"),
        ("of_parts = false", "of_parts = true", "procedural.of_parts", "Write false."),
        ("preliminary = true", "preliminary = false", "procedural.preliminary_words", "Take it"),
        (
            'preliminary_majority = "simple"',
            'preliminary_majority = "simpel"',
            "procedural.preliminary_majority",
            "Did you mean simple?",
        ),
        ('name = "the reference back"', 'name = "{it}"', "procedural.name", "none"),
        ("blocks = [", 'blocks = ["gallery",', "counting.blocks", "its own"),
        ("tellers_per_block = 2", "tellers_per_block = 0", "counting.tellers_per_block", "from 1"),
        ("smallest_secret = 10", "smallest_secret = 9", "ballots.smallest_secret", "from 10"),
        ("retention_days = 30", "retention_days = 0", "ballots.retention_days", "from 1"),
        ('form = "open"', 'form = "hidden"', "ballots.form", "open, secret"),
    ],
)
def test_a_fault_names_its_line_its_key_and_a_remedy(old, new, key, remedy):
    text, number = with_line(old, new)

    faults = faults_of(text)

    found = [fault for fault in faults if fault.key == key]
    assert found, faults
    assert remedy in found[0].remedy
    assert abs(found[0].line - number) <= 2, "the same line, or the next that no longer agrees"


def test_houses_decide_by_votes_cast():
    text = FEDERAL.replace('base = "votes_cast"\nhouses = []', 'base = "present"\nhouses = ["A"]')

    assert {(fault.key, fault.remedy) for fault in faults_of(text)} == {
        ("majorities.houses", 'Write base = "votes_cast".')
    }


def test_an_appeal_is_decided_by_all_together():
    text = FEDERAL.replace("houses = []", 'houses = ["Clergy", "Laity"]', 1)
    by_conference = 'appeals = "conference"\nappeal_majority = "simple"'

    (fault,) = faults_of(text.replace('appeals = "committee"', by_conference))

    assert fault.key == "admission.appeal_majority"


def test_a_missing_key_is_told_at_its_table():
    text, number = with_line("tie =", "# tie =")
    table = text.splitlines().index("[voting]") + 1

    (fault,) = faults_of(text)

    assert fault == RulebookFault(
        table,
        "voting.tie",
        "is missing.",
        "Write one of: not_carried, nothing_changes, casting_vote.",
    )
    assert table < number


def test_of_a_missing_table_only_the_table_is_missed():
    text = re.sub(r"\[quorum\].*?(?=\n# Char)", "", FEDERAL, flags=re.DOTALL)

    (fault,) = faults_of(text)

    assert (fault.key, fault.remedy) == ("quorum", "Add a table [quorum].")


def test_all_faults_are_told_at_once_in_the_order_of_their_lines():
    text = FEDERAL.replace("undo_seconds = 8", "undo_seconds = 900")
    text = text.replace('must_exceed = true\nbase = "votes_cast"', 'base = "votes"')

    faults = faults_of(text)

    assert [fault.key for fault in faults] == [
        "majorities.must_exceed",
        "majorities.base",
        "voting.undo_seconds",
    ]
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_a_key_used_twice_is_told_both_times():
    text = FEDERAL.replace('key = "two_thirds"', 'key = "simple"')

    doubled = [fault for fault in faults_of(text) if fault.key == "majorities.key"]

    assert len(doubled) == 2


def test_a_secret_ballot_is_not_weighted():
    text = FEDERAL.replace('form = "open"', 'form = "secret"')
    assert not faults_in(text)

    (fault,) = faults_of(text.replace("weighted = false", "weighted = true"))

    assert fault.key == "ballots.weighted"


def test_a_body_may_know_no_procedural_motions_but_must_say_so():
    start = FEDERAL.index("[[procedural]]")
    without = FEDERAL[:start] + FEDERAL[FEDERAL.index("[counting]") :]

    (fault,) = faults_of(without)
    rulebook = load_rulebook("procedural = []\n" + without)

    assert (fault.key, "procedural = []" in fault.remedy) == ("procedural", True)
    assert rulebook.procedural == ()
    assert rulebook.reference_back is None


def test_what_nobody_could_submit_is_a_fault():
    text = FEDERAL.replace(
        'bodies = ["federal_committee", "parliamentary_party"]\nsupporters = 0',
        "bodies = []\nsupporters = 0",
    )

    assert {fault.key for fault in faults_of(text)} == {"kinds.supporters"}


def test_text_that_is_no_toml_is_told_with_its_line():
    text, number = with_line("undo_seconds = 8", "undo_seconds = 8 8")

    (fault,) = faults_of(text)

    assert (fault.line, fault.key) == (number, "TOML")


@pytest.mark.parametrize("text", ["", "\n", "name", "[voting", '"', "kinds = 3", "[[words]]\n"])
def test_a_broken_text_is_refused_with_faults(text):
    assert faults_of(text)


@given(st.data())
def test_a_rulebook_with_a_line_missing_is_read_or_refused_and_never_fails_otherwise(data):
    lines = FEDERAL.splitlines()
    del lines[data.draw(st.integers(0, len(lines) - 1))]

    found = faults_in("\n".join(lines))

    assert all(1 <= fault.line <= len(lines) + 1 for fault in found)


def test_there_is_no_preset_of_another_name():
    with pytest.raises(LookupError):
        load_preset("../secrets")

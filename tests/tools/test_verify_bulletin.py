"""The verifier finds whatever was altered, and says what no file can show."""

import copy
import importlib.util
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.moments import NOON
from webapp.rendering.bulletin import Bulletin, Missing, render_bulletin, render_records
from webapp.sealing import (
    BallotLeaf,
    PollFacts,
    RollLeaf,
    SigningKey,
    seal_closing,
    seal_opening,
    seal_void,
    sign,
)
from webapp.sealing.records import ballot_lines, roll_lines

VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_bulletin.py"
KEY, OTHER = SigningKey(bytes(32)), SigningKey(bytes([1] * 32))
ROLL = [
    *(RollLeaf(f"p{n}", f"person{n}", f"person{n}", 1, "North") for n in range(11)),
    RollLeaf("p99", "person99", "person1", 3, "South"),
]
OPEN_BOX = [
    BallotLeaf("p1", "for", 1, "r1"),
    BallotLeaf("p2", "against", 1, "r2"),
    BallotLeaf("p99", "for", 3, "r99"),
]
SECRET_BOX = [BallotLeaf(f"t{n}", "for" if n < 4 else "abstain") for n in range(7)]
HOLDS, BROKEN, UNREADABLE = 0, 1, 2


@pytest.fixture(scope="module")
def verifier():
    spec = importlib.util.spec_from_file_location("verify_bulletin", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def verify(verifier, tmp_path, capsys):
    def run(bulletin, *words, records=None):
        path = tmp_path / "bulletin.json"
        path.write_text(bulletin if isinstance(bulletin, str) else json.dumps(bulletin))
        if records is not None:
            (tmp_path / "records.json").write_text(render_records("Autumn", records))
            words = (*words, "--records", str(tmp_path / "records.json"))
        status = verifier.main([*words, str(path)])
        return status, "".join(capsys.readouterr())

    return run


def open_vote():
    return bulletin_of("open", ROLL, OPEN_BOX, {"for": 4, "against": 1, "abstain": 0})


def secret_vote(publishes=("ballots",)):
    figures = {"for": 4, "against": 0, "abstain": 3}
    return bulletin_of("secret", ROLL[:11], SECRET_BOX, figures, publishes)


def bulletin_of(form, roll, box, figures, publishes=("ballots",)):
    opening = seal_opening(facts(form, publishes), roll, after=None, key=KEY)
    closing = seal_closing(
        opening, box, figures, closed_at=NOON + timedelta(minutes=1), after=opening, key=KEY
    )
    shown = ballot_lines(box) if publishes else None
    return written(opening, closing, roll, shown, None if publishes else Missing.NOT_PUBLISHED)


def facts(form, publishes=()):
    return PollFacts(
        conference="autumn",
        poll="abc",
        item="F7",
        question="amendment:7",
        words="Amendment 1",
        form=form,
        choices=("for", "against", "abstain"),
        weighted=form == "open",
        changeable=False,
        majority="1/2",
        opened_at=NOON,
        closes_at=None,
        publishes=publishes,
    )


def written(opening, closing, roll, ballots, missing):
    bulletin = Bulletin(
        conference="Autumn",
        key=KEY.public,
        opening=opening,
        closing=closing,
        ballots=ballots,
        missing=missing,
        names={},
        declared=None,
    )
    return json.loads(render_bulletin(bulletin, roll_lines(roll)))


@pytest.mark.parametrize("made", [open_vote, secret_vote])
def test_a_bulletin_that_nobody_touched_holds(verify, made):
    status, said = verify(made(), "--key", KEY.public)

    assert (status, "BROKEN" in said) == (HOLDS, False), said
    assert "counting the ballots anew gives the figures" in said


OF_HOUSES = {
    "North": {"for": 1, "against": 1, "abstain": 0},
    "South": {"for": 3, "against": 0, "abstain": 0},
}
MOVED = {
    "North": {"for": 2, "against": 0, "abstain": 0},
    "South": {"for": 2, "against": 1, "abstain": 0},
}


@pytest.mark.parametrize(
    ("houses", "broken"),
    [
        (OF_HOUSES, []),
        (MOVED, ["counting the ballots of each house anew"]),
        ({"North": OF_HOUSES["North"]}, ["add up to those of all", "of each house anew"]),
    ],
)
def test_where_houses_vote_apart_the_figures_of_each_are_counted_anew(verify, houses, broken):
    opening = seal_opening(
        replace(facts("open", ("ballots",)), houses=("North", "South")), ROLL, after=None, key=KEY
    )
    closing = seal_closing(
        opening,
        OPEN_BOX,
        {"for": 4, "against": 1, "abstain": 0},
        closed_at=NOON + timedelta(minutes=1),
        after=opening,
        key=KEY,
        houses=houses,
    )

    _status, said = verify(written(opening, closing, ROLL, ballot_lines(OPEN_BOX), None))

    found = [line for line in said.splitlines() if "BROKEN" in line]
    assert len(found) == len(broken)
    assert all(what in line for what, line in zip(broken, found, strict=True))


def test_it_runs_by_itself_far_from_the_service(tmp_path):
    path = tmp_path / "bulletin.json"
    path.write_text(json.dumps(open_vote()))
    alone = VERIFIER.read_text()

    done = subprocess.run(
        [sys.executable, "-I", "-", str(path)],
        input=alone,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (HOLDS, "")
    assert "webapp" not in alone


def altered(place, value):
    def alter(bulletin):
        *way, last = place
        for step in way:
            bulletin = bulletin[step]
        bulletin[last] = value

    return alter


TAMPERINGS = {
    "a figure": altered(["closing", "record", "figures", "for"], 5),
    "a ballot's choice": altered(["ballots", 1, 1], "for"),
    "a ballot's weight": altered(["ballots", 0, 2], 2),
    "a ballot's receipt": altered(["ballots", 0, 3], "r5"),
    "a ballot left out": lambda bulletin: bulletin["ballots"].pop(),
    "a ballot twice": lambda bulletin: bulletin["ballots"].append(bulletin["ballots"][0]),
    "ballots held back": altered(["ballots"], None),
    "a place's weight": altered(["roll", 0, 1], 7),
    "a place left out": lambda bulletin: bulletin["roll"].pop(),
    "a place added": lambda bulletin: bulletin["roll"].append(["p100", 1, "", "0"]),
    "a place's body": altered(["roll", 0, 2], "South"),
    "the question": altered(["opening", "record", "words"], "Amendment 2"),
    "the time of closing": altered(["closing", "record", "closed_at"], "2026-01-01T12:00:00"),
    "the signature": altered(["closing", "signature"], "AAAA"),
    "the key": altered(["opening", "key"], OTHER.public),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_whatever_is_altered_is_found(verify, what):
    bulletin = copy.deepcopy(open_vote())

    TAMPERINGS[what](bulletin)

    status, said = verify(bulletin)
    assert (status, "BROKEN" in said) == (BROKEN, True), said


def wrong_figures():
    return bulletin_of("open", ROLL, OPEN_BOX, {"for": 5, "against": 0, "abstain": 0})


def ballot_from_nowhere():
    box = [*OPEN_BOX, BallotLeaf("p555", "for", 1, "r555")]
    return bulletin_of("open", ROLL, box, {"for": 5, "against": 1, "abstain": 0})


def heavier_than_its_place():
    box = [BallotLeaf("p1", "for", 3, "r1"), *OPEN_BOX[1:]]
    return bulletin_of("open", ROLL, box, {"for": 6, "against": 1, "abstain": 0})


def more_ballots_than_places():
    box = [BallotLeaf(f"t{n}", "for") for n in range(12)]
    return bulletin_of("secret", ROLL[:11], box, {"for": 12, "against": 0, "abstain": 0})


def unequal_in_secret():
    return bulletin_of("secret", ROLL, SECRET_BOX, {"for": 4, "against": 0, "abstain": 3})


def end_of_another_vote():
    elsewhere = seal_opening(facts("secret"), ROLL, after=None, key=KEY)
    return {
        **open_vote(),
        "closing": seal_void(elsewhere, "-", closed_at=NOON, after=None, key=KEY),
    }


@pytest.mark.parametrize(
    "made",
    [
        wrong_figures,
        ballot_from_nowhere,
        heavier_than_its_place,
        more_ballots_than_places,
        unequal_in_secret,
        end_of_another_vote,
    ],
)
def test_what_the_service_itself_sealed_wrongly_is_found(verify, made):
    status, said = verify(made(), "--key", KEY.public)

    assert status == BROKEN, said


def test_a_service_that_signs_with_another_key_than_it_made_known_is_found(verify):
    status, _ = verify(open_vote(), "--key", OTHER.public)

    assert status == BROKEN


def test_without_published_ballots_it_says_that_it_cannot_count_them(verify):
    status, said = verify(secret_vote(publishes=()))

    assert status == HOLDS
    assert "counting the ballots anew" not in said
    assert "that the figures are what lay in the box" in said


def test_a_poll_still_open_shows_what_it_was_opened_on(verify):
    opening = seal_opening(facts("open", ("ballots",)), ROLL, after=None, key=KEY)

    status, said = verify(written(opening, None, ROLL, None, Missing.NOT_CLOSED))

    assert (status, "the poll was still open" in said) == (HOLDS, True)


def test_a_poll_without_a_result_says_why(verify):
    opening = seal_opening(facts("open", ("ballots",)), ROLL, after=None, key=KEY)
    closing = seal_void(opening, "The wrong question", closed_at=NOON, after=opening, key=KEY)

    status, said = verify(written(opening, closing, ROLL, None, Missing.VOID))

    assert (status, "The wrong question" in said) == (HOLDS, True)


def test_a_voter_finds_the_receipt_with_the_choice(verify):
    status, said = verify(open_vote(), "--receipt", " R 2")

    assert (status, "receipt r2 is in the box: against, weight 1" in said) == (HOLDS, True)


def test_a_receipt_that_is_not_in_the_box_is_said_not_to_be(verify):
    status, _ = verify(secret_vote(), "--receipt", "t77")

    assert status == BROKEN


def records_with(bulletin):
    opening = bulletin["opening"]
    return [opening, bulletin["closing"]]


def test_the_chain_of_all_records_holds(verify):
    bulletin = open_vote()

    status, said = verify(bulletin, records=records_with(bulletin))

    assert (status, "numbered without a gap" in said) == (HOLDS, True)


def reworded(records):
    records[0] = sign({**records[0]["record"], "words": "Amendment 9"}, KEY)


@pytest.mark.parametrize("change", [lambda records: records.pop(0), list.reverse, reworded])
def test_a_record_left_out_turned_round_or_written_anew_breaks_the_chain(verify, change):
    bulletin = open_vote()
    records = records_with(bulletin)

    change(records)

    assert verify(bulletin, records=records)[0] == BROKEN


@pytest.mark.parametrize(
    "words",
    [
        *("", "[]", "{", "[" * 9999, '{"format": "something else"}', '{"format": 1, "format": 1}'),
        *('{"format": "carried/bulletin/1"}', json.dumps({**open_vote(), "roll": 0.5})),
    ],
)
def test_what_is_no_bulletin_is_unreadable_and_not_whole(verify, words):
    assert verify(words)[0] == UNREADABLE

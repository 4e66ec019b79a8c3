import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, TEN, amendment_to, published_motion
from tests.factories.person import PersonFactory
from tests.factories.poll import cast_all, delegates, places
from webapp.models import Person, Poll
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState

pytestmark = pytest.mark.usefixtures("at_noon")

VERIFIER = Path(__file__).parents[2] / "tools" / "verify_bulletin.py"
RANKED = preset_text("federal_conference").replace('order = "place_in_text"', 'order = "ranked"', 1)


@pytest.fixture
def motion(session):
    motion = published_motion(ConferenceFactory(rulebook=RANKED))
    amendment_to(motion, TEN, number="1")
    amendment_to(motion, EIGHT, number="2")
    delegates(motion.conference, 5)
    return motion


def test_the_chair_puts_amendments_to_one_ranked_ballot_from_the_desk(
    session, sign_in, client, motion, tmp_path
):
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    desk = f"/voting/{motion.id}"

    page = press(chair, chair.get(desk), "Vote on phones…")
    assert "Vote on phones: Amendments 1 and 2: which one?" in page.text
    press(chair, page, "Open the vote")
    poll = session.query(Poll).one()
    voter = sign_in(session.get_one(Person, places(poll)[0].holder_id))
    ballot = press(
        voter, voter.get(f"/ballots/{poll.public_id}"), "Cast this vote", rank=["2", "1", "-"]
    )
    assert "1. Amendment 2; 2. Amendment 1" in ballot.text
    cast_all(poll, "2>1>3", "2>3", "1>2")
    press(chair, chair.get(desk), "Close the vote")
    page = press(chair, chair.get(desk), "Declare it")

    assert page.status_code == 200
    assert [one.state for one in motion.amendments] == [
        AmendmentState.FALLEN,
        AmendmentState.CARRIED,
    ]
    path = tmp_path / "bulletin.json"
    path.write_text(client.get(f"/bulletins/{motion.conference.slug}/{poll.public_id}.json").text)
    checked = subprocess.run(
        [sys.executable, VERIFIER, path], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert "1. Amendment 2" in checked.stdout
    assert json.loads(path.read_text())["opening"]["record"]["ranked"]["needs"]["share"] == "1/2"

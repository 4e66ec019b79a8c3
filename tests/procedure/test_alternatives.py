import pytest

from webapp.procedure.alternatives import Option, Settled, settle, survivors
from webapp.procedure.states import Outcome

C, L, F = Outcome.CARRIED, Outcome.LOST, Outcome.FALLEN


def options(*outcomes):
    return [Option(str(place), outcome) for place, outcome in enumerate(outcomes, start=1)]


@pytest.mark.parametrize(
    ("outcomes", "settled"),
    [
        ((None, None, None), Settled()),
        ((L, None, None), Settled()),
        ((C, None, None), Settled(struck=("2", "3"), because_of="1")),
        ((L, C, None), Settled(struck=("3",), because_of="2")),
        ((L, L, None), Settled(stands="3", because_of="2")),
        ((L, None), Settled(stands="2", because_of="1")),
        ((C, F, F), Settled()),
        ((L, L, F), Settled()),
        ((None,), Settled()),
    ],
)
def test_exactly_one_option_survives(outcomes, settled):
    assert settle(options(*outcomes)) == settled


def test_what_survives_is_neither_voted_out_nor_struck():
    assert survivors(options(L, C, F), struck=["3"]) == ["2"]
    assert survivors(options(L, L, F), struck=[]) == ["3"]

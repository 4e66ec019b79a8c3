"""The verifier counts rankings by code of its own: it comes to what the service comes to."""

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.rankings import boxes
from webapp.procedure.majority import TWO_THIRDS_MAJORITY
from webapp.procedure.ranking import NONE, count_pairs, figures_of, placing_of

VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_bulletin.py"
NEEDS = {"share": "2/3", "must_exceed": TWO_THIRDS_MAJORITY.must_exceed}


def load_verifier():
    spec = importlib.util.spec_from_file_location("verify_bulletin", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


verifier = load_verifier()


@given(boxes(least=0), st.booleans(), st.booleans())
def test_the_verifier_comes_to_the_table_and_the_order_of_the_service(box, has_none, has_rule):
    options, ballots = box
    choices = [f"motion:{number}" for number in range(1, options + 1)]
    if has_none:
        choices[-1] = NONE
    lines = [[str(at), text, weight] for at, (text, weight) in enumerate(ballots.items())]
    figures = figures_of(count_pairs(ballots, options))
    placing = placing_of(figures, choices, TWO_THIRDS_MAJORITY if has_rule else None)

    order, below = verifier.order_of(figures, choices, NEEDS if has_rule else None)

    assert verifier.counted_pairs(lines, choices) == figures
    assert tuple(map(tuple, order)) == placing.order
    assert tuple(below) == placing.below

from typing import get_args

from hypothesis import given, settings

from tests.strategies import conferences
from webapp.text.collisions import CollisionKind
from webapp.text.fabric import Why
from webapp.text.operation import Operation
from webapp.text.weave import Weave

OPERATIONS = set(get_args(Operation))


def test_conferences_reach_every_operation_collision_and_lost_effect():
    met = set()

    @settings(max_examples=300, derandomize=True, database=None)
    @given(conferences(fewest=3, most=6))
    def look(conference):
        document, sets = conference
        weave = Weave(document, sets)
        under = [each.id for each in sets]
        met.update(type(operation) for each in sets for operation in each.operations)
        met.update(each.kind for each in weave.collisions(under))
        met.update(each.why for each in weave.unapplied(weave.closure(under)[0]))
        met.update("later" for each in sets if each.context)
        met.update("amends" for each in sets if each.amends)

    look()

    assert met >= OPERATIONS | set(CollisionKind) | set(Why) | {"later", "amends"}

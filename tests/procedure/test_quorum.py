"""How many must be there."""

from fractions import Fraction

import pytest

from webapp.procedure.quorum import QuorumRule

FEDERAL = QuorumRule(Fraction(1, 100), at_least=75)


@pytest.mark.parametrize(("entitled", "needed"), [(0, 75), (7_500, 75), (7_501, 76), (12_000, 120)])
def test_the_greater_of_share_and_least_number_is_needed(entitled, needed):
    assert FEDERAL.needed(entitled) == needed


@pytest.mark.parametrize(
    ("present", "is_met", "short_by"), [(75, True, 0), (74, False, 1), (500, True, 0)]
)
def test_a_quorum_is_met_to_the_person(present, is_met, short_by):
    assert FEDERAL.is_met(present, 2_000) is is_met
    assert FEDERAL.short_by(present, 2_000) == short_by

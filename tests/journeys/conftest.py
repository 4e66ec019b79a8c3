from __future__ import annotations

import pytest

from tests.journeys.cases import Case, own_case, seed_case


@pytest.fixture(params=["our own motion", "the real motion"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "our own motion":
        return own_case()
    return seed_case(request.getfixturevalue("fixtures_dir"))

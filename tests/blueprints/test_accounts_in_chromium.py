import pytest

from tests.chromium import DESKTOP, PHONE, assert_accessible
from tests.factories.person import PersonFactory


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("address", ["/accounts/sign-in", "/accounts/code", "/nowhere"])
def test_the_ways_in_are_open_to_everybody(chromium, address, width):
    page = chromium(width=width)

    page.goto(address)

    assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("address", ["/accounts/", "/accounts/password"])
def test_an_account_is_usable_by_everybody(chromium, address, width):
    page = chromium(PersonFactory(), width=width)

    page.goto(address)

    assert_accessible(page)

"""Writing an amendment on a phone in a hall with bad network, and then on another device."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.chromium import PHONE, assert_accessible
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from webapp.models import Amendment, WorkingCopy
from webapp.procedure.roles import Role

KEPT = re.compile(r"kept \d\d:\d\d:\d\d")
BOX = "Words of 2 a)"


@pytest.fixture
def motion(session):
    return published_motion(ConferenceFactory())


@pytest.fixture
def delegate(motion):
    return PersonFactory(roles={motion.conference: [Role.DELEGATE]})


@pytest.fixture
def phone(chromium, delegate):
    return chromium(delegate, width=PHONE)


def state_of(page):
    return expect(page.locator("#keeping"))


def open_clause(page, motion):
    page.goto(f"/amendments/new/{motion.id}")
    page.locator("summary", has_text="Water young trees").click()


def test_nothing_typed_without_network_is_lost(phone, motion):
    open_clause(phone, motion)
    phone.get_by_label(BOX).fill("Water young trees in their first five summers.")
    state_of(phone).to_have_text(KEPT)
    phone.locator(".digest").click()
    expect(phone.locator("#printed")).to_contain_text("delete “three” and insert “five”")
    assert_accessible(phone)
    phone.keyboard.press("Escape")

    phone.context.set_offline(True)
    phone.get_by_label(BOX).fill("Water young trees in their first ten summers.")
    state_of(phone).to_have_text("not yet kept: no network")
    phone.get_by_role("button", name="Save draft").click()
    expect(phone.get_by_label(BOX)).to_have_value("Water young trees in their first ten summers.")
    phone.context.set_offline(False)

    state_of(phone).to_have_text(KEPT)
    expect(phone.locator(".digest-words")).to_contain_text("insert “ten”")


def test_a_tab_closed_without_network_is_sent_when_the_page_is_opened_again(phone, motion):
    open_clause(phone, motion)
    phone.context.set_offline(True)
    phone.get_by_label(BOX).fill("Water young trees in their first ten summers.")
    state_of(phone).to_have_text("not yet kept: no network")
    phone.close()
    again = phone.context.new_page()
    again.context.set_offline(False)

    again.goto(f"/amendments/new/{motion.id}")

    expect(again.get_by_text("What you typed is still here")).to_be_visible()
    expect(again.locator("#printed")).to_contain_text("insert “ten”")


def test_two_devices_are_both_offered_and_one_is_chosen(chromium, delegate, motion, session):
    first, second = chromium(delegate, width=PHONE), chromium(delegate)
    open_clause(first, motion)
    open_clause(second, motion)
    first.get_by_label(BOX).fill("Water young trees in their first five summers.")
    state_of(first).to_have_text(KEPT)

    second.get_by_label(BOX).fill("Water young trees in their first ten summers.")
    expect(second.get_by_text("Also typed in another window")).to_be_visible()
    expect(second.locator(".elsewhere")).to_contain_text("insert “five”")
    assert_accessible(second)
    second.get_by_role("button", name="Go on with what I typed here").click()

    state_of(second).to_have_text(KEPT)
    session.commit()
    assert "ten summers" in str(session.query(WorkingCopy).one().fields)


def test_the_buttons_beside_a_clause_act_in_place(phone, motion, session):
    open_clause(phone, motion)
    phone.get_by_label(BOX).fill("Water young trees in their first five summers.")

    phone.get_by_role("button", name="Add after 2 a)").click()

    added = phone.get_by_label("Words of 2 b)")
    expect(added).to_be_focused()
    added.fill("Stake them.")
    expect(phone.locator("#printed")).to_contain_text("Stake them.")
    phone.get_by_role("button", name="Save draft").click()
    phone.get_by_text("Draft saved.").wait_for()
    session.commit()
    assert session.query(Amendment).count() == 1


def test_the_acts_of_a_long_text_are_laid_out_when_a_clause_is_opened(chromium, session):
    demands = "\n\n".join(f"{place}. Demand number {place}." for place in range(1, 71))
    motion = published_motion(ConferenceFactory(), text=f"Conference calls for:\n\n{demands}")
    page = chromium(PersonFactory(roles={motion.conference: [Role.DELEGATE]}), width=PHONE)
    page.goto(f"/amendments/new/{motion.id}")
    page.locator("summary", has_text="Demand number 33.").click()

    page.get_by_role("button", name="Strike 33", exact=True).click()

    expect(page.locator("#printed")).to_contain_text("Delete line 34 (33).")
    assert_accessible(page)

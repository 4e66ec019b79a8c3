"""What only a browser shows of the macros: rows and flow, the card, one sending, the countdown."""

from __future__ import annotations

import pytest

from tests.chromium import PHONE, assert_accessible
from tests.templates.views import PieceView, paper_of

PAGE = """{% extends "base.html" %}
{% from "macros/paper.html" import paper, legend %}
{% from "macros/forms.html" import post_button %}
{% from "macros/desk.html" import undo_bar %}
{% block main %}<h1>Night buses</h1><div class="sheet">{{ legend() }}{{ paper(view) }}</div>
{{ post_button("/sent", "Withdraw") }}{{ undo_bar("/undo", "Recorded.", 1) }}{% endblock main %}"""


@pytest.fixture
def view():
    inserted = PieceView(
        " on every day of the week", "inserted", ["A1"], ["Carried at noon."], "#origin-1"
    )
    return paper_of(
        (1, [PieceView("Buses run between the towns of the coast all night long and in both ")]),
        (2, [PieceView("directions"), inserted, PieceView(".")]),
    )


@pytest.fixture
def show(chromium, environment, view):
    """Show the page of this module in a window of the width asked for."""

    def open_at(width: int = 1280):
        page = chromium(width=width)
        markup = environment.from_string(PAGE).render(view=view)
        page.route("**/paper", lambda route: route.fulfill(body=markup, content_type="text/html"))
        page.goto("/paper")
        return page

    return open_at


def tops(page):
    return page.eval_on_selector_all(".line", "all => all.map(e => e.getClientRects()[0].top)")


def test_with_room_each_printed_line_is_a_row(show):
    page = show()

    assert page.eval_on_selector(".line", "e => getComputedStyle(e).display") == "block"
    assert tops(page)[1] - tops(page)[0] < 35


def test_without_room_the_words_flow(show):
    page = show(PHONE)

    assert page.eval_on_selector(".line", "e => getComputedStyle(e).display") == "inline"


@pytest.mark.parametrize("width", [1280, PHONE, 320])
def test_the_paper_is_accessible(show, width):
    assert_accessible(show(width))


def test_touching_a_word_shows_where_it_came_from(show):
    page = show()

    page.click(".touch")

    assert "Carried at noon." in page.inner_text(".origin-card")


def test_escape_leads_back_to_the_word(show):
    page = show()
    page.click(".touch")

    page.keyboard.press("Escape")

    assert page.evaluate("document.activeElement.className") == "touch"


def test_a_double_click_sends_once(show):
    page = show()
    sent = []
    page.route("**/sent", lambda route: (sent.append(route.request.url), route.fulfill(status=204)))

    page.dblclick("text=Withdraw")
    page.wait_for_selector("button[aria-disabled]")

    assert len(sent) == 1


def test_the_undo_bar_goes_when_its_time_is_over(show):
    page = show()

    page.wait_for_selector(".undo", state="hidden", timeout=5000)

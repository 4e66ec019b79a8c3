from tests.templates.views import HOSTILE


def test_the_frame_needs_nothing(page):
    assert 'id="main"' in page("base.html")


def test_the_frame_shows_who_is_signed_in_and_the_way_out(page):
    markup = page(
        "base.html",
        conference={"name": "Spring Conference", "url": "/spring"},
        current_person={"name": "Ada Mwangi", "url": "/me"},
        navigation=[{"label": "Agenda", "url": "/agenda", "current": True}],
        sign_out_url="/out",
    )

    assert '<a href="/agenda" aria-current="page">Agenda</a>' in markup
    assert 'method="post" action="/out"' in markup
    assert "Ada Mwangi" in markup


def test_names_in_the_frame_are_escaped(page):
    markup = page(
        "base.html",
        conference={"name": HOSTILE},
        current_person={"name": HOSTILE},
        navigation=[{"label": HOSTILE, "url": "/", "current": False}],
    )

    assert "alert('x')</script>" not in markup


def test_an_error_gives_back_what_was_typed(page):
    markup = page(
        "errors/error.html",
        status=409,
        title="Changed meanwhile",
        sentence="Somebody was faster.",
        kept="</textarea>" + HOSTILE,
    )

    assert "&lt;/textarea&gt;&lt;script&gt;" in markup


def test_a_form_left_open_too_long_is_sent_again_with_all_that_was_typed(page):
    markup = page(
        "errors/send_again.html",
        address="/motions/new",
        fields=[("title", "Night buses"), ("words", "\nBuses\nrun.")],
    )

    assert 'action="/motions/new"' in markup
    assert 'name="title" value="Night buses"' in markup
    assert "\n\nBuses\nrun.</textarea>" in markup


def test_a_form_from_another_site_is_not_offered_again(page):
    markup = page("errors/send_again.html", address="/motions/new", fields=[])

    assert "<form" not in markup

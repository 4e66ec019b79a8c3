import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from tests.templates.views import HOSTILE


class MotionForm(Form):
    title = StringField(
        "Title", [InputRequired("Give the motion a title.")], description="At most twelve words."
    )
    note = TextAreaField("Note", [Optional()])
    route = RadioField(
        "Who submits it",
        choices=[SelectChoice("branch", "A branch"), SelectChoice("ten", "Ten members")],
        default="branch",
    )


@pytest.fixture
def refused():
    form = MotionForm(MultiDict({"title": "", "note": HOSTILE}))
    form.validate()
    return form


def test_a_field_refused_says_why_beside_its_box(macro, refused):
    markup = macro("forms.html", "field", refused.title)

    assert 'aria-describedby="title-hint title-error-1"' in markup
    assert 'id="title-error-1"' in markup
    assert 'aria-invalid="true"' in markup


def test_the_summary_leads_to_each_field_refused(macro, refused):
    markup = macro("forms.html", "error_summary", refused)

    assert '<a href="#title">Title: Give the motion a title.</a>' in markup


def test_a_form_in_order_has_no_summary(macro):
    form = MotionForm(MultiDict({"title": "Night buses"}))
    form.validate()

    assert macro("forms.html", "error_summary", form) == ""


def test_only_what_may_be_left_out_is_marked_optional(macro, refused):
    assert "(optional)" in macro("forms.html", "field", refused.note)
    assert "(optional)" not in macro("forms.html", "field", refused.title)


def test_a_choice_lists_each_answer_with_its_label(macro, refused):
    markup = macro("forms.html", "choices", refused.route)

    assert "<legend>Who submits it</legend>" in markup
    assert '<label for="route-1">Ten members</label>' in markup


def test_what_was_typed_comes_back_escaped(macro, refused):
    markup = macro("forms.html", "field", refused.note)

    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_a_button_of_its_own_sends_the_word_of_the_session(macro):
    markup = macro("forms.html", "post_button", "/withdraw", "Withdraw", kind="danger")

    assert '<input type="hidden" name="csrf_token" value="the-word">' in markup
    assert 'method="post" action="/withdraw"' in markup


def test_a_clause_goes_into_its_box_and_out_again_unchanged(macro):
    clause = {"citation": "2 d)", "level": 1, "first_line": 3, "last_line": 4}

    markup = macro("editor.html", "clause_card", clause, "clause-7", "\nBuses  run\n")

    # A browser drops the first line end of a text area; the words start after it.
    assert ">\n\nBuses  run\n</textarea>" in markup


def test_a_clause_refused_stands_open_with_the_reason(macro):
    clause = {"citation": "2 d)", "level": 1, "first_line": 3, "last_line": 3}

    markup = macro("editor.html", "clause_card", clause, "c", HOSTILE, errors=["Say something."])

    assert "open>" in markup.replace("\n", "")
    assert "Say something." in markup
    assert "<script" not in markup

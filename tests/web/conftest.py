import pytest
from flask import Flask, jsonify, render_template_string, request
from wtforms import StringField

from webapp.procedure.errors import NotPermitted
from webapp.text.errors import NoSuchClause
from webapp.web.forms import BaseForm


class NoteForm(BaseForm):
    note = StringField("Note")


PAGE = """<main><form method="post">{{ form.csrf_token }}{{ form.note }}<button>Keep</button></form>
<p>kept: {{ kept }}</p></main>"""


@pytest.fixture
def app_settings():
    return {}


@pytest.fixture
def app(app: Flask) -> Flask:
    """Return the app with a few pages of the tests' own."""

    def note():
        form = NoteForm(request.form)
        kept = form.note.data if form.is_sent() else ""
        return render_template_string(PAGE, form=form, kept=kept)

    app.add_url_rule("/trial/note", view_func=note, methods=["GET", "POST"])
    app.add_url_rule("/trial/number/<int:number>", "number", show_number)
    app.add_url_rule("/trial/refused", "refused", refuse, methods=["GET", "POST"])
    app.add_url_rule("/trial/missing", "missing", lose)
    return app


def show_number(number):
    return jsonify(number)


def refuse():
    raise NotPermitted("amendment:submit")


def lose():
    raise NoSuchClause("9 z)")

"""Counting a vote for one of several options on the desk, and its figures in the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from wtforms import Field, IntegerField
from wtforms.validators import InputRequired, NumberRange

from webapp.blueprints.voting.forms import WhenForm
from webapp.blueprints.voting.words import short_name
from webapp.extensions import db
from webapp.models import SeparateVote
from webapp.procedure.rules import OptionsRule
from webapp.queries.options import figures_behind
from webapp.queries.polls import OPTIONS, OneOf
from webapp.queries.verdicts import rules_for
from webapp.services.results import LARGEST_COUNT
from webapp.web.poll_words import choice_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from webapp.models import Declaration, Item, Poll


class OptionCountForm(WhenForm):
    """A figure for each option; made by `option_form`, which knows them."""

    options: Sequence[SeparateVote] = ()

    def figures(self) -> Mapping[SeparateVote, int]:
        return {one: self[name_of(one)].data or 0 for one in self.options}

    def boxes(self) -> list[Field]:
        return [self[name_of(one)] for one in self.options]


def name_of(option: SeparateVote) -> str:
    return f"votes-{option.id}"


def option_form(item: Item | None) -> OptionCountForm | None:
    """Return the form for the choice to which an item belongs, where conference picks one."""
    options = _options_beside(item)
    if not options:
        return None
    fields = {
        name_of(one): IntegerField(
            short_name(one), [InputRequired(), NumberRange(0, LARGEST_COUNT)]
        )
        for one in options
    }
    made: type[OptionCountForm] = type("Filled", (OptionCountForm,), {**fields, "options": options})
    return made(request.form if request.method == "POST" else None)


def _options_beside(item: Item | None) -> list[SeparateVote]:
    if not isinstance(item, SeparateVote) or item.choice is None:
        return []
    if rules_for(item).voting.options is not OptionsRule.ONE_OF:
        return []
    return OneOf(item.motion, item.choice).options


def option_figures(declaration: Declaration, poll: Poll | None) -> list[tuple[str, int]]:
    """Return what each option had, counted in the hall or on phones; nothing for others."""
    counted = figures_behind(db.session(), declaration)
    if counted:
        return [(short_name(option), votes) for option, votes in counted]
    if poll is None or poll.figures is None or not poll.question.startswith(OPTIONS):
        return []
    return [(words, int(poll.figures[choice])) for choice, words in choice_words(poll).items()]

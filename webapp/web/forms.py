"""The form every form stands on, and fields that several share."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import get_locale
from wtforms import Form, SelectMultipleField
from wtforms.form import BaseForm as AnyForm
from wtforms.meta import DefaultMeta
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.web.forgery import FIELD, SessionToken


class BaseForm(Form):
    """A form with this session's word in it, speaking the reader's language."""

    class Meta(DefaultMeta):
        csrf = True
        csrf_class = SessionToken
        csrf_field_name = FIELD

        @property
        def locales(self) -> list[str]:  # type: ignore[override]
            return [str(get_locale() or "en"), "en"]

        def wrap_formdata(self, form: AnyForm, formdata: Any) -> Any:
            """Tell a page that is only looked at from a form sent back with every box empty."""
            return super().wrap_formdata(form, formdata or None)

    def is_sent(self) -> bool:
        """Whether the form came back and holds what it must: `if form.is_sent(): …`."""
        return request.method == "POST" and bool(self.validate())


class CheckBoxes(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

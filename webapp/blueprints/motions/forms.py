"""What drafters and the committee type about a motion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from webapp.queries.rulebooks import rulebook_of
from webapp.web.backing import BackingForm, on_one_line
from webapp.web.forms import BaseForm, CheckBoxes
from webapp.web.lateness import is_closed

if TYPE_CHECKING:
    from webapp.models import Conference, Motion

LONGEST_TITLE = 300
LONGEST_SOURCE = 2_000_000
LONGEST_STATEMENT = 5_000
LONGEST_REASON = 2_000
OWN_WORDS = "other"


class MotionForm(BackingForm):
    """What a motion is, and who stands behind it."""

    kind = SelectField(_("Kind"), [InputRequired()])
    title = StringField(
        _("Title"), [DataRequired(), Length(max=LONGEST_TITLE)], filters=[on_one_line]
    )

    def fit(self, conference: Conference) -> None:
        """Offer the kinds and bodies of this conference."""
        super().fit(conference)
        rules = rulebook_of(conference)
        self.kind.choices = [
            (
                kind.key,
                gettext("%(kind)s (closed)", kind=kind.name)
                if is_closed(conference, kind)
                else kind.name,
            )
            for kind in rules.kinds
            if kind.decided
        ]

    def fill(self, motion: Motion) -> None:
        """Show what is kept of a draft."""
        self.kind.data, self.title.data = motion.kind, motion.title
        self.fill_backing(motion, motion.conference, motion.version)


class PasteForm(BaseForm):
    """A motion pasted from anywhere."""

    source = TextAreaField(
        _("The motion as it was written"),
        [
            DataRequired(_("Paste or type the motion first.")),
            Length(
                max=LONGEST_SOURCE,
                message=_("This is longer than two million characters, the most that is read."),
            ),
        ],
        description=_(
            "From a website, a Word file or an e-mail: title, clauses with their labels,"
            " Applicability. It is shown as it was understood before anything is kept."
        ),
    )


class PastedMotionForm(PasteForm, MotionForm):
    """What was pasted, and what is said about it."""


class ComposedMotionForm(MotionForm):
    """A motion typed clause by clause: what stands beside its clauses."""

    applicability = TextAreaField(
        _("Applicability"),
        [Length(max=LONGEST_STATEMENT)],
        description=_(
            "Where it applies, with the clauses that differ: “Applicability: England and Wales,"
            " except 1 b) which is Federal.”"
        ),
    )


class CodeForm(BaseForm):
    """The code of a motion on the agenda."""

    code = StringField(
        _("Code"),
        [DataRequired(), Length(max=12)],
        filters=[on_one_line],
        description=_("As printed, for example F13 or F21A. A code is never given twice."),
    )


class RedraftForm(BaseForm):
    """Why the committee changes a text."""

    reason = TextAreaField(
        _("Reason"),
        [DataRequired(_("Say why the text is changed.")), Length(max=LONGEST_REASON)],
        description=_("Everybody can read it in the history of the text."),
    )


class ConsequenceForm(BaseForm):
    """What the committee rules of two amendments; `seen` is the ruling that was shown."""

    carried = SelectField(_("If this is carried"), [InputRequired()])
    other = SelectField(_("then this"), [InputRequired()])
    verdict = HiddenField(validators=[AnyOf(("falls", "stands"))])
    reason = StringField(
        _("Reason"),
        [Length(max=LONGEST_REASON)],
        filters=[on_one_line],
        description=_("Printed on the paper. Needed for what does not follow from the texts."),
    )
    seen = HiddenField()

    def fit(self, amendments: list[tuple[str, str]]) -> None:
        """Offer the amendments on the paper, by their ids."""
        self.carried.choices = self.other.choices = amendments

    def is_about(self, carried: int, other: int) -> bool:
        return (self.carried.data, self.other.data) == (str(carried), str(other))

    def seen_version(self) -> int | None:
        """Return which ruling was on the page; None where the page showed none of this pair."""
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else None


class AlternativesForm(BaseForm):
    """Amendments of which the committee says that only one can be carried."""

    amendments = CheckBoxes(
        _("Only one of these can be carried"), [InputRequired(_("Choose at least two."))]
    )
    reason = StringField(
        _("Reason"),
        [Length(max=LONGEST_REASON)],
        filters=[on_one_line],
        description=_("Printed on the paper. Needed for what does not follow from the texts."),
    )

    def fit(self, amendments: list[tuple[str, str]]) -> None:
        """Offer the amendments that are still open, by their ids."""
        self.amendments.choices = amendments

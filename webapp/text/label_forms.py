"""Labels of the members of a list: how a form prints a number, and what number comes next."""

from __future__ import annotations

from webapp.text.clause import Marker, MarkerStyle
from webapp.text.ordinals import COUNTED, read_ordinal, write_ordinal

PARENT_SLOT = "{parent}"
"""In a form, the number of the parent without its full stop: "{parent}.{}" prints 1.2, 1.2.1."""
DEFAULT_FORMS = {
    MarkerStyle.NONE: "",
    MarkerStyle.DECIMAL: "{}.",
    MarkerStyle.ALPHA: "{})",
    MarkerStyle.ROMAN: "{})",
    MarkerStyle.UPPER_ALPHA: "{}.",
    MarkerStyle.UPPER_ROMAN: "{}.",
    MarkerStyle.BULLET: "•",
    MarkerStyle.FIXED: "",
}


def print_label(marker: Marker, number: int, parent: str = "") -> str:
    """Return the label that a counted marker prints for a number.

    >>> print_label(Marker(MarkerStyle.ALPHA, "({})"), 3)
    '(c)'
    """
    form = marker.form or DEFAULT_FORMS[marker.style]
    written = write_ordinal(marker.style, number)
    if "{}" not in form:
        return written + form
    return form.replace(PARENT_SLOT, parent).replace("{}", written)


def label_number(marker: Marker, label: str, parent: str = "") -> int | None:
    """Return the number for which a counted marker would print this label."""
    form = (marker.form or DEFAULT_FORMS[marker.style]).replace(PARENT_SLOT, parent)
    before, slot, after = form.partition("{}")
    if not slot or len(label) <= len(before) + len(after):
        return None
    if not (label.startswith(before) and label.endswith(after)):
        return None
    return read_ordinal(marker.style, label[len(before) : len(label) - len(after)])


def label_stem(label: str) -> str:
    """Return what a dotted label repeats of its parent's: "1" of "1." and of "(1)"."""
    return label.strip("(). ")


class SiblingCount:
    """The count of one list of siblings, as each is reached in reading order."""

    def __init__(self, parent: str = "") -> None:
        self._parent = parent
        self._counts: dict[MarkerStyle, int] = {}
        self._fixed = ""

    def expected(self, marker: Marker) -> int:
        """Return the number that the next sibling with this marker has."""
        count = self._counts.get(marker.style, 0)
        if self._fixed and marker.style in COUNTED:
            count = max(count, label_number(marker, self._fixed, self._parent) or 0)
        return count + 1

    def take(self, marker: Marker) -> int:
        """Count a sibling and return its number."""
        number = self._counts[marker.style] = self.expected(marker)
        if marker.style is MarkerStyle.FIXED:
            self._fixed = marker.form
        return number

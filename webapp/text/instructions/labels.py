"""The labels of a list as instructions print them: "1., 2., …"."""

from __future__ import annotations

from typing import Final

from webapp.text.clause import UNLABELLED, Marker, MarkerStyle
from webapp.text.label_forms import DEFAULT_FORMS, PARENT_SLOT, print_label
from webapp.text.ordinals import write_ordinal

_COUNTED: Final = (
    MarkerStyle.DECIMAL,
    MarkerStyle.ALPHA,
    MarkerStyle.ROMAN,
    MarkerStyle.UPPER_ALPHA,
    MarkerStyle.UPPER_ROMAN,
)


def print_marker(marker: Marker, parent: str = "") -> str:
    """Return the first two labels of a list in this style; "" when it has none.

    >>> print_marker(Marker(MarkerStyle.ROMAN, "({})"))
    '(i), (ii)'
    """
    if marker.style is MarkerStyle.NONE:
        return ""
    if marker.style in {MarkerStyle.BULLET, MarkerStyle.FIXED}:
        sign = marker.form or DEFAULT_FORMS[MarkerStyle.BULLET]
        return f"{sign}, {sign}"
    return f"{print_label(marker, 1, parent)}, {print_label(marker, 2, parent)}"


def read_marker(labels: str, parent: str = "") -> Marker | None:
    """Return the style whose first two labels these are.

    >>> read_marker("1., 2.,")
    Marker(style=<MarkerStyle.DECIMAL: 'decimal'>, form='{}.')
    """
    words = labels.strip().rstrip(",").strip()
    if not words:
        return UNLABELLED
    first, _, second = words.partition(", ")
    if not second:
        return None
    if first == second:
        fixed = any(sign.isalnum() for sign in first)
        return Marker(MarkerStyle.FIXED if fixed else MarkerStyle.BULLET, first)
    for style in _COUNTED:
        one, two = write_ordinal(style, 1), write_ordinal(style, 2)
        at = first.rfind(one)
        while at >= 0:
            head, tail = first[:at], first[at + len(one) :]
            if head + two + tail == second:
                if parent and head == f"{parent}.":
                    head = f"{PARENT_SLOT}."
                return Marker(style, f"{head}{{}}{tail}")
            at = first.rfind(one, 0, at)
    return None

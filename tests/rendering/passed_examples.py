"""Final texts to render: an ordinary one, and one whose every word is hostile."""

from __future__ import annotations

from webapp.rendering.passed_text import PassedText
from webapp.text.lines import lay_out
from webapp.text.reading import read_plain

LAMPS = """F2 Lamps in Every Lane

Conference calls on councils to:

1. Light every lane until midnight, by:

a) Hanging lamps.

b) Paying for them as in 2.

2. Tax hoardings, as in 1 a).

Applicability: Federal, except 1 b) (line 4) which is England only.
"""
SCRIPT = "<script>alert(1)</script>"
TEMPLATE = "{{ 7 * 7 }} {% raw %}"
MARKS = (
    "*bold* _italic_ `code` [link](javascript:alert(1)) ![i](x) | cell | # head ~~gone~~ \\ &amp;"
)
RTL, EMOJI = "\u202eمرحبا\u202c שלום", "👩🏽‍🚒 e\u0301 🏴󠁧󠁢󠁳󠁣󠁴󠁿"


def lamps(**different: object) -> PassedText:
    reading = read_plain(LAMPS)
    settings: dict[str, object] = {
        "title": reading.front.title,
        "code": reading.front.code,
        "document": reading.document,
        "layout": lay_out(reading.document),
        "status_line": "Passed with Amendment 1",
        "conference": "Autumn Conference",
        "back": reading.back,
        "notes": ("Amendment 1: Carried, 119 to 70",),
    }
    return PassedText(**(settings | different))  # type: ignore[arg-type]


def hostile() -> PassedText:
    source = "\n\n".join(
        [
            f"Conference notes {SCRIPT} and {TEMPLATE}.",
            f"Conference calls for {MARKS}:",
            f"1. {RTL} and {EMOJI}",
            "2. - a dash, + a plus, 3. a number",
            "+ what looks like a list",
            "=== what looks like a heading",
        ]
    )
    document = read_plain(source, front_expected=False).document
    return lamps(title=f"{SCRIPT} # {MARKS}", document=document, layout=lay_out(document))

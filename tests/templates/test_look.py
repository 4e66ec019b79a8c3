import re
from itertools import product
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "static"
TEMPLATES = Path(__file__).parents[2] / "templates"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
PAPERS = ("sheet", "desk", "sunken")
INKS = ("good", "bad", "care", "turn")


def colours(scheme):
    blocks = re.split(r"@media \(prefers-color-scheme: dark\)", TOKENS)
    read = [dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in blocks]
    return read[0] if scheme == "light" else read[0] | read[1]


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_every_paper(scheme):
    colour = colours(scheme)

    for paper in PAPERS:
        assert contrast(colour["ink"], colour[paper]) >= 12
        assert contrast(colour["accent"], colour[paper]) >= 7
        assert contrast(colour["quiet"], colour[paper]) >= 5.8


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_changes_and_outcomes_are_readable_on_their_tints(scheme):
    colour = colours(scheme)

    for ink, paper in product(INKS, ("tint", *PAPERS)):
        ground = colour[f"{ink}-tint"] if paper == "tint" else colour[paper]
        assert contrast(colour[ink], ground) >= 4.5, (ink, paper)
    assert contrast(colour["on-accent"], colour["accent"]) >= 7


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_of_boxes_and_the_focus_are_seen(scheme):
    colour = colours(scheme)

    for paper in PAPERS:
        assert contrast(colour["edge"], colour[paper]) >= 3
        assert contrast(colour["focus"], colour[paper]) >= 3


# What only some pages load, by the style sheet it goes with.
OF_SOME_PAGES = {
    "amendments": ("amendments", "amend", "keep", "local-copy"),
    "counting": ("counting", "count", "live", "live-regions"),
    **{
        name: (name,)
        for name in (
            "ballot",
            "bulletins",
            "exports",
            "motions",
            "office",
            "register",
            "screen",
            "supposing",
            "voting",
        )
    },
}


def test_a_page_costs_less_than_a_photograph():
    files = [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js"), *STATIC.glob("icons/*.svg")]
    sizes = {file: file.stat().st_size for file in files}

    own = [
        sum(size for file, size in sizes.items() if file.stem in stems)
        for stems in OF_SOME_PAGES.values()
    ]

    assert sum(sizes.values()) - sum(own) + max(own) < 70_000


def test_every_shape_that_a_state_wants_is_drawn():
    source = (TEMPLATES / "macros" / "outcome.html").read_text(encoding="utf-8")
    wanted = set(re.findall(r'"\w+": "(\w+)"', source.split("{% set tones")[0]))
    drawn = (STATIC / "icons" / "shapes.svg").read_text(encoding="utf-8")

    assert wanted <= set(re.findall(r'<symbol id="(\w+)"', drawn))


def test_every_style_sheet_is_linked():
    linking = "".join(t.read_text(encoding="utf-8") for t in TEMPLATES.rglob("*.html"))

    for sheet in STATIC.glob("css/*.css"):
        assert f'"{sheet.stem}"' in linking or f"css/{sheet.name}" in linking


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_holds_styles_scripts_or_handlers(template):
    source = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)", source)


def test_licence_lies_beside_the_faces():
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts" / "SourceSerif4-LICENSE.md").read_text(
        encoding="utf-8"
    )

"""What the guide says that one can write can be written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.text.instructions.hedges import read

GUIDE = Path(__file__).parents[3] / "docs" / "guides" / "instructions.md"
EXAMPLE = re.compile(r"^\| (?!write|---)(.+?) \| .+ \|$", re.MULTILINE)
EXAMPLES = EXAMPLE.findall(GUIDE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("words", EXAMPLES)
def test_every_example_of_the_guide_is_read_without_a_question(words):
    reading = read(words)

    assert reading.problems == ()

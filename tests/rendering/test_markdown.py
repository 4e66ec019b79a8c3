from __future__ import annotations

import pytest

from tests.rendering.passed_examples import EMOJI, RTL, hostile, lamps
from webapp.rendering.markdown import at_line_head, escape, render_markdown


def test_labels_are_written_out_because_markdown_would_count_anew():
    text = render_markdown(lamps())

    assert "# F2 Lamps in Every Lane\n" in text
    assert "\n*(Passed with Amendment 1)*\n" in text
    assert "\n> **1.** Light" in text
    assert "\n> > **b)** Paying for them" in text
    assert "\n- Amendment 1: Carried, 119 to 70\n" in text


def test_nothing_in_a_text_is_markup():
    text = render_markdown(hostile())

    assert "<script" not in text.replace("\\<script", "")
    assert "](javascript:" not in text.replace("\\](", "")
    assert "\\*bold\\*" in text
    assert "\\~\\~gone" in text


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("- dash", "\\- dash"),
        ("+ plus", "\\+ plus"),
        ("=== rule", "\\=== rule"),
        ("3. number", "3\\. number"),
        ("12) number", "12\\) number"),
        ("---", "\\---"),
    ],
)
def test_a_clause_that_begins_like_a_list_is_no_list(words, safe):
    assert at_line_head(escape(words)) == safe


def test_right_to_left_and_emoji_come_through():
    text = render_markdown(hostile())

    assert RTL in text
    assert EMOJI in text


def test_each_paragraph_is_one_line_so_that_no_word_begins_one():
    text = render_markdown(hostile())

    assert not [part for part in text.strip().split("\n\n") if "\n" in part]

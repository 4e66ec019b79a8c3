from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.edits import sentences
from webapp.text.clause import ATOM
from webapp.text.words import tokens, word_changes

texts = st.text(st.characters(codec="utf-8") | st.sampled_from(f" \u0301(),.-\u200d👩🇬🇧\r\n{ATOM}"))


def shown(old: str, new: str) -> str:
    """Return the old text with each change as [struck|inserted]."""
    parts, at = [], 0
    for hunk in word_changes(old, new):
        parts.append(old[at : hunk.old_start])
        struck = old[hunk.old_start : hunk.old_end]
        parts.append(f"[{struck}|{new[hunk.new_start : hunk.new_end]}]")
        at = hunk.old_end
    return "".join((*parts, old[at:]))


@given(texts)
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" We call", [" We", " call"]),
        (" (call), now.", [" (", "call", ")", ",", " now", "."]),
        (" self-rule isn't 2.5%", [" self-rule", " isn't", " 2.5%"]),
        (f" see {ATOM}, x{ATOM}", [" see", f" {ATOM}", ",", " x", ATOM]),
        (" 7\u00a0d)", [" 7", "\u00a0d", ")"]),
        (" two  spaces ", [" two", "  spaces", " "]),
    ],
)
def test_a_token_is_a_word_with_its_space_or_one_mark_at_its_ends(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize("grapheme", ["e\u0301", "“\u0301", "👩‍👩‍👧", "🇬🇧", "‼️", "1️⃣", "\u0600("])
def test_no_token_splits_a_grapheme(grapheme):
    found = tokens(f" {grapheme}{grapheme}.")

    assert [token.strip().replace(grapheme, "") for token in found] == [""] * (len(found) - 1) + [
        "."
    ]


@given(sentences(), sentences())
def test_the_changes_turn_the_old_text_into_the_new(old, new):
    changes = word_changes(old, new)

    result, at = "", 0
    for hunk in changes:
        result += old[at : hunk.old_start] + new[hunk.new_start : hunk.new_end]
        at = hunk.old_end
    assert result + old[at:] == new


@given(texts, texts)
def test_changes_are_apart_in_order_and_never_empty(old, new):
    changes = word_changes(old, new)

    assert all(
        before.old_end < after.old_start and before.new_end < after.new_start
        for before, after in pairwise(changes)
    )
    assert all(old[h.old_start : h.old_end] != new[h.new_start : h.new_end] for h in changes)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (" We may act.", " We must act.", " We[ may| must] act."),
        (
            " to act and to win",
            " to act and to fight and to win",
            " to act[| and to fight] and to win",
        ),
        (
            " the police, the courts",
            " the police, the army, the courts",
            " the police,[| the army,] the courts",
        ),
        (
            " It falls. It rises. It stays.",
            " It falls. It stays.",
            " It falls.[ It rises.|] It stays.",
        ),
        (" we we", " we we we", " we we[| we]"),
        (" the police officers;", " the police officers; and", " the police officers;[| and]"),
    ],
)
def test_a_change_among_repeated_words_stands_at_a_phrase(old, new, expected):
    assert shown(old, new) == expected


def test_a_lone_shared_word_between_two_large_changes_is_changed_with_them():
    old = " old words here stand and more old words follow"
    new = " new things there lie and some fresh ones come"

    assert shown(old, new) == f"[{old}|{new}]"


def test_a_shared_word_between_two_small_changes_stays():
    assert shown(" a b c", " x b y") == "[ a| x] b[ c| y]"


def test_a_reference_is_the_same_only_when_it_points_to_the_same():
    text = f" see {ATOM} and {ATOM}"

    changes = word_changes(text, text, ["c1", "c2"], ["c1", "c3"])

    assert [(text[h.old_start : h.old_end], h.new_start) for h in changes] == [(f" {ATOM}", 10)]


def test_a_hundred_changes_in_four_thousand_words_are_a_hundred():
    words = [f"word{place * 7919 % 800}" for place in range(4000)]
    edited = [f"{word}x" if place % 40 == 0 else word for place, word in enumerate(words)]
    old, new = " ".join(words), " ".join(edited)

    changes = word_changes(old, new)

    assert len(changes) == 100


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" a" * 50_000, " a" * 60_000),
        (" a b" * 30_000, " b c" * 30_000),
        ("." * 200_000, "x" + "." * 200_000),
        (" ".join(map(str, range(60_000))), " ".join(map(str, range(60_000, 0, -1)))),
    ],
)
def test_a_huge_text_is_compared_without_blowing_up(old, new):
    changes = word_changes(old, new)

    assert changes

import re

from hypothesis import given, settings

from tests.rulebooks import pared, rulebooks, written
from webapp.procedure.rulebook import (
    PRESETS,
    FaultyRulebook,
    load_preset,
    load_rulebook,
)
from webapp.procedure.rulebook_differences import differences
from webapp.procedure.toml_lines import key_lines

ONE_OF_EACH = written(pared(load_preset("federal_conference")))
LINES = ONE_OF_EACH.splitlines()


def faults_with(lines):
    try:
        load_rulebook("\n".join(lines))
    except FaultyRulebook as refused:
        return refused.faults
    return ()


def keys_of_one_of_each():
    """Return every key, with its number of line and that of its table's heading."""
    return [
        (number, key_lines(ONE_OF_EACH).get(path[:-1], 1), str(path[-1]))
        for path, number in key_lines(ONE_OF_EACH).items()
        if LINES[number - 1].startswith(f"{path[-1]} = ")
    ]


@settings(max_examples=20)
@given(rulebooks())
def test_a_rulebook_written_and_read_again_says_the_same(rulebook):
    again = load_rulebook(written(rulebook))

    assert again == rulebook
    assert differences(rulebook, again) == ()


@settings(max_examples=10)
@given(rulebooks(), rulebooks())
def test_what_differs_between_two_differs_the_other_way_round(one, other):
    there = {(each.rule, each.before, each.after) for each in differences(one, other)}
    back = {(each.rule, each.after, each.before) for each in differences(other, one)}

    assert there == back
    assert (there == set()) == (one == other)


def test_every_preset_is_among_what_can_be_written():
    for name in PRESETS:
        assert load_rulebook(written(load_preset(name))) == load_preset(name)


def test_every_key_left_out_is_missed_at_its_table():
    for number, heading, key in keys_of_one_of_each():
        faults = faults_with([*LINES[: number - 1], "", *LINES[number:]])

        missed = [one for one in faults if one.key.rpartition(".")[2] == key]
        assert missed, key
        assert missed[0].line in {heading, number}, key
        assert missed[0].remedy


def test_every_key_mistyped_is_named_at_its_line_with_the_right_one():
    for number, _, key in keys_of_one_of_each():
        mistyped = re.sub(f"^{key} ", f"{key}x ", LINES[number - 1])
        faults = faults_with([*LINES[: number - 1], mistyped, *LINES[number:]])

        named = [one for one in faults if one.line == number and one.key.endswith(f"{key}x")]
        assert named, key
        assert named[0].remedy.startswith("Did you mean "), key

"""Where keys stand in a TOML text."""

import tomllib

import pytest

from webapp.procedure.rulebook import PRESETS, preset_text
from webapp.procedure.toml_lines import key_lines

TEXT = '''\
name = "a # not a comment" # a comment with = and [
list = [
  "x = 1", # y = 2
  "]",
]

[one.two]
"quoted key" = """
[not.a.table]
nor = "a key"
"""
a.b = 1

[[kinds]]
key = 'first'
[[kinds]]

key = 'second'
[kinds.more]
inner = { x = 1 }
'''


def test_every_key_is_found_on_the_line_where_it_begins():
    assert key_lines(TEXT) == {
        ("name",): 1,
        ("list",): 2,
        ("one", "two"): 7,
        ("one", "two", "quoted key"): 8,
        ("one", "two", "a", "b"): 12,
        ("kinds", 0): 14,
        ("kinds", 0, "key"): 15,
        ("kinds", 1): 16,
        ("kinds", 1, "key"): 18,
        ("kinds", 1, "more"): 19,
        ("kinds", 1, "more", "inner"): 20,
    }


@pytest.mark.parametrize("name", PRESETS)
def test_every_key_tomllib_reads_has_a_line_that_begins_with_it(name):
    text = preset_text(name)
    lines = text.splitlines()

    for path, number in key_lines(text).items():
        if isinstance(path[-1], str) and path[-1] in tail(tomllib.loads(text), path[:-1]):
            assert path[-1] in lines[number - 1]


def tail(values, path):
    for part in path:
        values = values[part]
    return values

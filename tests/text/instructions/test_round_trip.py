from __future__ import annotations

from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from tests.text.edits import documents, edited
from tests.text.instructions.alike import alike
from webapp.text.clause import ClauseId, Document, same_text
from webapp.text.diff import changes
from webapp.text.instructions import read_instructions, write_instructions
from webapp.text.lines import LineProfile, lay_out
from webapp.text.weave import Weave

NARROW = LineProfile(24, 20, 18)


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[Document, Document]:
    document = draw(documents())
    return document, draw(edited(document))


@given(edited_documents())
def test_what_is_written_reads_back_as_the_same_change(pair):
    old, new = pair
    layout = lay_out(old, NARROW)
    change_set = changes(old, new, id="A1")

    words = write_instructions(change_set, old, layout)
    reading = read_instructions(words, old, layout, new_id=ids())

    if not change_set.operations:
        assert reading.change_set is None
        return
    assert not reading.problems, words
    assert same_text(
        Weave(old, [reading.change_set]).text({"A1"}), Weave(old, [change_set]).text({"A1"})
    ), words
    assert alike(reading.change_set, change_set), words


def ids():
    numbers = count()
    return lambda: ClauseId(f"new{next(numbers)}")

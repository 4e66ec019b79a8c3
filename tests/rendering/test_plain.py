from __future__ import annotations

from tests.rendering.passed_examples import EMOJI, RTL, SCRIPT, hostile, lamps
from webapp.rendering.plain import render_plain
from webapp.text.clause import same_text
from webapp.text.reading import read_plain


def test_it_reads_as_motions_are_pasted():
    text = render_plain(lamps())

    assert text.startswith("F2 Lamps in Every Lane\n\n(Passed with Amendment 1)\n\nConference")
    assert text.endswith("Applicability: Federal, except 1 b) (line 4) which is England only.\n")


def test_what_is_written_reads_back_as_the_same_text():
    passed = lamps()

    again = read_plain(render_plain(passed))

    assert same_text(again.document, passed.document)
    assert again.front.status == passed.status_line
    assert [one.kind for one in again.warnings] == []


def test_an_undecided_status_reads_back_as_a_status_too():
    again = read_plain(render_plain(lamps(status_line="Not yet decided")))

    assert again.front.status == "Not yet decided"
    assert same_text(again.document, lamps().document)


def test_hostile_words_stay_as_they_were_written():
    text = render_plain(hostile())

    assert SCRIPT in text
    assert RTL in text
    assert EMOJI in text

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import conferences
from webapp.rendering.changed_paper import changed_paper, without_struck
from webapp.rendering.paper import plain_paper
from webapp.text.lines import lay_out
from webapp.text.weave import Weave


def said(paper):
    """Return every clause as it reads: its label, what it stands under, its words."""
    return [(one.label, one.level, words_of(one)) for one in paper.walk()]


def words_of(clause):
    return "".join(piece.text for _, pieces in clause.lines for piece in pieces).strip()


@given(conferences(), st.data())
def test_a_redline_of_supposed_outcomes_reads_as_their_text_and_bears_its_labels(conference, data):
    printed, sets = conference
    weave = Weave(printed, sets)
    wish = data.draw(st.lists(st.sampled_from([one.id for one in sets]), unique=True))
    supposed = weave.text(wish, drop=True)
    layout = lay_out(printed)

    marked = changed_paper(weave.origins(supposed.under), printed, supposed, layout, {})

    assert said(without_struck(marked)) == said(plain_paper(supposed, layout))

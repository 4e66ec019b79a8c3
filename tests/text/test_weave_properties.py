from hypothesis import given, settings

from tests.strategies import conferences
from tests.text.naive import apply
from webapp.text.weave import Weave


@given(conferences())
def test_each_change_set_alone_is_exactly_its_authors_text(conference):
    document, sets = conference
    weave = Weave(document, sets)

    for each in sets:
        seen = weave.text(each.context)

        assert weave.text(each.context | {each.id}).clauses == apply(seen, each.operations).clauses

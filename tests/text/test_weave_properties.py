"""The laws of the weave, against conferences that Hypothesis draws."""

from dataclasses import replace

from hypothesis import given

from tests.strategies import conferences
from tests.text.naive import apply
from webapp.text.clause import Clause, ClauseId, Document, Reference
from webapp.text.weave import Weave


def traced(document: Document) -> list[tuple[Clause, list[ClauseId]]]:
    """Return the clauses, each reference without what is gone of what it points to."""
    there = {clause.id for clause in document.walk()}

    def of(reference: Reference) -> Reference:
        found = tuple(target for target in reference.targets if target in there)
        return replace(reference, targets=found or reference.targets)

    return [
        (
            replace(each, references=tuple(map(of, each.references)), children=()),
            [child.id for child in each.children],
        )
        for each in document.walk()
    ]


@given(conferences())
def test_each_change_set_alone_is_exactly_its_authors_text(conference):
    document, sets = conference
    weave = Weave(document, sets)

    for each in sets:
        seen = weave.text(each.context)

        read, applied = weave.text(each.context | {each.id}), apply(seen, each.operations)
        assert traced(read) == traced(applied)

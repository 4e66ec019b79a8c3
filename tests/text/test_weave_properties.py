"""The laws of the weave, against conferences that Hypothesis draws."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import (
    change_sets,
    conferences,
    documents,
    join,
    move,
    put_clauses,
    put_words,
    renamed,
    restyle,
    split,
)
from tests.text.naive import apply
from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, same_text
from webapp.text.errors import NotClosed
from webapp.text.operation import ChangeSet, InsertText, Operation, StrikeClause, StrikeText
from webapp.text.weave import Weave


def traced(document: Document) -> list[tuple[Clause, list[ClauseId]]]:
    """Return the clauses, each reference with what stands of what it points to, in any order."""
    there = {clause.id for clause in document.walk()}

    def of(reference: Reference) -> Reference:
        found = tuple(sorted(target for target in reference.targets if target in there))
        return replace(reference, targets=found)

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


def members(data: st.DataObject, sets: list[ChangeSet]) -> set[str]:
    return data.draw(st.sets(st.sampled_from([each.id for each in sets])))


@given(conferences(fewest=2), st.data())
def test_neither_the_order_of_change_sets_nor_what_is_lost_changes_the_text(conference, data):
    document, sets = conference
    text = Weave(document, sets).text(members(data, sets), drop=True)
    needed = set(text.under)
    for each in sets[::-1]:
        if each.id in needed:
            needed |= each.context
    kept = [each for each in sets if each.id in needed]

    again = Weave(document, data.draw(st.permutations(kept))).text(text.under)

    assert again == text


@given(documents(), st.data())
def test_two_edits_to_different_words_of_one_clause_both_stand(document, data):
    clause = data.draw(st.sampled_from([*document.walk()]))
    edges = data.draw(
        st.lists(st.integers(0, len(clause.text)), min_size=4, max_size=4, unique=True)
    )
    start, end, later_start, later_end = sorted(edges)
    sets = [
        ChangeSet("A1", (StrikeText(clause.id, start, end), InsertText(clause.id, start, "«1»"))),
        ChangeSet(
            "A2",
            (
                StrikeText(clause.id, later_start, later_end),
                InsertText(clause.id, later_end, "«2»"),
            ),
        ),
    ]

    weave = Weave(document, sets)

    found = next(each for each in weave.text({"A1", "A2"}).walk() if each.id == clause.id)
    text = clause.text
    assert found.text == (f"{text[:start]}«1»{text[end:later_start]}«2»{text[later_end:]}")
    empties = not any(map(str.isalnum, text[:start] + text[end:later_start] + text[later_end:]))
    assert empties or not [each for each in weave.collisions({"A1", "A2"}) if each.hard]


STRUCTURE = (split, join, move, restyle, put_clauses)


@given(documents(), st.data())
def test_a_clause_split_joined_or_moved_by_one_keeps_the_edits_of_another(document, data):
    shaped = data.draw(change_sets(document, id="A1", acts=STRUCTURE))
    clause = data.draw(st.sampled_from([*document.walk()]))
    at = data.draw(st.integers(0, len(clause.text)))
    edit = ChangeSet("A2", (InsertText(clause.id, at, "«here»"),), "2")
    weave = Weave(document, [shaped, edit])

    both = [each.text for each in weave.text({"A1", "A2"}).walk()]

    assert sum(text.count("«here»") for text in both) == 1
    alone = [each.text for each in weave.text({"A1"}).walk()]
    assert [text.replace("«here»", "") for text in both] == alone
    assert not [each for each in weave.collisions({"A1", "A2"}) if each.hard]


@given(documents(), st.data())
def test_base_text_that_nobody_strikes_is_never_lost(document, data):
    sets = [
        data.draw(change_sets(document, id=f"A{number}", acts=STRUCTURE))
        for number in range(1, data.draw(st.integers(2, 6)))
    ]

    text = Weave(document, sets).text([each.id for each in sets])

    wanted = Counter("".join(each.text for each in document.walk()))
    assert wanted <= Counter("".join(each.text for each in text.walk()))


@given(documents(), st.data())
def test_the_same_proposals_are_one_change_with_two_movers(document, data):
    first = data.draw(change_sets(document, id="A1"))
    second = replace(first, id="A2", operations=renamed(first, "A2"))
    weave = Weave(document, [first, second])

    assert weave.text({"A1", "A2"}).clauses == weave.text({"A1"}).clauses
    assert same_text(weave.text({"A1"}), weave.text({"A2"}))
    assert not [each for each in weave.collisions({"A1", "A2"}) if each.hard]


@given(documents(), st.data())
def test_striking_what_was_put_in_restores_the_text(document, data):
    first = data.draw(change_sets(document, id="A1", acts=(put_words, put_clauses)))
    weave = Weave(document, [first])
    strikes: list[Operation] = []
    for each in weave.origins({"A1"}):
        if each.placed_by:
            if each.parent in {None, *(clause.id for clause in document.walk())}:
                strikes.append(StrikeClause(each.clause.id, each.clause.text))
            continue
        start = 0
        for run in each.runs:
            end = start + len(run.text)
            if run.inserted_by:
                strikes.append(StrikeText(each.clause.id, start, end, run.text))
            start = end
    second = ChangeSet("A2", tuple(strikes), "2", frozenset({"A1"}))

    assert weave.extended([second]).text({"A1", "A2"}).clauses == document.clauses


@given(conferences(), st.data())
def test_a_reference_dangles_exactly_when_all_trace_of_its_clause_is_gone(conference, data):
    document, sets = conference
    weave = Weave(document, sets)
    text = weave.text(members(data, sets), drop=True)
    there = {each.id for each in text.walk()}
    texts = {each.id: each.text for each in document.walk()}
    standing_in = {
        each.clause.id: {run.text for run in each.runs if not run.struck_by}
        for each in weave.origins(text.under)
    }

    for each in text.walk():
        for reference in each.references:
            for target in reference.targets:
                if target in texts and target not in there:
                    assert not standing_in.get(target)


@given(conferences(), st.data())
def test_text_is_refused_exactly_when_a_member_lacks_what_it_needs(conference, data):
    document, sets = conference
    weave = Weave(document, sets)
    wish = members(data, sets)
    lacking = {each for each in wish if not weave.requires(each) <= wish}

    if lacking:
        with pytest.raises(NotClosed) as refused:
            weave.text(wish)
        assert lacking <= refused.value.missing.keys()
    else:
        assert weave.text(wish).under == wish
    kept, dropped = weave.closure(wish)
    assert kept | dropped.keys() == wish
    assert all(weave.requires(each) <= kept for each in kept)
    assert all(weave.requires(each.id) <= each.context | {each.amends} for each in sets)


@given(conferences(), st.data())
def test_every_clause_of_a_text_has_an_id_of_its_own(conference, data):
    document, sets = conference
    text = Weave(document, sets).text(members(data, sets), drop=True)

    ids = [each.id for each in text.walk()]

    assert len(ids) == len(set(ids))
    assert all(each.text.count(ATOM) == len(each.references) for each in text.walk())

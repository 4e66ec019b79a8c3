from webapp.queries.references import BrokenReference, FollowedReference, references_between
from webapp.text.diff import changes
from webapp.text.editing import strike_clause
from webapp.text.reading import Back, read_plain
from webapp.text.weave import Weave

TEXT = """\
Conference calls for:

1. Trees in every street.

2. Water for them, paid for as in clause 3.

3. A levy on parking, as set out in clauses 1 and 2.

4. A report on clauses 1 and 2 each year.

Applicability: England, except 2 which is Wales.
"""


def between(*struck):
    """Strike clauses, each as an amendment that bears its number; return what references do."""
    reading = read_plain(TEXT, front_expected=False)
    base = reading.document
    sets = [
        changes(base, strike_clause(base, base.find(name).id), id=f"strikes {name}")
        for name in struck
    ]
    weave = Weave(base, sets)
    after = weave.text([one.id for one in sets])
    return references_between(weave, base, after, reading.back)


def test_where_nothing_is_struck_every_reference_stays():
    found = between()

    assert (found.broken, found.followed) == ((), ())


def test_a_reference_to_a_struck_clause_is_broken_and_says_by_whom():
    found = between("3")

    assert found.broken == (BrokenReference("2", "3", "[struck clause]", ("3",), ("strikes 3",)),)


def test_references_follow_clauses_that_are_counted_anew():
    found = between("1")

    assert FollowedReference("1", "3", "2") in found.followed


def test_a_reference_to_several_clauses_is_broken_by_one_of_them():
    found = between("1")

    assert [(one.place, one.was, one.reads) for one in found.broken] == [
        ("2", "1 and 2", "1 and [struck clause]"),
        ("3", "1 and 2", "1 and [struck clause]"),
    ]


def test_the_applicability_is_a_place_too():
    found = between("2")

    assert BrokenReference("", "2", "[struck clause]", ("2",), ("strikes 2",)) in found.broken


def test_what_was_broken_before_is_told_apart():
    reading = read_plain(TEXT, front_expected=False)
    base = reading.document
    first = changes(base, strike_clause(base, base.find("3").id), id="A1")
    before = Weave(base, [first]).text({"A1"})

    found = references_between(Weave(base, [first]), before, before, Back())

    assert [one.is_older for one in found.broken] == [True]

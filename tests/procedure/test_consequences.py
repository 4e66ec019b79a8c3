from webapp.procedure.consequences import Ruling, alternatives, falling, spared, work_out


def test_of_two_that_collide_each_falls_when_the_other_is_carried():
    found = work_out([("1", "3")], [])

    assert falling(found) == {("1", "3"), ("3", "1")}
    assert not any(one.ruled for one in found)


def test_a_ruling_holds_in_its_direction_alone():
    found = work_out([("1", "3")], [Ruling("3", "1", falls=False)])

    assert falling(found) == {("1", "3")}
    assert spared(found) == {("3", "1")}


def test_a_confirmed_consequence_is_the_same_and_known_to_be_ruled():
    (one, _) = work_out([("1", "3")], [Ruling("1", "3", falls=True)])

    assert (one.falls, one.ruled, one.is_overridden) == (True, True, False)


def test_the_committee_may_say_that_something_falls_that_does_not_collide():
    found = work_out([], [Ruling("1", "4", falls=True)])

    assert falling(found) == {("1", "4")}
    assert [one.is_overridden for one in found] == [True]
    assert spared(found) == frozenset()


def test_what_does_not_collide_and_was_ruled_to_stand_is_not_spared_from_anything():
    found = work_out([], [Ruling("1", "4", falls=False)])

    assert (falling(found), spared(found)) == (frozenset(), frozenset())


def both_ways(*groups):
    return {(one, other) for group in groups for one in group for other in group if one != other}


def test_three_of_which_each_falls_with_each_are_alternatives():
    pairs = both_ways("134", "25") | {("1", "6")}

    assert alternatives(pairs) == [frozenset("134")]


def test_what_two_groups_share_stands_in_the_larger():
    found = alternatives(both_ways("1234", "456", "789"))

    assert found == [frozenset("1234"), frozenset("789")]


def test_falling_in_one_direction_makes_no_alternatives():
    assert alternatives(both_ways("123") - {("2", "3")}) == []

import pytest

from webapp.procedure.parts import NotAPartition, number_parts, share_out


def test_parts_keep_the_order_of_the_changes_and_empty_ones_are_none():
    assert share_out([[2, 0], [], [1]], 3) == ((0, 2), (1,))


@pytest.mark.parametrize("parts", [[], [[0, 1]], [[0]], [[0], [0, 1]], [[0], [1], [2]]])
def test_every_change_is_in_exactly_one_of_at_least_two_parts(parts):
    with pytest.raises(NotAPartition):
        share_out(parts, 2)


def test_no_part_is_numbered_like_anything_ever_given():
    assert number_parts("3", 3, ["3", "3B", "3(d)"]) == ["3(a)", "3(c)", "3(e)"]


def test_there_are_no_more_parts_than_letters():
    with pytest.raises(NotAPartition):
        number_parts("3", 27, [])

"""Numbers and codes, given once and never twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.places import late_number, next_code, next_number, place_key


@pytest.mark.parametrize(
    ("existing", "number"),
    [([], "1"), (["1", "2"], "3"), (["1", "2", "2A"], "3"), (["9", "10"], "11"), (["4"], "5")],
)
def test_the_next_number_follows_the_highest_ever_given(existing, number):
    assert next_number(existing) == number


@pytest.mark.parametrize(
    ("after", "existing", "number"),
    [
        ("3", ["3"], "3A"),
        ("3", ["3", "3A"], "3B"),
        ("3A", ["3", "3A"], "3B"),
        ("3", ["3", "3a"], "3B"),
        ("F21", ["F21", "F22"], "F21A"),
        ("3", ["3", *(f"3{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")], "3AA"),
    ],
)
def test_a_late_one_gets_a_letter_behind_its_neighbour(after, existing, number):
    assert late_number(after, existing) == number


@given(st.lists(st.booleans(), max_size=60), st.data())
def test_no_number_is_given_twice_and_late_ones_stay_by_their_neighbours(arrivals, data):
    given_out = []

    for late in arrivals:
        if late and given_out:
            given_out.append(late_number(data.draw(st.sampled_from(given_out)), given_out))
        else:
            given_out.append(next_number(given_out))

    assert len(set(given_out)) == len(given_out)
    assert len({place_key(place) for place in given_out}) == len(given_out)


def test_places_sort_as_people_sort_them():
    places = ["10", "3B", "1", "3", "3AA", "3A", "2"]

    assert sorted(places, key=place_key) == ["1", "2", "3", "3A", "3B", "3AA", "10"]


@pytest.mark.parametrize(
    ("pattern", "existing", "code"),
    [
        ("F{number}", [], "F1"),
        ("F{number}", ["F1", "F12", "F12A", "EM40"], "F13"),
        ("EM{number}", ["F1", "F12"], "EM1"),
        ("{number}/26", ["9/26", "40/25"], "10/26"),
    ],
)
def test_codes_of_one_pattern_count_on_among_themselves(pattern, existing, code):
    assert next_code(pattern, existing) == code

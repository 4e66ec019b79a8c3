import pytest

from webapp.procedure.ranking import (
    MOST_OPTIONS,
    Fault,
    FaultyRanking,
    Placing,
    Rankings,
    count_pairs,
    figures_of,
    first_ranks,
    placing_of,
    ranks_of,
    read_ranking,
    read_sheet,
    write_ranking,
)

# Schulze's own first example: 45 voters, five candidates, and a circle among the defeats.
FIVE = "ABCDE"
FORTY_FIVE = {
    "ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7, "EBADC": 8,
}  # fmt: skip


def counted(ballots, names, *, none=None):
    """Return the placing of ballots that are strings of one-letter names, the best first."""
    written = {
        write_ranking([[names.index(name) + 1] for name in ballot]): weight
        for ballot, weight in ballots.items()
    }
    number = names.index(none) + 1 if none else None
    return Placing(count_pairs(written, len(names)), number)


def named(order, names):
    return ["".join(names[number - 1] for number in group) for group in order]


# --- published examples


def test_schulzes_example_of_45_voters_comes_to_the_order_he_gives():
    placing = counted(FORTY_FIVE, FIVE)

    assert named(placing.order, FIVE) == ["E", "A", "C", "B", "D"]
    assert placing.pairs[1, 2] == 20
    assert placing.pairs[5, 4] == 31


def test_schulzes_example_without_a_single_winner_names_both():
    names = "ABCD"
    placing = counted({"ABCD": 3, "DABC": 2, "DBCA": 2, "CBDA": 2}, names)

    assert named(placing.order, names) == ["BD", "AC"]
    assert placing.winner is None


def test_the_capital_of_tennessee_is_where_a_majority_prefers_it_to_every_other_town():
    names = "MNCK"  # Memphis, Nashville, Chattanooga, Knoxville
    placing = counted({"MNCK": 42, "NCKM": 26, "CKNM": 15, "KCNM": 17}, names)

    assert named(placing.order, names) == ["N", "C", "K", "M"]


def test_what_does_not_beat_none_of_these_is_dropped_before_the_rest_are_ordered():
    # A beats B and B beats C and C beats A; only A and C beat none of these, X.
    names = "ABCX"
    placing = counted({"AXBC": 4, "BCXA": 3, "CAXB": 3}, names, none="X")

    assert named([placing.below], names) == ["B"]
    assert named(placing.order, names) == ["C", "A", "X"]


def test_equal_votes_do_not_beat_none_of_these():
    placing = counted({"AX": 1, "XA": 1}, "AX", none="X")

    assert placing.below == (1,)
    assert placing.order == ((2,),)


def test_of_two_defeats_by_equal_votes_the_one_with_less_against_it_is_stronger():
    # Three defeats in a circle, all for 5: against B 4, against C 3, against A 2.
    pairs = {(1, 2): 5, (2, 1): 4, (2, 3): 5, (3, 2): 3, (3, 1): 5, (1, 3): 2}

    assert Placing(pairs).order == ((2,), (3,), (1,))


def test_without_ballots_everything_is_tied():
    assert Placing(count_pairs({}, 3)).order == ((1, 2, 3),)


# --- what a ballot says


def test_options_left_out_come_last_and_equal():
    pairs = count_pairs({"2": 1}, 3)

    assert pairs[2, 1] == pairs[2, 3] == 1
    assert pairs[1, 3] == pairs[3, 1] == 0


def test_options_held_equal_are_put_before_neither():
    pairs = count_pairs({"1=2>3": 4}, 3)

    assert (pairs[1, 2], pairs[2, 1], pairs[1, 3]) == (0, 0, 4)


def test_first_ranks_are_those_of_every_option_held_first():
    assert first_ranks({"1=2>3": 4, "3": 1}, 3) == {1: 4, 2: 4, 3: 1}


@pytest.mark.parametrize(
    ("text", "fault", "at"),
    [
        ("", Fault.EMPTY, 0),
        ("3>1>", Fault.UNREADABLE, 0),
        ("0>1", Fault.UNREADABLE, 0),
        (" 1", Fault.UNREADABLE, 0),
        ("01", Fault.UNREADABLE, 0),
        ("for", Fault.UNREADABLE, 0),
        ("1>4", Fault.UNKNOWN, 4),
        ("2>1=2", Fault.DOUBLED, 2),
        ("2=1", Fault.NOT_IN_ORDER, 2),
    ],
)
def test_what_is_no_ranking_is_refused_with_its_place(text, fault, at):
    with pytest.raises(FaultyRanking) as refusal:
        read_ranking(text, 3)

    assert (refusal.value.fault, refusal.value.at) == (fault, at)
    assert text not in Rankings(3)


def test_no_ballot_is_left_out_because_it_cannot_be_read():
    with pytest.raises(FaultyRanking):
        count_pairs({"1": 3, "9": 1}, 3)


def test_the_longest_ranking_there_is_finds_room_in_its_column():
    longest = write_ranking([number] for number in range(MOST_OPTIONS, 0, -1))

    assert len(longest) <= 80
    assert longest in Rankings(MOST_OPTIONS)


def test_a_sheet_shows_the_ranks_it_was_filled_in_with():
    ranking = read_ranking(read_sheet("#52-2"), 4)

    assert ranks_of(ranking) == {2: "1", 4: "1", 1: "2"}


def test_figures_keep_the_whole_table():
    pairs = count_pairs({"1>2": 3, "2>1": 1}, 2)

    assert figures_of(pairs) == {"1>2": 3, "2>1": 1}
    assert placing_of(figures_of(pairs), ["motion:7", "none"]) == Placing(pairs, none=2)

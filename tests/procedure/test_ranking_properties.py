"""The laws of ranked ballots, and Debian's own procedure done step by step beside ours."""

from collections import Counter

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rankings import boxes, rankings
from webapp.procedure.ranking import Placing, count_pairs, read_ranking, write_ranking


def debians_winners(pairs, options, none=None):
    """Return who is left when defeats are dropped, the weakest first (constitution, A.5.3 to 8)."""
    left = {
        one for one in options if none is None or one == none or pairs[one, none] > pairs[none, one]
    }
    defeats = {
        (one, other)
        for one in left
        for other in left
        if one != other and pairs[one, other] > pairs[other, one]
    }
    while True:
        reach = closure(defeats)
        schwartz = {
            one
            for one in left
            if all((one, other) in reach for other in left if (other, one) in reach)
        }
        within = {(a, b) for a, b in defeats if a in schwartz and b in schwartz}
        if not within:
            return schwartz
        weakest = min((pairs[a, b], -pairs[b, a]) for a, b in within)
        left = schwartz
        defeats = {(a, b) for a, b in within if (pairs[a, b], -pairs[b, a]) != weakest}


def closure(defeats):
    reach = set(defeats)
    while True:
        further = {(a, d) for a, b in reach for c, d in reach if b == c} - reach
        if not further:
            return reach
        reach |= further


@given(boxes(least=0))
def test_the_first_are_those_whom_debians_procedure_leaves(box):
    options, ballots = box
    placing = Placing(count_pairs(ballots, options))

    assert set(placing.order[0]) == debians_winners(placing.pairs, placing.options)


@given(boxes(), st.integers(1, 5))
def test_with_none_of_these_the_first_are_still_debians(box, none):
    options, ballots = box
    assume(none <= options)
    placing = Placing(count_pairs(ballots, options), none)

    assert set(placing.order[0]) == debians_winners(placing.pairs, placing.options, none)
    assert placing.order[-1] == (none,)


@given(boxes(least=0))
def test_every_option_has_one_place_in_the_order(box):
    options, ballots = box
    placing = Placing(count_pairs(ballots, options))

    assert sorted(one for group in placing.order for one in group) == list(placing.options)


@given(boxes())
def test_whoever_beats_every_other_comes_first_alone(box):
    options, ballots = box
    placing = Placing(count_pairs(ballots, options))
    condorcet = [
        one
        for one in placing.options
        if all(placing.beats(one, other) for other in placing.options if other != one)
    ]

    assert not condorcet or placing.order[0] == tuple(condorcet)


@given(boxes())
def test_better_is_never_a_circle(box):
    options, ballots = box
    placing = Placing(count_pairs(ballots, options))
    better = {
        (one, other)
        for one in placing.options
        for other in placing.options
        if placing.is_better(one, other)
    }

    assert closure(better) == better
    assert all((other, one) not in better for one, other in better)


@given(st.permutations([1, 2, 3, 4]), st.integers(1, 50))
def test_an_order_everybody_agrees_on_is_kept(order, voters):
    ballots = {write_ranking([number] for number in order): voters}

    assert Placing(count_pairs(ballots, 4)).order == tuple((number,) for number in order)


@given(boxes(), st.data())
def test_what_everybody_puts_before_another_comes_before_it(box, data):
    options, ballots = box
    first, second = data.draw(st.permutations(range(1, options + 1)))[:2]
    ballots = Counter(
        {with_one_before(text, options, first, second): weight for text, weight in ballots.items()}
    )
    placing = Placing(count_pairs(ballots, options))

    assert placing.is_better(first, second)


def with_one_before(text, options, first, second):
    """Return a ranking with `first` taken out and put alone before everything it then says."""
    tiers = [[one for one in tier if one != first] for tier in read_ranking(text, options)]
    return write_ranking([[first], *(tier for tier in tiers if tier)])


@given(boxes(), st.data())
def test_the_numbers_of_the_options_decide_nothing(box, data):
    options, ballots = box
    renamed = dict(
        zip(range(1, options + 1), data.draw(st.permutations(range(1, options + 1))), strict=True)
    )
    others = {
        write_ranking([renamed[one] for one in tier] for tier in read_ranking(text, options)): votes
        for text, votes in ballots.items()
    }

    order = Placing(count_pairs(ballots, options)).order
    order_of_others = Placing(count_pairs(others, options)).order

    assert [{renamed[one] for one in group} for group in order] == [
        set(group) for group in order_of_others
    ]


@given(boxes(), st.randoms(use_true_random=False))
def test_the_order_in_which_ballots_lie_in_the_box_decides_nothing(box, chance):
    options, ballots = box
    shuffled = list(ballots.items())
    chance.shuffle(shuffled)

    assert count_pairs(dict(shuffled), options) == count_pairs(ballots, options)


@given(boxes())
def test_a_ballot_cast_twice_is_one_of_double_weight_and_none_is_lost(box):
    options, ballots = box
    twice = Counter(count_pairs(ballots, options)) + Counter(count_pairs(ballots, options))
    doubled = count_pairs({text: 2 * weight for text, weight in ballots.items()}, options)

    assert Counter({pair: votes for pair, votes in doubled.items() if votes}) == twice
    assert Placing(doubled).order == Placing(count_pairs(ballots, options)).order


@given(boxes())
def test_no_pair_has_more_weight_than_was_cast(box):
    options, ballots = box
    pairs = count_pairs(ballots, options)

    assert all(pairs[a, b] + pairs[b, a] <= sum(ballots.values()) for a, b in pairs)


@given(boxes())
def test_one_more_vote_for_the_winner_alone_leaves_it_the_winner(box):
    options, ballots = box
    winner = Placing(count_pairs(ballots, options)).winner
    assume(winner is not None)
    more = Counter(ballots) + Counter({str(winner): 1})

    assert Placing(count_pairs(more, options)).winner == winner


@given(st.integers(2, 9).flatmap(rankings))
def test_a_ranking_read_and_written_is_the_same_text(text):
    assert write_ranking(read_ranking(text, 9)) == text

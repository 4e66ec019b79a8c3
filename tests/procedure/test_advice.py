from dataclasses import replace
from fractions import Fraction

import pytest

from webapp.procedure.advice import Advice, AdviceKind, Drafted, advise
from webapp.procedure.rulebook import load_preset
from webapp.procedure.rules import SeparateVotes

FEDERAL = load_preset("federal_conference")
LIMITED = replace(FEDERAL, amendments=replace(FEDERAL.amendments, most_words_added=75))
UNDIVIDED = replace(FEDERAL, voting=replace(FEDERAL.voting, separate_votes=SeparateVotes.NEVER))
HARDLY_AMENDED = replace(
    FEDERAL,
    kinds=tuple(replace(kind, amendment_majority="two_thirds") for kind in FEDERAL.kinds),
)
TWO_THIRDS = ("two thirds of the votes cast",)
K = AdviceKind

TABLE = [
    # What is written, by whose standing orders, to what, and what is said of it.
    (Drafted(), FEDERAL, "policy_motion", []),
    (Drafted(words_put_in=5000), FEDERAL, "policy_motion", []),
    (Drafted(words_put_in=75), LIMITED, "policy_motion", []),
    (
        Drafted(words_put_in=76),
        LIMITED,
        "policy_motion",
        [Advice(K.TOO_MANY_WORDS, found=76, limit=75)],
    ),
    (Drafted(only_strikes=True), FEDERAL, "policy_motion", [Advice(K.ONLY_STRIKES)]),
    (Drafted(only_strikes=True), UNDIVIDED, "policy_motion", []),
    (
        Drafted(only_strikes=True, share_struck=Fraction(2, 3)),
        FEDERAL,
        "policy_motion",
        [Advice(K.REPLACES_MOTION, found=66)],
    ),
    (Drafted(share_struck=Fraction(65, 100)), FEDERAL, "policy_motion", []),
    (
        Drafted(reversed_places=("2 a)", "3")),
        FEDERAL,
        "business_motion",
        [Advice(K.REVERSES, ("2 a)", "3"))],
    ),
    (
        Drafted(disagreeing_words=("2 a) (line 9)",)),
        FEDERAL,
        "policy_motion",
        [Advice(K.LINE_DISAGREES, ("2 a) (line 9)",))],
    ),
    (
        Drafted(same_as=("amendment-2",), nearly_as=("amendment-3",)),
        FEDERAL,
        "policy_motion",
        [Advice(K.SAME_AS, ("amendment-2",))],
    ),
    (
        Drafted(nearly_as=("amendment-3",)),
        FEDERAL,
        "policy_motion",
        [Advice(K.NEARLY_AS, ("amendment-3",))],
    ),
    (
        Drafted(),
        FEDERAL,
        "constitutional_amendment",
        [Advice(K.MOTION_NEEDS_MAJORITY, TWO_THIRDS)],
    ),
    (Drafted(), HARDLY_AMENDED, "policy_motion", [Advice(K.NEEDS_MAJORITY, TWO_THIRDS)]),
    (
        Drafted(only_strikes=True, reversed_places=("1",)),
        FEDERAL,
        "standing_order_amendment",
        [
            Advice(K.ONLY_STRIKES),
            Advice(K.REVERSES, ("1",)),
            Advice(K.MOTION_NEEDS_MAJORITY, TWO_THIRDS),
        ],
    ),
]


@pytest.mark.parametrize(("drafted", "rulebook", "kind", "said"), TABLE)
def test_an_author_is_told_what_standing_orders_make_of_it(drafted, rulebook, kind, said):
    assert list(advise(drafted, rulebook, kind)) == said


def test_every_kind_of_advice_is_given_somewhere_in_the_table():
    given = {advice.kind for *_, said in TABLE for advice in said}

    assert given == set(AdviceKind)

"""Ranked ballots as Hypothesis draws them: `rankings(4)`, and whole boxes of them."""

from __future__ import annotations

from hypothesis import strategies as st

from webapp.procedure.ranking import write_ranking


@st.composite
def rankings(draw: st.DrawFn, options: int) -> str:
    """Draw a ranking of some or all options, some of them perhaps held equal."""
    order = draw(st.permutations(range(1, options + 1)))
    named = order[: draw(st.integers(1, options))]
    tiers: list[list[int]] = []
    for number in named:
        joins: bool = draw(st.booleans())
        if tiers and joins:
            tiers[-1].append(number)
        else:
            tiers.append([number])
    return write_ranking(tiers)


@st.composite
def boxes(draw: st.DrawFn, least: int = 1) -> tuple[int, dict[str, int]]:
    """Draw how many options there are, and ballots on them with their weights."""
    options = draw(st.integers(2, 5))
    ballots = draw(
        st.dictionaries(rankings(options), st.integers(1, 9), min_size=least, max_size=8)
    )
    return options, ballots

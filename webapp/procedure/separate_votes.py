"""Votes on certain words by themselves: how they are put, and when the words go.

Their outcome is said of the words: CARRIED, they stay; LOST, they are struck. So it means
the same whether the rulebook asks "shall these words stay?" or "shall they be deleted?".
"""

from __future__ import annotations

from dataclasses import replace

from webapp.procedure.majority import Put, Verdict, decide
from webapp.procedure.rules import Rulebook, SeparateVotes
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally

OPPOSITE = {Outcome.CARRIED: Outcome.LOST, Outcome.LOST: Outcome.CARRIED}


def allows_separate_votes(rulebook: Rulebook) -> bool:
    """Tell whether standing orders know votes on words by themselves."""
    return rulebook.voting.separate_votes is not SeparateVotes.NEVER


def outcome_of_question(outcome: Outcome, put: Put) -> Outcome:
    """Return what the question as it is put must be for the words to fare so, and the reverse.

    >>> outcome_of_question(Outcome.LOST, Put.TO_CHANGE)
    <Outcome.CARRIED: 'carried'>
    """
    return outcome if put is Put.TO_KEEP else OPPOSITE.get(outcome, outcome)


def decide_on_words(
    rulebook: Rulebook,
    tally: Tally,
    *,
    casting_vote: bool | None = None,
    present: int | None = None,
    entitled: int | None = None,
) -> Verdict:
    """Return what the figures do to the words; `casting_vote` answers the question as put.

    The words go only by a real decision against them: where nobody votes they stay.
    """
    voting = rulebook.voting
    put = voting.separate_vote_question.put
    verdict = decide(
        rulebook.majority(voting.separate_vote_majority).rule,
        tally,
        put=put,
        tie=voting.separate_vote_tie,
        casting_vote=casting_vote,
        present=present,
        entitled=entitled,
    )
    if verdict.outcome is None:
        return verdict
    return replace(verdict, outcome=outcome_of_question(verdict.outcome, put))

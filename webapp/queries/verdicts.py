"""Which majority a question needs, and what figures decide under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import object_session

from webapp.models import Motion, ProceduralMotion, SeparateVote
from webapp.procedure.majority import Base, Verdict, decide
from webapp.procedure.separate_votes import decide_on_words, outcome_of_question
from webapp.procedure.states import Outcome
from webapp.queries.electorate import People, people_at
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Amendment, Item
    from webapp.procedure.majority import MajorityRule
    from webapp.procedure.rules import NamedMajority, Rulebook
    from webapp.procedure.tally import Tally


NOBODY_COUNTED = People(present=None, entitled=None)


def motion_of(item: Item) -> Motion:
    return item if isinstance(item, Motion) else item.motion


def rules_for(item: Item) -> Rulebook:
    return rulebook_of(motion_of(item).conference)


def majority_for(item: Item, outcome: Outcome = Outcome.CARRIED) -> NamedMajority:
    """Return the majority that the rulebook asks for to reach this outcome on this item."""
    rules = rules_for(item)
    if outcome is Outcome.REFERRED_BACK and rules.reference_back:
        return rules.majority(rules.reference_back.majority)
    if isinstance(item, SeparateVote):
        return rules.majority(rules.voting.separate_vote_majority)
    kind = rules.kind(motion_of(item).kind)
    if isinstance(item, ProceduralMotion):
        known = {row.key for row in rules.majorities}
        # Standing orders may have been changed since it was moved.
        return rules.majority(item.majority if item.majority in known else kind.majority)
    return rules.majority(kind.majority if isinstance(item, Motion) else kind.amendment_majority)


def houses_for(item: Item) -> tuple[str, ...]:
    """Return the houses that vote apart on this item, none where everybody votes together."""
    return majority_for(item).rule.houses


def verdict_on(
    item: Item,
    tally: Tally,
    *,
    casting_vote: bool | None = None,
    outcome: Outcome = Outcome.CARRIED,
    people: People | None = None,
    at: datetime | None = None,
) -> Verdict:
    """Return what the figures decide, with the casting vote where the rulebook has one.

    `outcome` is what was asked for. Where the majority is one of people present or entitled,
    these are `people`, or those of the register `at` that time. Raises LookupError where
    nobody counted them, or counted fewer than answered, and HousesNotCounted where figures
    do not say what each house voted.
    """
    rule = majority_for(item, outcome).rule
    counted = _people(item, rule, tally, people, at)
    if isinstance(item, SeparateVote):
        return decide_on_words(
            rules_for(item),
            tally,
            casting_vote=casting_vote,
            present=counted.present,
            entitled=counted.entitled,
        )
    return decide(
        rule,
        tally,
        tie=rules_for(item).voting.tie,
        casting_vote=casting_vote,
        present=counted.present,
        entitled=counted.entitled,
    )


def _people(
    item: Item, rule: MajorityRule, tally: Tally, people: People | None, at: datetime | None
) -> People:
    if rule.base is Base.VOTES_CAST:
        return NOBODY_COUNTED
    session = object_session(item)
    if people is None and session is not None:
        people = people_at(session, motion_of(item).conference, at)
    return people if people and people.hold(tally.answers) else NOBODY_COUNTED


def may_be_accepted(amendment: Amendment) -> bool:
    """Tell whether the motion's mover may accept an amendment, so that no vote is needed."""
    return amendment.amends_id is None and rules_for(amendment).amendments.mover_accepts


def casting_vote_for(item: Item, outcome: Outcome) -> bool:
    """Return how the chair must have cast a vote that led to this outcome."""
    if isinstance(item, SeparateVote):
        put = rules_for(item).voting.separate_vote_question.put
        return outcome_of_question(outcome, put) is Outcome.CARRIED
    return outcome is Outcome.CARRIED

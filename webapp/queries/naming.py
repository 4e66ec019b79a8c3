"""What a question is called, in the words of the conference's rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Amendment, ProceduralMotion, SeparateVote
from webapp.procedure.phrases import cite_amendments, cite_passages
from webapp.queries.verdicts import rules_for

if TYPE_CHECKING:
    from webapp.models import Item


def question_name(item: Item) -> str:
    """Return what a question is called: "Amendment 1", or the motion's code and title."""
    words = rules_for(item).words
    if isinstance(item, SeparateVote) and item.choice is not None:
        cited = cite_passages([item.passage], words)
        return cited[:1].upper() + cited[1:]
    if isinstance(item, SeparateVote):
        name = words.separate_vote.format(places=cite_passages([item.passage], words))
        return name[:1].upper() + name[1:]
    if isinstance(item, Amendment):
        return cite_amendments([item.number or ""], words)
    if isinstance(item, ProceduralMotion):
        return procedural_name(item)
    return words.motion_citation.format(code=item.code, title=item.title)


def procedural_name(item: ProceduralMotion) -> str:
    """Return its name as a sentence begins, with the part of the motion where it is of one."""
    passage = item.passage or (item.hearing_of.passage if item.hearing_of else None)
    cited = f" ({cite_passages([passage], rules_for(item).words)})" if passage else ""
    return item.name[:1].upper() + item.name[1:] + cited

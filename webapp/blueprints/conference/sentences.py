"""What each minute says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _

if TYPE_CHECKING:
    from webapp.queries.minutes import MinuteLine

SENTENCES: dict[str, Any] = {
    "conference:create": _("opened the conference"),
    "conference:edit": _("changed the settings"),
    "rulebook:edit": _("changed the standing orders"),
    "deadline:move": _("moved deadlines"),
    "appeal:make": _("appealed against a verdict"),
    "appeal:uphold": _("recorded that an appeal was upheld"),
    "appeal:dismiss": _("recorded that an appeal was dismissed"),
    "body:add": _("added a submitting body"),
    "body:edit": _("changed a submitting body"),
    "body:remove": _("removed a submitting body"),
    "agenda:add": _("put an item on the agenda"),
    "agenda:edit": _("changed an item of the agenda"),
    "agenda:move": _("moved an item of the agenda"),
    "agenda:remove": _("took an item off the agenda"),
    "person:add": _("added a person"),
    "person:import": _("imported people from a list"),
    "person:edit": _("put a person’s name or address right"),
    "person:print_code": _("printed sign-in codes"),
    "person:use_code": _("used a sign-in code"),
    "person:set_password": _("chose a new password"),
    "person:sign_out": _("signed a person out everywhere"),
    "person:erase": _("erased a person"),
    "role:give": _("gave somebody a part to play"),
    "role:take": _("ended somebody’s part"),
    "register:edit": _("changed a delegate’s weight or card"),
    "proxy:give": _("gave a vote to another delegate, or offered it"),
    "proxy:accept": _("accepted to vote for another delegate"),
    "proxy:decline": _("declined to vote for another delegate"),
    "proxy:withdraw": _("withdrew a proxy"),
    "device:lend": _("made a browser a shared device"),
    "presence:arrive": _("let somebody in"),
    "presence:leave": _("let somebody out"),
    "presence:end": _("let everybody out"),
    "quorum:challenge": _("established whether enough are present"),
    "motion:draft": _("began a motion"),
    "motion:revise": _("revised a draft motion"),
    "motion:support": _("supported a motion"),
    "motion:submit": _("submitted a motion"),
    "motion:ask_advice": _("asked the committee’s advice on a draft"),
    "motion:advise": _("advised on a draft"),
    "motion:let_in": _("let a late motion in"),
    "motion:withdraw": _("withdrew a motion"),
    "motion:rule_in_order": _("ruled a motion in order"),
    "motion:rule_out_of_order": _("ruled a motion out of order"),
    "motion:select": _("selected a motion for debate"),
    "motion:reject": _("left a motion off the agenda"),
    "selection:decide": _("recorded what members chose by a ballot"),
    "motion:redraft": _("redrafted a motion"),
    "motion:publish": _("published a motion"),
    "motion:correct_text": _("corrected a motion’s text"),
    "amendment:draft": _("began an amendment"),
    "amendment:revise": _("revised a draft amendment"),
    "amendment:support": _("supported an amendment"),
    "amendment:offer_composite": _("offered a composite"),
    "amendment:answer_composite": _("answered the offer of a composite"),
    "amendment:compose": _("agreed, so that a composite stands in place of two amendments"),
    "amendment:submit": _("submitted an amendment"),
    "amendment:let_in": _("let a late amendment in"),
    "amendment:join": _("made one of two amendments that ask for the same"),
    "amendment:withdraw": _("withdrew an amendment"),
    "amendment:rule_in_order": _("ruled an amendment in order"),
    "amendment:rule_out_of_order": _("ruled an amendment out of order"),
    "amendment:select": _("selected an amendment for debate"),
    "amendment:reject": _("did not select an amendment"),
    "amendment:admit_late": _("admitted a late amendment"),
    "amendment:write_in": _("wrote a drafting amendment in"),
    "amendment:split": _("split an amendment in parts"),
    "amendment:rejoin": _("put an amendment in parts together again"),
    "separate_vote:ask": _("asked for a separate vote"),
    "separate_vote:join": _("asked for a separate vote that others ask for too"),
    "separate_vote:mark_option": _("marked an option of a motion"),
    "separate_vote:select": _("selected a separate vote"),
    "separate_vote:reject": _("did not select a separate vote"),
    "separate_vote:withdraw": _("took back a request for a separate vote"),
    "procedural:move": _("made a procedural motion"),
    "procedural:support": _("supported a procedural motion"),
    "procedural:allow": _("allowed a procedural motion"),
    "procedural:refuse": _("refused a procedural motion"),
    "debate:resume": _("resumed an adjourned debate"),
    "debate:restore_orders": _("let standing orders hold again"),
    "procedural:withdraw": _("took a procedural motion back"),
    "en_bloc:object": _("asked that an amendment be put by itself"),
    "amendment:agree": _("agreed to an amendment as it reads against the new text"),
    "amendment:object": _("objected to an amendment as it reads against the new text"),
    "consequence:rule": _("ruled on what falls with an amendment"),
    "floor:set": _("said what the screens show"),
    "count:open": _("had the hall counted"),
    "count:assign": _("assigned tellers to a block"),
    "count:phones": _("said whether votes on phones are added to a count"),
    "count:enter": _("handed in figures for a block"),
    "count:take_back": _("took back figures for a block"),
    "count:agree": _("agreed on a block with the other tellers"),
    "count:settle": _("ruled which figures hold for a block"),
    "count:reopen_block": _("had a block counted afresh"),
    "count:close": _("closed a count"),
    "count:break_off": _("broke a count off"),
    "count:choose": _("said which count stands"),
    "division:ask": _("asked that the hall be counted"),
    "vote:declare": _("declared a result"),
    "vote:en_bloc": _("recorded that amendments were put en bloc"),
    "vote:order": _("put questions in another order"),
    "vote:fall": _("recorded that an amendment falls"),
    "vote:undo": _("took back a result within its seconds"),
    "vote:correct": _("corrected a result"),
    "vote:confirm": _("confirmed what relied on a corrected result"),
    "vote:put_again": _("had a question put again"),
}

# What a fact is called; facts without a name here stay in the book.
FACT_NAMES: dict[str, Any] = {
    "code": lazy_gettext("code"),
    "note": lazy_gettext("note"),
    "reason": lazy_gettext("reason"),
    "reasons": lazy_gettext("reasons"),
    "number": lazy_gettext("number"),
    "late": lazy_gettext("late"),
    "rules": lazy_gettext("rules"),
    "deadlines": lazy_gettext("deadlines"),
    "carried": lazy_gettext("if this is carried"),
    "alternatives": lazy_gettext("only one of these can be carried"),
    "other": lazy_gettext("what becomes of"),
    "falls": lazy_gettext("it falls"),
    "outcome": lazy_gettext("outcome"),
    "answer": lazy_gettext("the answer"),
    "in_favour": lazy_gettext("for"),
    "against": lazy_gettext("against"),
    "abstained": lazy_gettext("abstained"),
    "houses": lazy_gettext("by houses"),
    "version": lazy_gettext("version"),
    "block": lazy_gettext("block"),
    "tellers": lazy_gettext("tellers"),
    "count": lazy_gettext("count"),
    "asked": lazy_gettext("asked"),
    "role": lazy_gettext("part"),
    "name": lazy_gettext("name"),
    "is_closed": lazy_gettext("closed"),
    "starts_on": lazy_gettext("first day"),
    "ends_on": lazy_gettext("last day"),
    "place": lazy_gettext("place"),
    "weight": lazy_gettext("weight"),
    "card": lazy_gettext("card"),
    "accepted": lazy_gettext("accepted"),
    "entitled": lazy_gettext("entitled to vote"),
    "present": lazy_gettext("present"),
    "needed": lazy_gettext("needed"),
    "short_by": lazy_gettext("missing"),
    "met": lazy_gettext("quorum reached"),
}


def sentence(line: MinuteLine) -> str:
    """Say what was done; an act without words of its own is told by its name."""
    return str(SENTENCES.get(line.activity, line.activity))


def author(line: MinuteLine) -> str:
    if line.actor is None:
        return gettext("The proposer")
    return line.actor or gettext("The service")


def facts_said(line: MinuteLine) -> list[tuple[str, str]]:
    """Return the facts worth reading, each with what it is called."""
    return [
        (str(FACT_NAMES[key]), words(value))
        for key, value in line.facts.items()
        if key in FACT_NAMES and value is not None and value not in ("", [])
    ]


def words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):  # figures by the house that voted so
        return "; ".join(f"{house} {_figures_said(figures)}" for house, figures in value.items())
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, list):  # what changed: [rule, before, after]
        return "; ".join(
            f"{rule}: {' → '.join(was or '–' for was in said)}" for rule, *said in value
        )
    return str(value)


def _figures_said(figures: Any) -> str:
    """Return figures as minutes keep them: in a row, or by what was chosen on phones."""
    found = figures.values() if isinstance(figures, dict) else figures
    return " – ".join(str(one) for one in found)

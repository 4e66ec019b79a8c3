"""Who gets in where: every address of the service, written out by hand.

Everybody not named in a row is asked to sign in or, once signed in, refused. Written from the
standing orders and not from the code: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

NOBODY = "nobody"  # not signed in
STRANGER = "stranger"  # signed in, without a part in this conference
OBSERVER, DELEGATE, COMMITTEE, CHAIR = "observer", "delegate", "committee", "chair"
TELLER, STAFF, ADMINISTRATOR = "teller", "staff", "administrator"
MOVER = "mover"  # a delegate, whose motion the page is about

PARTS = (OBSERVER, DELEGATE, COMMITTEE, CHAIR, TELLER, STAFF, ADMINISTRATOR)
KINDS = (NOBODY, STRANGER, *PARTS, MOVER)

EVERYBODY = frozenset(KINDS)
PEOPLE = EVERYBODY - {NOBODY}
OFFICE = frozenset({STAFF, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
MOVERS = frozenset({MOVER})
DELEGATES = frozenset({DELEGATE, MOVER})
DRAFTERS = DELEGATES | {COMMITTEE, STAFF}
CHAIRS = frozenset({CHAIR, STAFF})
DESK = CHAIRS | {TELLER}
DOOR = OFFICE | {TELLER}
AGENDA_KEEPERS = frozenset({COMMITTEE, STAFF})
MINUTE_READERS = frozenset({CHAIR, COMMITTEE, STAFF, ADMINISTRATOR})


class Page(NamedTuple):
    """One endpoint and method, and who gets in while the conference is open.

    `motion` is the state of the motion the page is about, where it is about one; `sent` what
    the form must hold before anything is asked.
    """

    endpoint: str
    method: str
    open_to: frozenset[str]
    motion: str = "published"
    sent: Mapping[str, str] = MappingProxyType({})

    @property
    def sends(self) -> bool:
        return self.method == "POST"


def reads(endpoint: str, open_to: frozenset[str], motion: str = "published") -> list[Page]:
    return [Page(endpoint, "GET", open_to, motion)]


def sends(
    endpoint: str, open_to: frozenset[str], motion: str = "published", **sent: str
) -> list[Page]:
    return [Page(endpoint, "POST", open_to, motion, sent)]


def both(endpoint: str, open_to: frozenset[str], motion: str = "published") -> list[Page]:
    return reads(endpoint, open_to, motion) + sends(endpoint, open_to, motion)


TABLE: list[Page] = [
    *reads("static", EVERYBODY),
    *reads("health.show", EVERYBODY),
    # Accounts
    *both("accounts.sign_in", EVERYBODY),
    *both("accounts.use_code", EVERYBODY),
    *reads("accounts.show", PEOPLE),
    *both("accounts.change_password", PEOPLE),
    *sends("accounts.sign_out", PEOPLE),
    *sends("accounts.sign_out_others", PEOPLE),
    # The conference
    *reads("conference.index", EVERYBODY),
    *reads("conference.agenda", EVERYBODY),
    *reads("conference.rulebook", EVERYBODY),
    *reads("conference.minutes", MINUTE_READERS),
    # The hall
    *reads("live.now", EVERYBODY),
    *reads("live.floor", EVERYBODY),
    *reads("live.screen", EVERYBODY),
    *reads("live.screen_floor", EVERYBODY),
    *reads("live.now_facts", EVERYBODY),
    *reads("live.way", EVERYBODY),
    *sends("live.show", CHAIRS),
    # The office
    *reads("admin.conferences", ADMINISTRATORS | AGENDA_KEEPERS),
    *both("admin.new_conference", ADMINISTRATORS),
    *reads("admin.conference", ADMINISTRATORS | AGENDA_KEEPERS),
    *both("admin.settings", OFFICE),
    *both("admin.rulebook", ADMINISTRATORS),
    *both("admin.deadlines", AGENDA_KEEPERS),
    *both("admin.items", AGENDA_KEEPERS),
    *both("admin.item", AGENDA_KEEPERS),
    *sends("admin.move_item", AGENDA_KEEPERS),
    *sends("admin.remove_item", AGENDA_KEEPERS),
    *both("admin.bodies", OFFICE),
    *both("admin.body", OFFICE),
    *sends("admin.remove_body", OFFICE),
    *reads("admin.people", OFFICE),
    *both("admin.add_person", OFFICE),
    *both("admin.import_people", OFFICE),
    *both("admin.codes", OFFICE),
    *both("admin.person", OFFICE),
    *sends("admin.person_code", OFFICE),
    *both("admin.lost_phone", OFFICE),
    *sends("admin.give_role", ADMINISTRATORS),
    *sends("admin.take_role", ADMINISTRATORS),
    *both("admin.erase_person", ADMINISTRATORS),
    # The register of voters
    *reads("register.show", OFFICE),
    *reads("register.strength", OFFICE),
    *reads("register.export", OFFICE),
    *both("register.voter", OFFICE),
    *sends("register.enter_proxy", OFFICE),
    *reads("register.door", DOOR),
    *sends("register.arrive", DOOR),
    *sends("register.leave", DOOR),
    *sends("register.empty", DOOR),
    *reads("register.mine", DELEGATES),
    *sends("register.give", DELEGATES),
    *sends("register.accept", MOVERS, "proxy offered"),
    *sends("register.withdraw", MOVERS | OFFICE, "proxy offered"),
    # Taking texts away
    *reads("exports.choose", EVERYBODY),
    *reads("exports.page", EVERYBODY),
    *reads("exports.plain", EVERYBODY),
    *reads("exports.markdown", EVERYBODY),
    *reads("exports.json", EVERYBODY),
    # Motions, from draft to print
    *reads("motions.mine", DRAFTERS),
    *reads("motions.new", DRAFTERS),
    *sends("motions.read", DRAFTERS),
    *sends("motions.create", DRAFTERS),
    *reads("motions.compose", DRAFTERS),
    *sends("motions.compose_further", DRAFTERS),
    *reads("motions.show", EVERYBODY),
    *reads("motions.what_if", EVERYBODY),
    *reads("motions.references", EVERYBODY),
    *reads("motions.consequences", AGENDA_KEEPERS),
    *sends("motions.rule_on_consequences", AGENDA_KEEPERS),
    *sends("motions.rule_alternatives", AGENDA_KEEPERS),
    *reads("motions.edit", MOVERS, "draft"),
    *sends("motions.edit_further", MOVERS, "draft"),
    *reads("motions.source", MOVERS, "draft"),
    *sends("motions.read_again", MOVERS, "draft"),
    *sends("motions.replace_text", MOVERS, "draft"),
    *reads("motions.sign", DELEGATES | AGENDA_KEEPERS | {CHAIR}, "draft"),
    *sends("motions.ask_advice", MOVERS, "draft"),
    *both("motions.advising", AGENDA_KEEPERS, "draft with advice asked for"),
    *sends("motions.let_in", frozenset({COMMITTEE}), "draft"),
    *sends("motions.support", DELEGATES, "draft"),
    *reads("motions.review", MOVERS, "draft"),
    *sends("motions.submit", MOVERS, "draft"),
    *reads("motions.leave", MOVERS | {STAFF}, "submitted"),
    *sends("motions.withdraw", MOVERS | {STAFF}, "submitted"),
    *both("appeals.make_about_motion", MOVERS, "out of order"),
    *both("appeals.make_about_amendment", MOVERS, "amendment out of order"),
    *reads("appeals.index", AGENDA_KEEPERS | {CHAIR}),
    *both("appeals.decision", AGENDA_KEEPERS, "out of order"),
    *reads("motions.desk", AGENDA_KEEPERS),
    *reads("motions.ruling", AGENDA_KEEPERS, "submitted"),
    *sends("motions.rule", AGENDA_KEEPERS, "submitted"),
    *reads("motions.redraft", AGENDA_KEEPERS, "submitted"),
    *sends("motions.redraft_further", AGENDA_KEEPERS, "submitted"),
    *reads("motions.selection", AGENDA_KEEPERS, "in order"),
    *sends("motions.select", AGENDA_KEEPERS, "in order"),
    *reads("motions.rejection", AGENDA_KEEPERS, "in order"),
    *sends("motions.reject", AGENDA_KEEPERS, "in order"),
    *reads("motions.proof", AGENDA_KEEPERS, "selected"),
    *sends("motions.publish", AGENDA_KEEPERS, "selected"),
    # The public record of votes by ballot
    *reads("bulletins.index", EVERYBODY),
    *reads("bulletins.records", EVERYBODY),
    *reads("bulletins.show", EVERYBODY),
    *reads("bulletins.json", EVERYBODY),
    *reads("bulletins.verifier", EVERYBODY),
    # How a text came to be
    *reads("history.versions", EVERYBODY),
    *reads("history.version", EVERYBODY),
    *reads("history.compare", EVERYBODY),
    *reads("history.clause", EVERYBODY),
    *reads("history.origins", EVERYBODY),
    # Amendments, from draft to the paper
    *reads("amendments.list", EVERYBODY),
    *reads("amendments.show", EVERYBODY),
    *reads("amendments.new_text", EVERYBODY),
    *sends("amendments.answer_to_text", MOVERS, "amendment submitted"),
    *reads("amendments.mine", DRAFTERS),
    *reads("amendments.new", DRAFTERS),
    *sends("amendments.begin", DRAFTERS, state="{}"),
    *reads("amendments.instruct", DRAFTERS),
    *sends("amendments.begin_instruction", DRAFTERS),
    *sends("amendments.keep_new", DRAFTERS),
    *sends("amendments.let_go_new", DRAFTERS),
    *reads("amendments.edit", MOVERS, "amendment in draft"),
    *sends("amendments.revise", MOVERS, "amendment in draft"),
    *sends("amendments.keep_draft", MOVERS, "amendment in draft"),
    *sends("amendments.let_go_draft", MOVERS, "amendment in draft"),
    *sends("amendments.renew", MOVERS, "amendment in draft"),
    *sends("amendments.answer_composite", MOVERS, "amendment submitted"),
    *reads("amendments.sign", DELEGATES | AGENDA_KEEPERS | {CHAIR}, "amendment in draft"),
    *sends("amendments.let_in", frozenset({COMMITTEE, CHAIR}), "amendment in draft"),
    *sends("amendments.support", DELEGATES, "amendment in draft"),
    *reads("amendments.review", MOVERS, "amendment in draft"),
    *sends("amendments.submit", MOVERS, "amendment in draft"),
    *reads("amendments.leave", MOVERS | {STAFF}, "amendment submitted"),
    *sends("amendments.withdraw", MOVERS | {STAFF}, "amendment submitted"),
    *reads("amendments.desk", AGENDA_KEEPERS),
    *sends("amendments.select", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.join", AGENDA_KEEPERS, "amendment submitted"),
    *reads("amendments.composing", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.compose", AGENDA_KEEPERS, "amendment submitted"),
    *reads("amendments.rejection", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.reject", AGENDA_KEEPERS, "amendment submitted"),
    *reads("amendments.ruling", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.rule", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.amend", DRAFTERS, way="edited"),
    *reads("amendments.writing_in", AGENDA_KEEPERS, "amendment submitted"),
    *sends("amendments.write_in", AGENDA_KEEPERS, "amendment submitted"),
    *reads("amendments.parting", CHAIRS | AGENDA_KEEPERS),
    *sends("amendments.split", CHAIRS | AGENDA_KEEPERS),
    *sends("amendments.rejoin", CHAIRS | AGENDA_KEEPERS, "amendment in parts"),
    # Votes on phones
    *reads("selections.index", EVERYBODY),
    *reads("selections.show", EVERYBODY),
    *reads("selections.prepare", CHAIRS),
    *sends("selections.start", CHAIRS, places="1", form="open"),
    *sends("selections.decide", CHAIRS, "members tied"),
    *sends("selections.put_on_screens", CHAIRS),
    *reads("ballots.index", EVERYBODY),
    *reads("ballots.show", EVERYBODY),
    *reads("ballots.receipt", EVERYBODY),
    *both("ballots.share", EVERYBODY),
    *reads("ballots.lend", PEOPLE),
    *sends("ballots.lend", DESK | OFFICE),
    *reads("ballots.device", EVERYBODY),
    *sends("ballots.take_back", EVERYBODY),
    # Only for a place on the roll of the poll, which none of these people has.
    *sends("ballots.cast", frozenset(), token="t" * 32, place="0" * 32, choice="for"),
    *reads("ballots.prepare", CHAIRS),
    *sends("ballots.start", CHAIRS, question="motion", form="open"),
    *sends("ballots.close", CHAIRS),
    *both("ballots.void", CHAIRS),
    *sends("ballots.declare", CHAIRS, "poll closed"),
    # What conference decides
    *reads("voting.index", DESK),
    *reads("voting.desk", DESK),
    *sends("voting.declare", CHAIRS, question="motion"),
    *sends("voting.count", CHAIRS, question="motion"),
    *sends("voting.count_of_options", CHAIRS, question="motion"),
    *sends("voting.fall", CHAIRS, question="motion"),
    *reads("voting.prepare_count", CHAIRS),
    *sends("voting.start_count", CHAIRS, question="motion", **{"as": "usual"}),
    *reads("voting.show_count", DESK),
    *sends("voting.rule_on_block", CHAIRS),
    *sends("voting.recount_block", CHAIRS),
    *sends("voting.assign_block", CHAIRS),
    *sends("voting.count_phones", CHAIRS),
    *sends("voting.finish_count", CHAIRS),
    *sends("voting.declare_counted", CHAIRS),
    *sends("voting.break_off", CHAIRS),
    *reads("voting.tellers", DESK),
    *reads("voting.block", DESK),
    *sends("voting.enter", DESK),
    *sends("voting.take_back", DESK),
    *reads("voting.division", DELEGATES),
    *reads("voting.division_now", DELEGATES),
    *sends("voting.demand_count", DELEGATES, question="motion"),
    *sends("voting.undo", CHAIRS),
    *sends("voting.challenge", CHAIRS),
    *both("voting.correct", CHAIRS),
    *sends("voting.settle", CHAIRS, act="confirm"),
    *reads("voting.results", EVERYBODY),
    *both("voting.ask", DELEGATES),
    *reads("voting.separate_vote", EVERYBODY),
    *both("voting.order", CHAIRS),
    *sends("voting.together", CHAIRS, outcome="carried"),
    *sends("voting.object_en_bloc", DELEGATES),
    *both("voting.move", DRAFTERS | CHAIRS),
    *reads("voting.procedural", EVERYBODY),
    *sends("voting.rule_procedural", CHAIRS, "something moved", act="allow"),
    *sends("voting.end_effect", CHAIRS),
    *sends("voting.support_procedural", DELEGATES),
    *sends("voting.withdraw_procedural", frozenset({MOVER, STAFF}), "something moved"),
    *both("voting.options", CHAIRS | AGENDA_KEEPERS),
    *sends("voting.choose_words", CHAIRS | AGENDA_KEEPERS, act="select"),
    *sends("voting.withdraw_words", frozenset({MOVER, STAFF}), "words asked for"),
]

"""One conference with one of everything an address can name, each made when it is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from tests.factories.amendment import (
    amendment_in_parts,
    amendment_out_of_order,
    composite_offer,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.base import bound_session
from tests.factories.conference import (
    AgendaItemFactory,
    ConferenceFactory,
    SubmittingBodyFactory,
)
from tests.factories.debate import declared
from tests.factories.hall_count import open_count_on
from tests.factories.motion import (
    draft_motion,
    draft_to_advise_on,
    motion_in_order,
    motion_out_of_order,
    published_motion,
    selected_motion,
    submitted_motion,
)
from tests.factories.person import PersonFactory, actor_of
from tests.factories.poll import closed, poll_on
from tests.factories.procedural import procedural
from tests.factories.register import ProxyFactory, delegate_of, proxies_allowed
from tests.factories.selection import members_asked, rank, rules_saying
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.models import (
    Amendment,
    Appeal,
    CompositeOffer,
    Conference,
    Declaration,
    HallCount,
    MembersSelection,
    Motion,
    Person,
    Poll,
    ProceduralMotion,
    Proxy,
    Reliance,
    SeparateVote,
)
from webapp.procedure.reliance import Why
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.services.appeals import make_appeal
from webapp.text.records import load_document
from webapp.web.sharing import share_key

MOTIONS = {
    "draft": draft_motion,
    "draft with advice asked for": draft_to_advise_on,
    "submitted": submitted_motion,
    "in order": motion_in_order,
    "out of order": motion_out_of_order,
    "selected": selected_motion,
    "published": published_motion,
}

# States of an amendment to a published motion, brought by the motion's mover.
AMENDMENTS = {
    "amendment in draft": draft_amendment,
    "amendment submitted": submitted_amendment,
    "amendment out of order": amendment_out_of_order,
    "amendment in parts": amendment_in_parts,
}


class World:
    """A conference and what happens at it; its motion is in the state asked for."""

    def __init__(self, state: str = "published") -> None:
        self.state = state

    @cached_property
    def conference(self) -> Conference:
        return ConferenceFactory()

    @cached_property
    def mover(self) -> Person:
        return PersonFactory(roles={self.conference: [Role.DELEGATE]})

    @cached_property
    def motion(self) -> Motion:
        return MOTIONS.get(self.state, published_motion)(self.conference, mover=self.mover)

    @cached_property
    def amendment(self) -> Amendment:
        if self.state in AMENDMENTS:
            return AMENDMENTS[self.state](self.motion, self.mover)
        return selected_amendment(self.motion)

    @cached_property
    def separate_vote(self) -> SeparateVote:
        asked_only = self.state == "words asked for"
        mover = actor_of(self.mover)
        return separate_vote_on(self.motion, 1, selected=not asked_only, by=mover, now=NOON)

    @cached_property
    def procedural(self) -> ProceduralMotion:
        """A closure moved by the mover, which the chair has allowed or is still to rule on."""
        is_allowed = self.state != "something moved"
        return procedural(
            self.motion, "closure", allowed=is_allowed, by=actor_of(self.mover), now=NOON
        )

    @cached_property
    def declaration(self) -> Declaration:
        return declared(self.amendment, Outcome.CARRIED)

    @cached_property
    def count(self) -> HallCount:
        return open_count_on(self.amendment)

    @cached_property
    def reliance(self) -> Reliance:
        session = bound_session()
        relied = Reliance(declaration=self.declaration, why=next(iter(Why)), fallen=self.amendment)
        session.add(relied)
        session.commit()
        return relied

    @cached_property
    def poll(self) -> Poll:
        """A vote by ballot on the motion, just opened; or closed, with nothing declared."""
        poll = poll_on(self.motion)
        return closed(poll) if self.state == "poll closed" else poll

    @cached_property
    def selection(self) -> MembersSelection:
        """A ballot of members just opened; or closed, with a tie that the chair has to decide."""
        if self.state != "members tied":
            return members_asked(conference=self.conference)
        self.conference.rulebook = rules_saying(tie='"chair"')
        selection = members_asked(conference=self.conference, places=2)
        rank(selection, "1>2=3>4")
        assert selection.poll is not None
        closed(selection.poll)
        return selection

    @cached_property
    def appeal(self) -> Appeal:
        """An appeal against a verdict on the motion, by whoever moves it."""
        session = bound_session()
        mover = actor_of(self.mover)
        made = make_appeal(session, mover, self.motion, reasons="It is clear", now=NOON)
        session.commit()
        return made

    @cached_property
    def offer(self) -> CompositeOffer:
        """A composite offered to those who bring the amendment."""
        return composite_offer(self.amendment)

    @cached_property
    def proxy(self) -> Proxy:
        """A vote offered to the mover."""
        proxies_allowed(self.conference, accepted=True)
        return ProxyFactory(
            conference=self.conference,
            giver=delegate_of(self.conference),
            holder=self.mover,
            accepted_at=None,
        )

    def value_of(self, name: str) -> Any:
        """Return what stands in an address for a name."""
        assert name in NAMES, f"say in {__name__} what {name} stands for"
        return NAMES[name](self)


NAMES: dict[str, Callable[[World], Any]] = {
    "other_id": lambda world: submitted_amendment(world.motion).id,
    "appeal_id": lambda world: world.appeal.id,
    "offer_id": lambda world: world.offer.id,
    "filename": lambda _: "css/page.css",
    "slug": lambda world: world.conference.slug,
    "item_id": lambda world: AgendaItemFactory(conference=world.conference).id,
    "body_id": lambda world: SubmittingBodyFactory(conference=world.conference).id,
    "public_id": lambda world: world.mover.public_id,
    "role": lambda _: "delegate",
    "motion_id": lambda world: world.motion.id,
    "amendment_key": lambda world: share_key(f"amendment:{world.amendment.id}"),
    "key": lambda world: share_key(f"motion:{world.motion.id}"),
    "amendment_id": lambda world: world.amendment.id,
    "procedural_id": lambda world: world.procedural.id,
    "declaration_id": lambda world: world.declaration.id,
    "vote_id": lambda world: world.declaration.vote_id,
    "version_number": lambda world: world.motion.versions[-1].number,
    "clause_id": lambda world: load_document(world.motion.versions[-1].document).clauses[0].id,
    "separate_vote_id": lambda world: world.separate_vote.id,
    "proxy_id": lambda world: world.proxy.id,
    "reliance_id": lambda world: world.reliance.id,
    "count_id": lambda world: world.count.id,
    "place": lambda _: 1,
    "poll_id": lambda world: world.poll.public_id,
    "selection_id": lambda world: world.selection.id,
}

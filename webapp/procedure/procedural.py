"""What may be moved about a debate rather than its text; how a hall is counted, and phones are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webapp.procedure.roles import Role

LEAST_SECRET = 10
"""No body may have its secret votes cast by fewer: figures would tell who voted how."""


class ProceduralEffect(StrEnum):
    """What the service does where a procedural motion is carried."""

    REFER_BACK = "refer_back"
    """The motion goes back to those who brought it; nothing more is voted on."""
    NEXT_BUSINESS = "next_business"
    """The motion is left where it is, and conference goes on to the next item."""
    CLOSURE = "closure"
    """The debate ends and the votes are taken."""
    SUSPEND = "suspend"
    """Standing orders do not hold for what its reasons name."""
    ADJOURN = "adjourn"
    """The sitting ends for now."""
    NONE = "none"
    """It is recorded, and people do the rest."""


class BallotForm(StrEnum):
    """Whether it can be seen how a delegate voted."""

    OPEN = "open"
    SECRET = "secret"  # noqa: S105 - the votes are secret, no password is


@dataclass(frozen=True, slots=True)
class ProceduralRule:
    """One procedural motion that standing orders know.

    `name` names it within a sentence, `words` is what the chair reads out. Where
    `preliminary`, conference first votes on whether to hear it, by `preliminary_majority`, and
    `preliminary_words` are read out for that. Who may move it plays one of the roles of `moved_by`;
    `supporters` counts the mover. Where `reasons`, they must be handed in writing.
    `of_parts`: it may be moved of certain words alone.
    """

    key: str
    name: str
    effect: ProceduralEffect
    majority: str
    preliminary: bool
    preliminary_majority: str
    of_parts: bool
    moved_by: frozenset[Role]
    supporters: int
    reasons: bool
    words: str
    preliminary_words: str


@dataclass(frozen=True, slots=True)
class CountingRules:
    """How tellers count a hall.

    `blocks` are the names of the parts of the hall, offered and changeable for each
    count. `division_on_request_of` is how many may demand a count; with 0 the chair alone
    asks for one. A question is counted again `recounts` times at most. Where
    `abstentions` is false nobody is asked whether they abstain.
    """

    blocks: tuple[str, ...]
    tellers_per_block: int
    division_on_request_of: int
    recounts: int
    abstentions: bool


@dataclass(frozen=True, slots=True)
class BallotRules:
    """How votes are taken on phones.

    `form`, `weighted` and `seconds` are what the chair is offered when opening one;
    with 0 seconds it is closed by hand. `proxies` is the most that one delegate may hold
    for others, where `proxies_accepted` only once they have said that they will. Fewer
    than `smallest_secret` places never vote in secret.
    `publish_trackers` lets everybody find a secret ballot by its receipt,
    `publish_names` prints who voted how in an open one. Ballots are kept
    `retention_days` after the conference.
    """

    allowed: bool
    form: BallotForm
    changeable: bool
    weighted: bool
    proxies: int
    proxies_accepted: bool
    smallest_secret: int
    publish_trackers: bool
    publish_names: bool
    seconds: int
    retention_days: int

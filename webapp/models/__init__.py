"""What is kept: tables and the constraints that guard them."""

from webapp.models.amendment import Amendment, AmendmentSupporter, WayOfWriting
from webapp.models.appeal import Appeal
from webapp.models.base import Base
from webapp.models.change_record import ChangeKind, ChangeRecord
from webapp.models.committee_advice import CommitteeAdvice
from webapp.models.composite import CompositeOffer, OfferAnswer
from webapp.models.conference import AgendaItem, Conference, SubmittingBody
from webapp.models.consequence import ConsequenceRuling
from webapp.models.failed_tries import FailedTries
from webapp.models.floor import Floor
from webapp.models.hall_count import (
    BlockTeller,
    CountBlock,
    CountSheet,
    DivisionRequest,
    HallCount,
)
from webapp.models.members_selection import MembersSelection, SelectionCandidate
from webapp.models.minute import Minute
from webapp.models.motion import Motion, MotionSupporter
from webapp.models.option_figure import OptionFigure
from webapp.models.person import Membership, Person, SignInCode
from webapp.models.poll import OpenBallot, Poll, PollPlace, ReplacedBallot, SecretBallot
from webapp.models.procedural_motion import ProceduralMotion, ProceduralSupporter
from webapp.models.register import Presence, Proxy
from webapp.models.separate_vote import SeparateVote, SeparateVoteAsker
from webapp.models.text_answer import AnswerToText, TextAnswer
from webapp.models.text_version import ClauseVersion, TextVersion, VersionKind
from webapp.models.vote import Declaration, Reliance, RelianceState, Vote
from webapp.models.voting_order import EnBlocObjection, OrderOfVoting
from webapp.models.working_copy import WorkingCopy

Item = Motion | Amendment | SeparateVote | ProceduralMotion
"""What conference decides on."""

__all__ = [
    "AgendaItem",
    "Amendment",
    "AmendmentSupporter",
    "AnswerToText",
    "Appeal",
    "Base",
    "BlockTeller",
    "ChangeKind",
    "ChangeRecord",
    "ClauseVersion",
    "CommitteeAdvice",
    "CompositeOffer",
    "Conference",
    "ConsequenceRuling",
    "CountBlock",
    "CountSheet",
    "Declaration",
    "DivisionRequest",
    "EnBlocObjection",
    "FailedTries",
    "Floor",
    "HallCount",
    "Item",
    "MembersSelection",
    "Membership",
    "Minute",
    "Motion",
    "MotionSupporter",
    "OfferAnswer",
    "OpenBallot",
    "OptionFigure",
    "OrderOfVoting",
    "Person",
    "Poll",
    "PollPlace",
    "Presence",
    "ProceduralMotion",
    "ProceduralSupporter",
    "Proxy",
    "Reliance",
    "RelianceState",
    "ReplacedBallot",
    "SecretBallot",
    "SelectionCandidate",
    "SeparateVote",
    "SeparateVoteAsker",
    "SignInCode",
    "SubmittingBody",
    "TextAnswer",
    "TextVersion",
    "VersionKind",
    "Vote",
    "WayOfWriting",
    "WorkingCopy",
]

"""The states of whatever conference decides on, and the kinds of question and result."""

from enum import StrEnum


class MotionState(StrEnum):
    """How far a motion has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_ORDER = "in_order"
    OUT_OF_ORDER = "out_of_order"
    SELECTED = "selected"
    REJECTED = "rejected"
    PUBLISHED = "published"
    PASSED = "passed"
    LOST = "lost"
    REFERRED_BACK = "referred_back"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    NOT_PROCEEDED_WITH = "not_proceeded_with"
    """Left where it was, because conference went on to the next business."""


class AmendmentState(StrEnum):
    """How far an amendment has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OUT_OF_ORDER = "out_of_order"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    CARRIED = "carried"
    LOST = "lost"
    FALLEN = "fallen"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    """In force without a vote, because the motion's mover accepted it."""
    WRITTEN_IN = "written_in"
    """A drafting amendment: in force without a vote, because the committee wrote it in."""
    IN_PARTS = "in_parts"
    """Split: its parts are put to conference in its place."""


class SeparateVoteState(StrEnum):
    """How far a request for a vote on certain words has come."""

    ASKED = "asked"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"
    KEPT = "kept"
    LOST = "lost"
    FALLEN = "fallen"
    WITHDRAWN = "withdrawn"


class ProceduralState(StrEnum):
    """How far a procedural motion has come, or the vote on whether to hear one."""

    MOVED = "moved"
    SELECTED = "selected"
    """Allowed by the chair: it is a question of the debate."""
    NOT_SELECTED = "not_selected"
    CARRIED = "carried"
    LOST = "lost"
    FALLEN = "fallen"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What became of a question put to conference, or of one that never was.

    Of a separate vote CARRIED means that the words stay and LOST that they are struck,
    whichever way the rulebook puts the question.
    """

    CARRIED = "carried"
    LOST = "lost"
    REFERRED_BACK = "referred_back"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    FALLEN = "fallen"
    ACCEPTED = "accepted"
    NOT_PUT = "not_put"
    """Recorded by mistake: conference never voted on it. Only a correction says so."""
    NOT_PROCEEDED_WITH = "not_proceeded_with"
    """Conference went on to the next business. No vote on the motion itself says so."""


class CountMethod(StrEnum):
    """How the chair knew: by looking at the hall, or by figures."""

    DECLARED = "declared"
    COUNTED = "counted"


class QuestionKind(StrEnum):
    """What conference is asked to decide."""

    MOTION = "motion"
    AMENDMENT = "amendment"
    SEPARATE_VOTE = "separate_vote"
    PROCEDURAL = "procedural"

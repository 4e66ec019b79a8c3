"""The states of a motion and of an amendment, and the kinds of question and result."""

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


class Outcome(StrEnum):
    """What became of a question put to conference, or of one that never was."""

    CARRIED = "carried"
    LOST = "lost"
    REFERRED_BACK = "referred_back"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    FALLEN = "fallen"


class CountMethod(StrEnum):
    """How the chair knew: by looking at the hall, or by figures."""

    DECLARED = "declared"
    COUNTED = "counted"


class QuestionKind(StrEnum):
    """What conference is asked to decide."""

    MOTION = "motion"
    AMENDMENT = "amendment"
    SEPARATE_VOTE = "separate_vote"
    REFERENCE_BACK = "reference_back"

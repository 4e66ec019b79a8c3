"""The parts people play at a conference and towards one item of its business."""

from enum import StrEnum


class Role(StrEnum):
    """A part somebody plays; one person may play several at once.

    The first eight are held at a conference as a whole, the last four towards
    one motion or amendment. Nobody is less than PUBLIC.
    """

    PUBLIC = "public"
    OBSERVER = "observer"
    DELEGATE = "delegate"
    COMMITTEE = "committee"
    CHAIR = "chair"
    TELLER = "teller"
    STAFF = "staff"
    ADMINISTRATOR = "administrator"

    DRAFTER = "drafter"
    MOVER = "mover"
    SUMMATOR = "summator"
    SUPPORTER = "supporter"


ITEM_ROLES = frozenset({Role.DRAFTER, Role.MOVER, Role.SUMMATOR, Role.SUPPORTER})
CONFERENCE_ROLES = frozenset(Role) - ITEM_ROLES

"""Why an act was not done: facts for a caller, no sentences for people."""

from __future__ import annotations

from dataclasses import dataclass


class NotDone(Exception):
    """The root of what services refuse beside standing orders themselves."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing still missing before an act is possible. `what` is a key templates know."""

    what: str
    needed: int = 0
    found: int = 0


class NotReady(NotDone):
    """Something is still missing; `obstacles` lists all of it."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = obstacles


class VoteOpen(NotReady):
    """Something would end a question, or its debate, while conference is voting on it.

    `questions` are those on which a poll or a count is open.
    """

    def __init__(self, questions: list[str]) -> None:
        super().__init__([Obstacle("vote_open", found=len(questions))])
        self.questions = questions


class Adjourned(NotReady):
    """Something would be put in a debate that conference adjourned and nobody resumed."""

    def __init__(self) -> None:
        super().__init__([Obstacle("adjourned")])


class ChangedMeanwhile(NotDone):
    """Somebody else changed the same thing since this page was opened."""

    def __init__(self, kind: str, number: int) -> None:
        super().__init__(kind, number)
        self.kind = kind
        self.number = number


class NothingChanged(NotDone):
    """An edit was sent back that changes no word, mark or place."""


class ReasonMissing(NotDone):
    """An act needs a reason that people can read, and none was given."""


class CodeTaken(NotDone):
    """An agenda code is empty or belongs to another item."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NumberTaken(NotDone):
    """A printed number is malformed, or belongs or belonged to another amendment."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class PassageUnclear(NotDone):
    """Words were pointed at that are not there, more than once there, or cannot go alone.

    `what` is "no_lines", "not_found", "found_twice" or "leads_in", and of options "one_option"
    or "overlap"; `where` cites the places.
    """

    def __init__(self, what: str, where: tuple[str, ...] = ()) -> None:
        super().__init__(what, where)
        self.what = what
        self.where = where


class NotUnderstood(NotDone):
    """An instruction could not be read; `problems` are the reader's, with candidates."""

    def __init__(self, problems: tuple[object, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


class UndecidedCollision(NotDone):
    """The text cannot be made while amendments in force contradict each other."""

    def __init__(self, collisions: tuple[object, ...]) -> None:
        super().__init__(collisions)
        self.collisions = collisions


class CountRefused(NotDone):
    """A count in the hall cannot be opened, closed or given figures as things stand.

    `what` is "no_blocks", "too_many_blocks", "same_block_twice", "tellers",
    "too_many_recounts", "closed", "not_closed", "incomplete", "no_phones", "phones_open",
    "phones_weighted", "one_of_several", "no_quorum", "house_without_block", "not_yours",
    "block_agreed" or "block_full"; of a division "no_right", "already_counting" or "not_now".
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class AlreadyDeclared(NotDone):
    """A result stands for this question; a different one needs a correction with a reason."""

    def __init__(self, declaration_id: int) -> None:
        super().__init__(declaration_id)
        self.declaration_id = declaration_id


class OrderImpossible(NotDone):
    """A question would be put before one that has to be decided first."""

    def __init__(self, question: str, waits_for: str) -> None:
        super().__init__(question, waits_for)
        self.question = question
        self.waits_for = waits_for


class TooLateToUndo(NotDone):
    """The seconds for an undo are over; the result is public and needs a correction."""

    def __init__(self, declaration_id: int) -> None:
        super().__init__(declaration_id)
        self.declaration_id = declaration_id


class ImpossibleResult(NotDone):
    """The outcome does not follow from the figures under the majority that applies."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(outcome, reason)
        self.outcome = outcome
        self.reason = reason

"""What the author of an amendment says when the motion has changed under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import AnswerToText, Person, TextAnswer
from webapp.queries.rebasing import last_answer, rebase
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment
    from webapp.queries.actor import Actor

ACTIVITIES = {AnswerToText.AGREES: "amendment:agree", AnswerToText.OBJECTS: "amendment:object"}


def answer_new_text(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    answer: AnswerToText,
    *,
    seen_version: int,
    words: str = "",
    now: datetime,
) -> TextAnswer:
    """Agree, or object with a reason, to how an amendment reads against the newest text.

    Its submitted words stay as they are. `seen_version` is the number of the version that was
    looked at. Answering the same twice is answering once. Raises ChangedMeanwhile where there
    is a newer text, or none to answer to any more, and ReasonMissing.
    """
    must(actor, "amendment:answer", amendment)
    lock(session, amendment.motion)
    rebased = rebase(session, amendment, seen_at=now)
    if rebased is None or rebased.version.number != seen_version:
        raise ChangedMeanwhile("amendment", amendment.id)
    words = words.strip()
    if answer is AnswerToText.OBJECTS and not words:
        raise ReasonMissing
    last = last_answer(session, amendment, rebased.version)
    if last is not None and (last.answer, last.words) == (answer, words):
        return last
    found = TextAnswer(
        amendment=amendment,
        text_version=rebased.version,
        answer=answer,
        words=words,
        shown=rebased.words,
        answered_by=session.get_one(Person, actor.person_id),
        answered_at=now,
    )
    session.add(found)
    session.flush()
    write_minute(
        session,
        actor,
        ACTIVITIES[answer],
        f"amendment:{amendment.id}",
        conference_id=amendment.motion.conference_id,
        now=now,
        facts={
            "motion": amendment.motion_id,
            "version": rebased.version.number,
            "fit": rebased.fit.value,
            "reason": words,
        },
    )
    return found

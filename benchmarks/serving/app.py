"""The service with two addresses more, to compare ballots with; never served to anybody else.

`/hello` is an empty page that checks the session as the cast address does. A ballot for a poll
whose name begins with `nop-` takes the way of every ballot, up to the writer and back, and
is answered as if it had been kept.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from benchmarks.serving.hall import NO_WORK
from webapp import blueprints
from webapp.app import create_app
from webapp.blueprints.ballots import casting
from webapp.blueprints.ballots.voters import voter_for
from webapp.procedure.polls import Answer
from webapp.services.ballot_recording import Sent, Told
from webapp.web.ballot_box import ballot_writer
from webapp.web.clock import utc_now

if TYPE_CHECKING:
    from webapp.services.ballot_writer import BallotWriter


class WithoutDatabase:
    """Tells voters of polls without work that all is well, and hands over everybody else's."""

    def __init__(self, writer: BallotWriter) -> None:
        self._writer = writer

    def cast(self, sent: Sent) -> Told:
        if sent.poll.startswith(NO_WORK):
            return Told(Answer.RECORDED, sent.name, "", utc_now())
        return self._writer.cast(sent)


def hello() -> ResponseReturnValue:
    return "" if voter_for("") else ("", HTTPStatus.UNAUTHORIZED)


blueprints.PUBLIC |= {"hello"}
casting.ballot_writer = lambda: WithoutDatabase(ballot_writer())  # type: ignore
app = create_app()
app.add_url_rule("/hello", view_func=hello)

"""One browser's connection to the hub: a short question, and then server-sent events."""

from __future__ import annotations

import asyncio
import socket
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from webapp.web.chance import some_wait

if TYPE_CHECKING:
    from webapp.live_hub.channel import Channel
    from webapp.live_hub.hub import Hub

LONGEST_HEAD = 8 * 1024
HEAD_SECONDS = 10
MOST_UNREAD = 64 * 1024  # bytes: whoever reads slower than this is sent away, and comes back
KERNEL_BUFFER = 32 * 1024
COME_BACK = (1000, 6000)  # milliseconds: a hall does not come back at the same moment
HEALTH = "-/health"
BEAT = b"event: beat\ndata: .\n\n"
RENEW = b"event: renew\ndata: .\n\n"
OPENING = (
    b"HTTP/1.1 200 OK\r\n"
    b"Content-Type: text/event-stream; charset=utf-8\r\n"
    b"Cache-Control: no-store\r\n"
    b"X-Accel-Buffering: no\r\n"
    b"X-Content-Type-Options: nosniff\r\n"
    b"Access-Control-Allow-Origin: *\r\n"
    b"Cross-Origin-Resource-Policy: cross-origin\r\n"
    b"Connection: close\r\n\r\n"
)


class Question(NamedTuple):
    """What a browser asks of the hub."""

    path: str
    ticket: str
    last: str


class NotUnderstood(ValueError):
    """What was sent is no request that the hub answers."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class Stream(asyncio.Protocol):
    """A connection, from its first byte to its last."""

    __slots__ = ("_channel", "_head", "_hub", "_limit", "_transport", "has_ticket")

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._head = b""
        self._channel: Channel | None = None
        self._limit: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport
        self.has_ticket = False

    # --- what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - tells the type
        self._transport = transport
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)
        if not self._hub.admit(self):
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self._limit_to(HEAD_SECONDS, self._transport.abort)

    def data_received(self, data: bytes) -> None:
        if self._channel is not None or self._transport.is_closing():
            return  # there is nothing to say once it was asked
        self._head += data
        if len(self._head) > LONGEST_HEAD:
            self.refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        if b"\r\n\r\n" not in self._head:
            return
        head, self._head = self._head, b""
        try:
            question = read_question(head)
        except NotUnderstood as reason:
            self.refuse(reason.status)
        else:
            self._hub.answer(self, question)

    def connection_lost(self, exc: Exception | None) -> None:
        self._limit_to(None)
        if self._channel is not None:
            self._channel.leave(self)
        self._hub.forget(self)

    # --- what the hub says

    def follow(self, channel: Channel, last: str, *, seconds: float | None) -> None:
        """Begin to tell; with a ticket only for so many seconds."""
        if self._transport.is_closing():
            return
        self.has_ticket = seconds is not None
        self._channel = channel
        self._limit_to(seconds, self.send_away)
        self.tell(OPENING + b"retry: %d\n\n" % some_wait(*COME_BACK))
        channel.join(self, last)

    def tell(self, words: bytes) -> None:
        """Send words, or send away whoever has not read the ones before."""
        if self._transport.is_closing():
            return
        self._transport.write(words)
        if self._transport.get_write_buffer_size() > MOST_UNREAD:
            self._transport.abort()

    def send_away(self) -> None:
        """End the connection once everything is sent; the page asks anew where to follow."""
        self.tell(RENEW)
        self.close()

    def close(self) -> None:
        self._transport.close()

    def refuse(self, status: HTTPStatus) -> None:
        self.say(status, b"")

    def say(self, status: HTTPStatus, body: bytes, kind: str = "text/plain") -> None:
        """Answer in one piece, and end the connection."""
        self._transport.write(
            (
                f"HTTP/1.1 {status.value} {status.phrase}\r\n"
                f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
                "Cache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\n"
                "Connection: close\r\n\r\n"
            ).encode()
            + body
        )
        self._limit_to(HEAD_SECONDS, self._transport.abort)
        self._transport.close()

    def _limit_to(self, seconds: float | None, end: object = None) -> None:
        if self._limit is not None:
            self._limit.cancel()
        self._limit = None
        if seconds is not None and callable(end):
            self._limit = asyncio.get_running_loop().call_later(seconds, end)


def read_question(head: bytes) -> Question:
    r"""Read the head of a request. Raises NotUnderstood.

    >>> read_question(b"GET /events/autumn?last=5-ab HTTP/1.1\r\nHost: x\r\n\r\n")
    Question(path='autumn', ticket='', last='5-ab')
    """
    first, *lines = head.decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    target, _, version = rest.partition(" ")
    if not version.startswith("HTTP/1."):
        raise NotUnderstood(HTTPStatus.BAD_REQUEST)
    if method != "GET":
        raise NotUnderstood(HTTPStatus.METHOD_NOT_ALLOWED)
    try:
        address = urlsplit(target)
    except ValueError as unreadable:
        raise NotUnderstood(HTTPStatus.BAD_REQUEST) from unreadable
    said = {name: values[0] for name, values in parse_qs(address.query).items()}
    headers = (line.partition(":") for line in lines)
    again = [value.strip() for name, _, value in headers if name.lower() == "last-event-id"]
    # Behind a proxy the hub may stand under any path: the last part of it names the conference.
    path = unquote(address.path).strip("/")
    path = HEALTH if path.endswith(HEALTH) else path.rpartition("/")[2]
    return Question(path, said.get("ticket", ""), (again or [said.get("last", "")])[0])

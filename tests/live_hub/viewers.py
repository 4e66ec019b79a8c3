"""Viewers of the hub: plain sockets that read server-sent events as they come."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from webapp.live_hub.hub import Hub

PATIENCE = 20


class Viewer:
    """One connection to the hub."""

    def __init__(self, port: int, asked: str, *headers: str, room: int | None = None) -> None:
        self.socket = socket.socket()
        if room is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        lines = [f"GET {asked} HTTP/1.1", "Host: here", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode())
        self._left = b""

    def head(self) -> str:
        """Return the status line and the headers of the answer."""
        return self._until(b"\r\n\r\n").decode()

    def status(self) -> int:
        return int(self.head().split()[1])

    def event(self) -> tuple[str, dict[str, Any]]:
        """Wait for the next event, and return its id and what it says."""
        while True:
            fields = self._fields()
            if "id" in fields:
                return fields["id"], json.loads(fields["data"])

    def kind(self) -> str:
        """Wait for whatever comes next that has a kind."""
        while True:
            fields = self._fields()
            if "event" in fields:
                return fields["event"]

    def is_cut(self) -> bool:
        """Read to the end; whether there is one."""
        try:
            while self.socket.recv(65536):
                pass
        except ConnectionResetError:
            pass
        except TimeoutError:
            return False
        return True

    def close(self) -> None:
        self.socket.close()

    def _fields(self) -> dict[str, str]:
        lines = self._until(b"\n\n").decode().splitlines()
        return dict(line.split(": ", 1) for line in lines if ": " in line)

    def _until(self, end: bytes) -> bytes:
        while end not in self._left:
            got = self.socket.recv(65536)
            assert got, f"cut off after {self._left!r}"
            self._left += got
        words, _, self._left = self._left.partition(end)
        return words


@contextmanager
def running(engine: Engine, key: str, **settings: Any) -> Iterator[tuple[int, Hub]]:
    """Run a hub in a thread of its own, and yield its port."""
    opened = threading.Event()
    held: dict[str, Any] = {}

    async def serve() -> None:
        hub = Hub(engine, key, **settings)
        held["stop"], held["loop"] = asyncio.Event(), asyncio.get_running_loop()
        server = await hub.start("127.0.0.1", 0)
        held["hub"], held["port"] = hub, server.sockets[0].getsockname()[1]
        opened.set()
        await held["stop"].wait()
        await hub.stop(server)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert opened.wait(PATIENCE), "the hub did not open"
    try:
        yield held["port"], held["hub"]
    finally:
        held["loop"].call_soon_threadsafe(held["stop"].set)
        thread.join(PATIENCE)
    assert not thread.is_alive(), "the hub did not stop"

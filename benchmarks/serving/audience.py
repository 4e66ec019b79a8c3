"""Viewers of the live hub, thousands in one process: `python -m benchmarks.serving.audience`.

It opens so many connections, says "ready", reads until told to stop, and prints when each event
reached each viewer, by the number of the minute that the event told of.
"""

from __future__ import annotations

import json
import re
import resource
import select
import socket
import sys
import time
from collections import defaultdict

EVENT = re.compile(rb"id: (\d+)-")
AT_ONCE = 200


def main(port: int, slug: str, number: int) -> None:
    """Look on until a line comes in."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    poll = select.epoll()
    viewers = open_all(poll, port, slug, number)
    print("ready", flush=True)
    poll.register(sys.stdin.fileno(), select.EPOLLIN)
    arrived, cut = watch(poll, viewers)
    print(json.dumps({"arrived": arrived, "cut": cut}))


def open_all(poll: select.epoll, port: int, slug: str, number: int) -> dict[int, socket.socket]:
    """Connect everybody, and wait until each has been told how things stand."""
    asked = f"GET /{slug} HTTP/1.1\r\nHost: here\r\nAccept: text/event-stream\r\n\r\n".encode()
    viewers = {}
    for start in range(0, number, AT_ONCE):
        opened = []
        for _ in range(min(AT_ONCE, number - start)):
            viewer = socket.create_connection(("127.0.0.1", port), timeout=30)
            viewer.sendall(asked)
            opened.append(viewer)
        for viewer in opened:
            heard = b""
            while not EVENT.search(heard) or not heard.endswith(b"\n\n"):
                heard += viewer.recv(4096)
            viewer.settimeout(0)
            viewers[viewer.fileno()] = viewer
            poll.register(viewer.fileno(), select.EPOLLIN)
    return viewers


def watch(
    poll: select.epoll, viewers: dict[int, socket.socket]
) -> tuple[dict[int, list[float]], int]:
    """Note when each event came to each viewer, until a line comes in; and how many were cut."""
    arrived: dict[int, list[float]] = defaultdict(list)
    cut = 0
    while True:
        for file, _ in poll.poll():
            viewer = viewers.get(file)
            if viewer is None:
                return arrived, cut
            heard = viewer.recv(65536)
            now = time.monotonic()
            if not heard:
                cut += 1
                poll.unregister(file)
            for minute in EVENT.findall(heard):
                arrived[int(minute)].append(now)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

"""`flask serve`: web workers and the live hub, started, watched over and stopped together."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import click
from flask import current_app

import config

STOP_SECONDS = 15
LOOK_EVERY = 0.2
SHORTEST_LIFE = 5.0  # what dies sooner is started again more and more slowly
LONGEST_WAIT = 30.0


@dataclass(slots=True)
class Part:
    """One of the processes that make up the service."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    wait: float = field(default=0.0)
    """Seconds until it is started again, should it die."""

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env=self.environment)  # noqa: S603
        self.started_at = time.monotonic()

    def is_dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def look_after(self) -> None:
        """Start it again where it has died, at once the first time."""
        if not self.is_dead():
            return
        lived = time.monotonic() - self.started_at
        if lived >= SHORTEST_LIFE:
            self.wait = 0.0
        if lived >= self.wait:
            assert self.process is not None  # noqa: S101 - it has died
            code = self.process.returncode
            click.echo(f"{self.name} ended with {code} and is started again", err=True)
            self.wait = min(max(1.0, self.wait * 2), LONGEST_WAIT)
            self.start()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web workers, one for each core.")
@click.option("--threads", default=24, show_default=True, help="Requests at once in each worker.")
@click.option("--live-port", default=8001, show_default=True, help="The live hub; 0 for none.")
def serve(host: str, port: int, workers: int, threads: int, live_port: int) -> None:
    """Serve the pages, and what follows them live, until told to stop."""
    if current_app.config["NAME"] == "production" and not current_app.config["SECRET_KEY"]:
        raise click.UsageError("Set CARRIED_SECRET_KEY.")
    keep(parts_of(host, port, workers, threads, live_port))


def parts_of(host: str, port: int, workers: int, threads: int, live_port: int) -> list[Part]:
    """Return what has to run. Without an address of its own the hub is on the same host."""
    environment = config.environment_of_a_part(f":{live_port}" if live_port else "")
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host]
    web += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    web += ["--backpressure", "4096", "--respawn-failed-workers", "--workers-kill-timeout", "10"]
    web += ["--log-level", "error"]
    parts = [Part("the web server", [*web, "wsgi:app"], environment)]
    if live_port:
        hub = [sys.executable, "-m", "webapp.live_hub", "--host", host, "--port", str(live_port)]
        parts.append(Part("the live hub", hub, environment))
    return parts


def keep(parts: list[Part]) -> None:
    """Keep every part alive until a signal comes; then stop them all."""
    asked = threading.Event()
    before = {
        one: signal.signal(one, lambda *_: asked.set()) for one in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        for part in parts:
            part.start()
        while not asked.wait(LOOK_EVERY):
            for part in parts:
                part.look_after()
    finally:
        stop(parts)
        for one, handler in before.items():
            signal.signal(one, handler)


def stop(parts: list[Part]) -> None:
    """Ask every part to end what it has begun; end those that do not."""
    running = [part.process for part in parts if part.process and not part.is_dead()]
    for process in running:
        process.terminate()
    ends = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, ends - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

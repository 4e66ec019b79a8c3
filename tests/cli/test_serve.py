import os
import signal
import sys
import threading

import pytest

from webapp.cli import serve
from webapp.cli.serve import Part, keep, parts_of

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def part():
    made = Part("a part", SLEEPS, dict(os.environ))
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
    if made.process is not None:
        made.process.wait()


def test_a_part_that_dies_is_started_again(part, capsys):
    part.start()
    first = part.process
    first.kill()
    first.wait()

    part.look_after()

    assert part.process is not first
    assert not part.is_dead()
    assert "a part ended with -9 and is started again" in capsys.readouterr().err


def test_what_dies_at_once_again_and_again_is_started_more_slowly(part):
    part.command = [sys.executable, "-c", ""]
    part.start()
    part.process.wait()
    part.look_after()
    second = part.process
    second.wait()

    part.look_after()

    assert part.process is second


def test_a_signal_stops_every_part(part, monkeypatch):
    monkeypatch.setattr(serve, "LOOK_EVERY", 0.01)
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()

    keep([part])

    assert part.process.returncode == -signal.SIGTERM


def test_the_hub_runs_beside_the_web_server_and_pages_know_where():
    web, hub = parts_of("127.0.0.1", 8000, workers=2, threads=32, live_port=8001)

    assert web.environment["CARRIED_LIVE_URL"] == ":8001"
    assert hub.command[-4:] == ["--host", "127.0.0.1", "--port", "8001"]
    assert not [name for name in web.environment if name.startswith("FLASK_")]


def test_behind_a_proxy_pages_reach_the_hub_as_the_settings_say(monkeypatch):
    monkeypatch.setenv("CARRIED_LIVE_URL", "/events")

    web, _hub = parts_of("127.0.0.1", 8000, workers=2, threads=32, live_port=8001)

    assert web.environment["CARRIED_LIVE_URL"] == "/events"

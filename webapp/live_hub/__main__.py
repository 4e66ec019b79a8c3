"""`python -m webapp.live_hub`: the hub as a process of its own."""

from __future__ import annotations

import argparse
import asyncio
import logging
import resource
import signal

import config
from webapp.live_hub.hub import MOST_VIEWERS, Hub
from webapp.models.storage import open_engine

HOST, PORT = "127.0.0.1", 8001


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m webapp.live_hub", description=__doc__)
    parser.add_argument("--host", default=HOST)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--most", type=int, default=MOST_VIEWERS, help="viewers at once")
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s live hub: %(message)s")
    settings = config.from_environment()
    if missing := settings.missing():
        raise config.NotConfigured(f"The hub is not started without {' and '.join(missing)}.")
    make_room(asked.most)
    asyncio.run(serve(settings, asked.host, asked.port, asked.most))


async def serve(settings: config.Config, host: str, port: int, most: int) -> None:
    engine = open_engine(str(settings.SQLALCHEMY_DATABASE_URI), pool_size=2)
    hub = Hub(engine, str(settings.SECRET_KEY), most=most)
    stopped = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, stopped.set)
    server = await hub.start(host, port)
    logging.info("at http://%s:%d", host, port)
    await stopped.wait()
    await hub.stop(server)
    engine.dispose()


def make_room(most: int) -> None:
    """Let the process hold that many connections, as far as the machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = most + 200
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


if __name__ == "__main__":
    main()

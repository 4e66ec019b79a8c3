"""A real nginx before real servers, set up with the very lines that the guide gives."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[1] / "docs" / "guides" / "administrator.md"
PATIENCE = 20.0
AROUND = """\
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
{user}
worker_processes 1;
events {{ worker_connections 200; }}
http {{
access_log {folder}/access.log;
client_body_temp_path {folder}/body;
proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi;
scgi_temp_path {folder}/scgi;
{upstreams}
server {{
listen 127.0.0.1:{port};
{server}
}}
}}
"""


def find_nginx() -> str | None:
    """Return nginx, which stands where ordinary paths do not lead."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def leave_out_without_nginx(
    config: pytest.Config, items: list[pytest.Item], *, required: bool
) -> None:
    """Take the tests behind nginx out where there is none, unless they are required."""
    behind = [item for item in items if "nginx" in getattr(item, "fixturenames", ())]
    if behind and not required and find_nginx() is None:
        config.hook.pytest_deselected(items=behind)
        items[:] = [item for item in items if item not in behind]


def left_out_sentence(*, required: bool) -> str:
    return "" if required or find_nginx() else "There is no nginx here: its tests are left out."


def lines_of_the_guide() -> tuple[str, str, str]:
    """Return what stands in `http` for one server, in `server`, and in `http` for several."""
    one, server, several = re.findall(r"^```nginx\n(.*?)^```", GUIDE.read_text(), re.M | re.S)
    return one, server, several


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def nginx_before(folder: Path, web: Sequence[int], hub: int) -> Iterator[int]:
    """Run nginx before web servers and a hub, by their ports, and yield its own."""
    path = find_nginx()
    assert path, "nginx is required where CI is set: apt-get install nginx"
    port = free_port()
    one, server, several = lines_of_the_guide()
    upstreams = one if len(web) == 1 else several
    addresses = iter([*web, hub])
    upstreams, put = re.subn(
        r"server [\d.]+:\d+;", lambda _: f"server 127.0.0.1:{next(addresses)};", upstreams
    )
    assert put == len(web) + 1, upstreams
    user = "user root;" if os.geteuid() == 0 else ""
    setup = folder / "nginx.conf"
    setup.write_text(
        AROUND.format(folder=folder, user=user, upstreams=upstreams, port=port, server=server)
    )
    process = subprocess.Popen(
        [path, "-p", str(folder), "-c", str(setup), "-e", str(folder / "error.log")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await_port(port, process, folder / "error.log")
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise AssertionError(f"nginx does not answer: {log.read_text() if log.exists() else ''}")

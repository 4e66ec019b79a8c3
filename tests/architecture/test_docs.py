import re
from pathlib import Path

import pytest
from click import Context

from webapp.blueprints import PUBLIC, READABLE

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("migrations/*.md")]
    if path.name != "CHANGELOG.md"
)
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:webapp|tests|docs|templates|static|migrations|benchmarks)/[\w./-]+)`")


def test_every_link_leads_somewhere():
    for page in PAGES:
        for found in LINK.finditer(page.read_text()):
            target = found[1] or found[2]
            if not re.match(r"[a-z]+:", target):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_path_named_is_there():
    for page in PAGES:
        for found in PATH.finditer(page.read_text()):
            assert (ROOT / found[1]).exists(), f"{page.name}: {found[1]}"


def test_every_make_command_named_is_there():
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = re.compile(r"^(?: {4}|```).*?make ([a-z]+)|`make ([a-z]+)`", re.MULTILINE)

    for page in PAGES:
        for found in code.finditer(page.read_text()):
            assert (found[1] or found[2]) in known, f"{page.name}: make {found[1] or found[2]}"


def test_every_flask_command_named_is_there(commands):
    code = re.compile(r"(?:^ {4}|`)(?:\.venv/bin/)?flask ([a-z][a-z-]*)", re.MULTILINE)

    for page in PAGES:
        for found in code.finditer(page.read_text()):
            assert found[1] in commands | {"db", "run", "shell", "routes"}, (
                f"{page.name}: flask {found[1]}"
            )


@pytest.fixture
def commands(app):
    return set(app.cli.list_commands(Context(app.cli)))


def test_the_tables_of_open_pages_name_pages_that_are_there(app):
    assert (PUBLIC | READABLE) - set(app.view_functions) == set()

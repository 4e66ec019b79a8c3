import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WEBAPP = ROOT / "webapp"

ALLOWED = {
    "text": {"rapidfuzz"},
    "procedure": set(),
}
HEAVY = ("flask", "sqlalchemy", "werkzeug", "jinja2", "wtforms", "psycopg")


def modules_of(package):
    return sorted((WEBAPP / package).rglob("*.py"))


def imported_by(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports by dots"
            yield node.module


@pytest.mark.parametrize("package", ALLOWED)
def test_the_domain_imports_the_standard_library_and_little_else(package):
    allowed = sys.stdlib_module_names | ALLOWED[package]

    for path in modules_of(package):
        for name in imported_by(path):
            inside = name == f"webapp.{package}" or name.startswith(f"webapp.{package}.")
            assert inside or name.split(".")[0] in allowed, f"{path.name} imports {name}"


@pytest.mark.parametrize("package", ALLOWED)
def test_importing_the_domain_loads_no_flask_and_no_database(package):
    names = [
        "webapp." + ".".join(path.relative_to(WEBAPP).with_suffix("").parts)
        for path in modules_of(package)
    ]
    program = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )

    assert loaded.stdout.split() == []


READS_TIME = {"now", "utcnow", "today", "time", "time_ns"}
MAKES_CHANCE = {"secrets", "random", "uuid"}
MAY_USE_CHANCE = {"web/chance.py", "text/identity.py"}


def reads_time(node):
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr in READS_TIME
        and node.value.id in {"datetime", "date", "time"}
    )


def test_only_the_clock_reads_the_time():
    readers = {
        path.relative_to(WEBAPP).as_posix()
        for path in WEBAPP.rglob("*.py")
        if any(reads_time(node) for node in ast.walk(ast.parse(path.read_text())))
    }

    assert readers == {"web/clock.py"}


def test_only_one_module_makes_chance_beside_the_one_that_names_clauses():
    makers = {
        path.relative_to(WEBAPP).as_posix()
        for path in WEBAPP.rglob("*.py")
        if MAKES_CHANCE & {name.split(".")[0] for name in imported_by(path)}
    }

    assert makers == MAY_USE_CHANCE


def test_only_the_configuration_reads_the_environment():
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in [*WEBAPP.rglob("*.py"), ROOT / "wsgi.py"]
        if "os.environ" in path.read_text() or "getenv(" in path.read_text()
    }

    assert readers == set()

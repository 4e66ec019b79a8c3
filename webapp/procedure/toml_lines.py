"""On which line of a TOML text each key stands, which tomllib does not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|' r"'''.*?'''|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'|#[^\n]*|.",
    re.DOTALL,
)
HEADER = re.compile(r"\[(\[?)\s*([^\[\]]+?)\s*\]")
ASSIGNMENT = re.compile(r"([^=]+?)\s*=")


def key_lines(text: str) -> dict[Path, int]:
    """Return the line of every table and key. Expects text that tomllib has read.

    A member of an array of tables is counted from 0, so the code of the second kind
    stands at ("kinds", 1, "code"). Keys within inline tables are left out.
    """
    lines: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    for number, statement in _statements(text):
        if header := HEADER.match(statement):
            table = _located(_split(header[2]), arrays, is_array=bool(header[1]))
            lines.setdefault(table, number)
        elif assignment := ASSIGNMENT.match(statement):
            lines.setdefault(table + _split(assignment[1]), number)
    return lines


def _located(names: Path, arrays: dict[Path, int], *, is_array: bool) -> Path:
    """Put the place within each array of tables behind its name."""
    located: Path = ()
    for depth, name in enumerate(names, start=1):
        located = (*located, name)
        if is_array and depth == len(names):
            arrays[located] = arrays.get(located, -1) + 1
        if located in arrays:
            located = (*located, arrays[located])
    return located


def _split(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each header and assignment, values over several lines whole, with its first line."""
    begins = line = 1
    depth = 0
    statement = ""
    for piece in PIECE.findall(text + "\n"):
        if piece == "\n" and depth == 0:
            if statement.strip():
                yield begins, statement.strip()
            statement = ""
        elif not piece.startswith("#"):
            begins = begins if statement.strip() else line
            statement += piece
            depth += (piece in "[{") - (piece in "]}")
        line += piece.count("\n")

"""Goals as they are printed: what was found, the bar, and whether it is reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure and its bar, which it must reach (or, with `most`, not pass)."""

    name: str
    found: float
    least: float | None = None
    most: float | None = None
    remark: str = ""

    @property
    def is_reached(self) -> bool:
        return (self.least is None or self.found >= self.least) and (
            self.most is None or self.found <= self.most
        )

    def __str__(self) -> str:
        bar = f"at least {self.least:g}" if self.least is not None else f"at most {self.most:g}"
        verdict = "reached" if self.is_reached else "MISSED"
        return f"  {self.name:<58} {self.found:>8.2f}   {bar:<15} {verdict:<8} {self.remark}"


def show(goals: Iterable[Goal]) -> list[Goal]:
    """Print goals as they come in, and return them."""
    shown = []
    for goal in goals:
        print(goal, flush=True)
        shown.append(goal)
    return shown

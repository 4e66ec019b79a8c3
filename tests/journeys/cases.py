"""Two motions that make the whole journey: one of our own writing, and the real one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Case:
    """A motion before its amendment, the amendment as instruction, and what must come out.

    `before` and `after` are the words of one clause as they are typed in its box; `body` is
    the published text, paragraph by paragraph.
    """

    motion: Path
    instruction: Path
    code: str
    title: str
    clause: str
    before: str
    after: str
    asked: str
    body: tuple[str, ...]
    applicability: str
    lines: tuple[tuple[str, tuple[int, int]], ...]

    @property
    def source(self) -> str:
        return self.motion.read_text(encoding="utf-8")

    @property
    def words(self) -> str:
        return self.instruction.read_text(encoding="utf-8")


def own_case() -> Case:
    """Return a motion with front matter, roman, numbered and lettered lists, and every fault."""
    before = "Making it an offence to hide a spill."
    after = (
        "Making it an offence to hide a spill, and protecting whoever reports one from dismissal,"
        " be they sailor, pilot or clerk (as the Free Speech at Sea Act would have done); and"
        " putting every report before the public in full."
    )
    source = (TEXTS / "clean-harbours.txt").read_text(encoding="utf-8")
    mended = source.replace("harmless.2. ", "harmless.\n\n2. ")
    return Case(
        motion=TEXTS / "clean-harbours.txt",
        instruction=TEXTS / "clean-harbours-amendment-1.txt",
        code="F4",
        title="Clean Water in Our Harbours",
        clause="2 b)",
        before=before,
        after=after,
        asked="putting every report before the public",
        body=paragraphs(mended.replace(before, after), "Conference welcomes", "Applicability:"),
        applicability=(
            "Applicability: Federal, except 1 b) (lines 15–16) and 2 c) (lines 28–29) which are"
            " England and Wales, and 1 a) (lines 13–14) and 2 b) (lines 24–27) which are England"
            " only."
        ),
        lines=(("1 b)", (15, 16)), ("2 b)", (24, 27)), ("2 c)", (28, 29))),
    )


def seed_case(folder: Path) -> Case:
    """Return the motion that conference passed, beside what its website published."""
    seed = folder / "seed"
    published = (seed / "f13-doing-what-works-to-cut-crime.txt").read_text(encoding="utf-8")
    mended = published.replace("custody.7. ", "custody.\n\n7. ")
    amended = next(
        paragraph for paragraph in paragraphs(mended) if paragraph.startswith("d) Increasing")
    )
    return Case(
        motion=seed / "f13-before-amendment-1.txt",
        instruction=seed / "amendment-1.txt",
        code="F13",
        title="Doing What Works to Cut Crime",
        clause="7 d)",
        before="Increasing penalties for Data Protection Act breaches.",
        after=amended.removeprefix("d) "),
        asked="while establishing effective public interest defences",
        body=paragraphs(mended, "Conference welcomes", "Applicability:"),
        applicability=(
            "Applicability: England and Wales, except 1 e) (lines 34–35), 2 b)–e) (lines 41–55),"
            " and 7 d) (lines 123–128) which are Federal, and 1 b) (lines 25–28), 2 a) (lines"
            " 39–40), 3 e) (lines 64–66) and 7 e) (lines 129–130) which are England only."
        ),
        lines=(("1 b)", (25, 28)), ("7 d)", (123, 128)), ("7 e)", (129, 130))),
    )


def paragraphs(text: str, first: str = "", after_last: str = "") -> tuple[str, ...]:
    """Return the paragraphs of a text, blanks evened out, from one to before another."""
    found = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    begin = next((at for at, one in enumerate(found) if one.startswith(first)), 0)
    ends = [at for at, one in enumerate(found) if after_last and one.startswith(after_last)]
    return tuple(found[begin : ends[0] if ends else None])

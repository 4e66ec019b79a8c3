"""Rulebooks as values: drawn at random, pared down, and written out as a file would say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import time
from enum import Enum
from typing import Any

from hypothesis import strategies as st

from webapp.procedure.majority import Base, MajorityRule, TieRule
from webapp.procedure.quorum import QuorumRule
from webapp.procedure.roles import CONFERENCE_ROLES, Role
from webapp.procedure.rulebook import PRESETS, load_preset
from webapp.procedure.rules import (
    AppealsTo,
    BallotForm,
    Bounds,
    OptionsRule,
    Order,
    ProceduralEffect,
    Quotes,
    Rulebook,
    Selection,
    SeparateVotes,
    WordsQuestion,
)

# Values whose keys stand in the table around them.
WITHOUT_A_TABLE = ("rule", "submission")


def written(rulebook: Rulebook) -> str:
    """Return the file that says this rulebook."""
    top, tables = _lines(rulebook)
    return "\n".join([*top, *tables]) + "\n"


def pared(rulebook: Rulebook) -> Rulebook:
    """Return a rulebook with one of each thing there may be several of."""
    majority, deadline, body = rulebook.majorities[0], rulebook.deadlines[0], rulebook.bodies[0]
    submission = replace(rulebook.kinds[0].submission, bodies=(body.key,))
    kind = replace(
        rulebook.kinds[0],
        majority=majority.key,
        amendment_majority=majority.key,
        deadline=deadline.key,
        advice_deadline=deadline.key,
        amendment_deadline=deadline.key,
        submission=submission,
    )
    back = rulebook.procedural[0]
    return replace(
        rulebook,
        bodies=(body,),
        majorities=(majority,),
        deadlines=(deadline,),
        kinds=(kind,),
        amendments=replace(rulebook.amendments, submission=submission),
        admission=replace(
            rulebook.admission, appeals=AppealsTo.CONFERENCE, appeal_majority=majority.key
        ),
        voting=replace(rulebook.voting, separate_vote_majority=majority.key),
        procedural=(
            replace(
                back,
                preliminary=True,
                preliminary_majority=majority.key,
                preliminary_words="Hear?",
                majority=majority.key,
            ),
        ),
    )


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="{}"),
    min_size=1,
    max_size=12,
).filter(str.strip)
SHARES = st.fractions(0, 1, max_denominator=12)
COUNTS = st.integers(0, 300)


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Draw what standing orders might say: a preset with every rule that has a choice drawn."""
    book = load_preset(draw(st.sampled_from(PRESETS)))
    majorities = tuple(
        replace(one, words=draw(WORDS), rule=draw(majority_rules())) for one in book.majorities
    )
    keys = st.sampled_from([one.key for one in majorities])
    together = [one.key for one in majorities if not one.rule.houses]
    weighted = draw(st.booleans())
    hears = draw(st.sampled_from(AppealsTo if together else [AppealsTo.COMMITTEE]))
    return replace(
        book,
        name=draw(WORDS),
        summary=draw(WORDS),
        majorities=majorities,
        deadlines=tuple(
            replace(
                one,
                days_before=draw(COUNTS),
                at=draw(st.times().map(lambda at: time(at.hour, at.minute))),
                override=draw(st.frozensets(st.sampled_from(Role))),
            )
            for one in book.deadlines
        ),
        kinds=tuple(
            replace(
                one,
                selection=draw(st.sampled_from(Selection)),
                majority=draw(keys) if one.decided else "",
                amendment_majority=draw(keys) if one.amendable else "",
            )
            for one in book.kinds
        ),
        amendments=replace(
            book.amendments,
            depth=draw(st.integers(0, 2)),
            most_words_added=draw(COUNTS),
            mover_accepts=draw(st.booleans()),
            from_to=draw(st.sampled_from(Bounds)),
            quotes=draw(st.sampled_from(Quotes)),
        ),
        admission=replace(
            book.admission,
            appeals=hears,
            appeal_hours=draw(COUNTS),
            appeal_majority=draw(st.sampled_from(together))
            if hears is AppealsTo.CONFERENCE
            else "",
            motion_rejected=tuple(draw(st.lists(WORDS, max_size=2))),
        ),
        voting=replace(
            book.voting,
            order=draw(st.sampled_from(Order)),
            tie=draw(st.sampled_from(TieRule)),
            separate_votes=draw(st.sampled_from(SeparateVotes)),
            separate_vote_question=draw(st.sampled_from(WordsQuestion)),
            options=draw(st.sampled_from(OptionsRule)),
            en_bloc=draw(st.booleans()),
        ),
        procedural=tuple(
            replace(
                one,
                majority=draw(keys),
                preliminary=(first := draw(st.booleans())),
                preliminary_majority=draw(keys) if first else "",
                preliminary_words=draw(WORDS) if first else "",
                of_parts=one.effect is ProceduralEffect.REFER_BACK and draw(st.booleans()),
                moved_by=draw(
                    st.frozensets(
                        st.sampled_from(sorted(CONFERENCE_ROLES - {Role.PUBLIC})), min_size=1
                    )
                ),
                supporters=draw(st.integers(1, 60)),
            )
            for one in book.procedural[: draw(st.integers(0, len(book.procedural)))]
        ),
        counting=replace(
            book.counting,
            blocks=tuple(draw(st.lists(WORDS, min_size=1, max_size=3, unique_by=str.casefold))),
            recounts=draw(st.integers(0, 3)),
            division_on_request_of=draw(COUNTS),
            abstentions=draw(st.booleans()),
        ),
        ballots=replace(
            book.ballots,
            allowed=draw(st.booleans()),
            weighted=weighted,
            form=BallotForm.OPEN if weighted else draw(st.sampled_from(BallotForm)),
            changeable=draw(st.booleans()),
            proxies=draw(st.integers(0, 3)),
            publish_trackers=draw(st.booleans()),
            publish_names=draw(st.booleans()),
            seconds=draw(COUNTS),
        ),
        quorum=QuorumRule(
            draw(SHARES), draw(COUNTS), *draw(st.tuples(st.booleans(), st.booleans()))
        ),
    )


@st.composite
def majority_rules(draw: st.DrawFn) -> MajorityRule:
    share = draw(SHARES)
    base = draw(st.sampled_from(Base))
    houses = st.lists(WORDS, max_size=3, unique_by=str.casefold)
    return MajorityRule(
        share,
        share < 1 and draw(st.booleans()),
        base,
        tuple(draw(houses)) if base is Base.VOTES_CAST else (),
    )


def _lines(value: Any, path: str = "") -> tuple[list[str], list[str]]:
    """Return the keys of one table and, written after them, the tables within it."""
    keys: list[str] = []
    tables: list[str] = []
    for name, one in _named(value):
        inner = f"{path}.{name}".lstrip(".")
        if one == "" and name in OPTIONAL:
            continue
        if name in WITHOUT_A_TABLE:
            keys += _lines(one)[0]
        elif is_dataclass(one) or isinstance(one, Mapping):
            within = _lines(one, inner)
            tables += ["", f"[{inner}]", *within[0], *within[1]]
        elif isinstance(one, tuple) and one and is_dataclass(one[0]):
            for row in one:
                tables += ["", f"[[{inner}]]", *_lines(row, inner)[0]]
        else:
            said = "none" if name == "advice_deadline" and one == "" else one
            keys.append(f"{name} = {_value(said)}")
    return keys, tables


OPTIONAL = (
    "majority", "amendment_majority", "amendment_deadline", "appeal_majority",
    "preliminary_majority", "preliminary_words",
)  # fmt: skip


def _named(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, Mapping):
        return [(str(key.value), one) for key, one in value.items()]
    return [(one.name, getattr(value, one.name)) for one in fields(value)]


def _value(value: Any) -> str:
    if isinstance(value, Enum):
        return _quoted(str(value.value))
    if isinstance(value, int):
        return str(value).lower()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, frozenset):
        return _value(tuple(sorted(value)))
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return _quoted(str(value))


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""References: places in a text that point to clauses, written and recognised.

A reference holds clause ids and prints what they are called now. Recognising is
shy: "7 d)", "clause 3", "3 above" and "i) (lines 5–6)" are citations, a bare
number or letter in running text is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Protocol

from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, ReferenceForm
from webapp.text.numbering import BULLET, PARAGRAPH, RANGE_DASH, Numbering, join_list, tokens

STRUCK = "[struck clause]"

_GAP = r"\s{1,3}"
_MAY = r"\s{0,3}"
_DASH = rf"(?:{_MAY}[-–—]{_MAY}|{_GAP}to{_GAP})"
_AND = rf"(?:,?{_GAP}and{_GAP}|,{_MAY}|{_GAP}&{_GAP}|;{_MAY}(?:and{_GAP})?)"
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,4}(?![\d.]*\d)"
_LIMB = r"(?:\([A-Za-z]{1,5}\)|[A-Za-z]{1,5}\))"
_TWIN = r"(?:\s\(\d+(?:st|nd|rd|th)\))?"
_COUNTED = rf"(?:paragraphs?|bullets?){_GAP}{_NUMBER}{_TWIN}"
_PART = rf"(?:{_COUNTED}|{_NUMBER}(?:[a-z](?![\w)])|\))?{_TWIN}|(?:{_LIMB}|\(\d{{1,3}}\)){_TWIN})"
_CHAIN = re.compile(rf"{_PART}(?:(?:{_DASH}|{_AND}|\s|){_PART}){{0,15}}", re.IGNORECASE)
_PART_END = re.compile(_PART, re.IGNORECASE)
_LETTERS = r"(?!(?:and|to|or|of|in|the|lines?|paragraphs?|bullets?)\b)[A-Za-z]{1,6}(?![\w)])"
_NAMED = rf"(?:{_PART}|{_LETTERS})"
_NAMED_CHAIN = re.compile(rf"{_NAMED}(?:(?:{_DASH}|{_AND}|\s|){_NAMED}){{0,7}}", re.IGNORECASE)
_UNMARKED = re.compile(rf"(?<!\w){_LETTERS}", re.IGNORECASE)
_NAMED_END = re.compile(_NAMED, re.IGNORECASE)
_LINES = rf"(?:lines?){_GAP}(\d{{1,6}})(?:{_MAY}[-–—]{_MAY}(\d{{1,6}})|{_GAP}to{_GAP}(\d{{1,6}}))?"
_IN_BRACKETS = re.compile(rf"{_MAY}\({_LINES}\)", re.IGNORECASE)
_BARE_LINES = re.compile(rf"(?<![\w-])(?<!\(){_LINES}(?![\w]|[.,]\d)", re.IGNORECASE)
_KIND = r"(?:sub-?)?(?:clause|paragraph|para|point|bullet|item|limb)s?"
_START = re.compile(
    rf"(?<![\w.£$€#/(§-])(?:(?P<kind>{_KIND}){_GAP}(?={_NAMED})|(?={_PART}))", re.IGNORECASE
)
_STRONG = re.compile(rf"{_NUMBER}\)?\s?{_LIMB}|{_COUNTED}", re.IGNORECASE)
_RUNS_ON = re.compile(r"\w|[.,:]\d|\s?%|[’'-]\w")
_NEARBY = re.compile(rf"{_GAP}(?:above|below)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"{_GAP}(?:of|in){_GAP}(?:the|schedule|appendix|annex|our|its)\b", re.IGNORECASE
)
_OTHER_TEXT = re.compile(
    r"\b(?:sections?|articles?|rules?|orders?|so|act|schedule|constitution|regulations?|appendix"
    rf"|chapter|annex|page|paper|part|table|figure|motion|amendment){_GAP}(?:no\.?{_GAP})?$",
    re.IGNORECASE,
)
_AND_OR_DASH = re.compile(rf"{_AND}|{_DASH}")
_LIST = re.compile(_AND)
_APART = re.compile(rf";{_MAY}(?:and{_GAP})?")
_RANGE = re.compile(_DASH)
_PLURAL = re.compile(r"\b(paragraph|bullet)s\b", re.IGNORECASE)
_MOST_COMMAS = 4
_DEEPEST = 6


class Lines(Protocol):
    """What references need of a layout."""

    def of(self, clause: ClauseId) -> tuple[int, int] | None: ...

    def clause_at(self, number: int) -> ClauseId | None: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of text that reads like a citation; without a reference it resolves to nothing.

    `lines` are the first and last line that it prints.
    """

    start: int
    end: int
    reference: Reference | None
    lines: tuple[int, int] | None = None


def render_reference(
    reference: Reference, numbering: Numbering, layout: Lines | None = None
) -> str:
    """Return what a reference prints: as its source did while that is right, else anew.

    With a layout it prints present lines; without one, lines as its source did.
    A target that the document lacks prints as "[struck clause]".
    """
    label, lines = _split_printed(reference.printed)
    present = [target for target in reference.targets if target in numbering]
    right = len(present) == len(reference.targets) and (
        reference.form is ReferenceForm.LINES
        or resolve(label, numbering) == tuple(sorted(present, key=numbering.position))
    )
    if right and reference.printed and _still_says(reference, lines, present, numbering, layout):
        return reference.printed
    shown = [_render_run(run, reference.form, numbering, layout) for run in numbering.runs(present)]
    missing = len(present) < len(reference.targets) or not reference.targets
    return join_list([*shown, *([STRUCK] if missing else [])])


def plain_text(clause: Clause, numbering: Numbering, layout: Lines | None = None) -> str:
    """Return a clause's text as shown: references printed, the leading space stripped."""
    return print_text(clause, numbering, layout)[0]


def print_text(
    clause: Clause, numbering: Numbering, layout: Lines | None = None
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a clause's text as shown, with each reference's stored offset and printed length."""
    lead = 1 if clause.text.startswith(" ") else 0
    if ATOM not in clause.text:
        return clause.text[lead:], ()
    first, *parts = clause.text[lead:].split(ATOM)
    shown, atoms, at = [first], [], lead + len(first)
    for part, reference in zip_longest(parts, clause.references[: len(parts)]):
        printed = render_reference(reference, numbering, layout) if reference else ""
        shown += [printed, part]
        atoms.append((at, len(printed)))
        at += 1 + len(part)
    return "".join(shown), tuple(atoms)


def dangling(document: Document) -> list[tuple[ClauseId, Reference]]:
    """Return each reference to a clause that the document lacks, with the clause it stands in."""
    clauses = list(document.walk())
    present = {clause.id for clause in clauses}
    return [
        (clause.id, reference)
        for clause in clauses
        for reference in clause.references
        if not reference.targets or not present.issuperset(reference.targets)
    ]


def resolve(words: str, numbering: Numbering) -> tuple[ClauseId, ...]:
    """Return the clauses that a citation names: "7 d)", "2 b)–e)", "1 and 3 a)".

    All or nothing: a list with one unknown member names none.
    """
    words = " ".join(words.split())
    if ";" in words:
        groups = [resolve(part, numbering) for part in _APART.split(words)]
        named = [clause for group in groups for clause in group]
        return tuple(sorted(dict.fromkeys(named), key=numbering.position)) if all(groups) else ()
    return _resolve_list(words, numbering)


def _resolve_list(words: str, numbering: Numbering) -> tuple[ClauseId, ...]:
    ends = [separator.span() for separator in _LIST.finditer(words)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words)]
    named: list[ClauseId] = []
    at = 0
    while at < len(starts):
        for last in range(min(at + _MOST_COMMAS, len(starts) - 1), at - 1, -1):
            item = words[starts[at] : stops[last]]
            found = _resolve_item(item, named, numbering, whole=last > at)
            if found:
                break
        else:
            return ()
        named.extend(found)
        at = last + 1
    return tuple(sorted(dict.fromkeys(named), key=numbering.position))


def recognise(text: str, numbering: Numbering, at: int = 0, *, eager: bool = False) -> list[Spot]:
    """Find what reads like citations of clauses from `at` on, in order and without overlaps.

    An `eager` look takes bare numbers and letters as well: in a text that only lists clauses.
    """
    spots: list[Spot] = []
    while match := _START.search(text, at):
        chain = (_NAMED_CHAIN if match.group("kind") else _CHAIN).match(text, match.end())
        at = match.end() + 1
        if chain is None:
            continue
        kind = match.group("kind") or ("clauses" if eager else "")
        if not kind and not _may_cite(text, chain):
            at = chain.end()
        elif not _OTHER_TEXT.search(text[max(0, match.start() - 40) : match.start()]):
            spot, at = _read_chain(text, match.start(), chain, kind, numbering)
            spots += [spot] if spot else []
    return spots


def recognise_lines(text: str, numbering: Numbering, layout: Lines) -> list[Spot]:
    """Find lines cited without a label: they resolve when they are just those of clauses."""
    spots = []
    for match in _BARE_LINES.finditer(text):
        lines = _numbers(match)
        targets = _clauses_on(lines, numbering, layout)
        reference = Reference(targets, ReferenceForm.LINES, match.group()) if targets else None
        spots.append(Spot(match.start(), match.end(), reference, lines))
    return spots


def lines_of(
    targets: tuple[ClauseId, ...], numbering: Numbering, layout: Lines
) -> tuple[int, int] | None:
    """Return the first and last line of clauses and all they lead in."""
    return _extent([target for target in targets if target in numbering], numbering, layout)


def print_lines(extent: tuple[int, int]) -> str:
    """Return "line 5" or "lines 5–6"."""
    first, last = extent
    return f"line {first}" if first == last else f"lines {first}{RANGE_DASH}{last}"


def printed_lines(printed: str) -> tuple[int, int] | None:
    """Return the lines that a citation prints."""
    return _split_printed(printed)[1]


def _still_says(
    reference: Reference,
    lines: tuple[int, int] | None,
    present: list[ClauseId],
    numbering: Numbering,
    layout: Lines | None,
) -> bool:
    """Tell whether what the source printed stands, its labels being right."""
    if layout is None or reference.form is ReferenceForm.LABEL:
        return True
    return reference.form is ReferenceForm.LINES and lines == _extent(present, numbering, layout)


def _render_run(
    run: list[ClauseId], form: ReferenceForm, numbering: Numbering, layout: Lines | None
) -> str:
    label = numbering.run_citation(run)
    extent = _extent(run, numbering, layout) if layout else None
    if form is ReferenceForm.LABEL or extent is None:
        return label
    lines = print_lines(extent)
    return lines if form is ReferenceForm.LINES else f"{label} ({lines})"


def _extent(clauses: list[ClauseId], numbering: Numbering, layout: Lines) -> tuple[int, int] | None:
    extents = [
        extent
        for clause in clauses
        for end in dict.fromkeys((clause, numbering.last_within(clause)))
        if (extent := layout.of(end))
    ]
    if not extents:
        return None
    return min(first for first, _ in extents), max(last for _, last in extents)


def _clauses_on(
    lines: tuple[int, int], numbering: Numbering, layout: Lines
) -> tuple[ClauseId, ...]:
    """Return the siblings whose lines, with those of all they lead in, are exactly these."""
    first, last = layout.clause_at(lines[0]), layout.clause_at(lines[1])
    if first is None or last is None or first not in numbering or last not in numbering:
        return ()
    parent = numbering.place(first).parent
    beside = [one for one in numbering.lineage(last) if numbering.place(one).parent == parent]
    targets = numbering.between(first, beside[0]) if beside else ()
    return targets if targets and _extent(list(targets), numbering, layout) == lines else ()


def _resolve_item(
    item: str, named: list[ClauseId], numbering: Numbering, *, whole: bool
) -> tuple[ClauseId, ...]:
    """Return the clauses of one member of a list; a `whole` one has commas of its own."""
    first, *rest = _RANGE.split(item, maxsplit=1)
    if whole and rest and _LIST.search(rest[0]):
        return ()
    if whole:
        start = numbering.exact(_PLURAL.sub(r"\1", first))
    else:
        start = _resolve_one(first, named[-1] if named else None, numbering)
    if start is None or not rest:
        return () if start is None else (start,)
    end = _resolve_one(rest[0], start, numbering, ends_range=True)
    return numbering.between(start, end) if end is not None else ()


def _resolve_one(
    words: str, before: ClauseId | None, numbering: Numbering, *, ends_range: bool = False
) -> ClauseId | None:
    """Return the clause that one citation names; after "4 h)", "i)" is 4 i).

    It is so unless a clause further down is cited just like that, as our own lists do.
    """
    if before is not None and len(tokens(words)) < len(tokens(numbering.citation(before))):
        beside = numbering.sibling(before, words)
        exact = None if ends_range else numbering.exact(words)
        if exact and numbering.position(exact) > numbering.position(before):
            return exact
        if beside and (ends_range or not numbering.place(before).word):
            return beside
    return numbering.find(words)


def _may_cite(text: str, chain: re.Match[str]) -> bool:
    """Tell whether anything in a chain of numbers and letters says that it is a citation."""
    if _STRONG.search(chain.group()):
        return True
    return bool(_IN_BRACKETS.match(text, chain.end()) or _NEARBY.match(text, chain.end()))


def _read_chain(
    text: str, spoken: int, chain: re.Match[str], kind: str, numbering: Numbering
) -> tuple[Spot | None, int]:
    """Return the longest citation that a chain starts with, and where to look on."""
    counts = kind.lower().removesuffix("s") in {PARAGRAPH, BULLET, "para"}
    starts = tuple(dict.fromkeys((spoken, chain.start()) if counts else (chain.start(),)))
    parts = list(_NAMED_END.finditer(text, chain.start(), chain.end()))
    first = chain.start() + len(_AND_OR_DASH.split(chain.group(), maxsplit=1)[0])
    path = [part.end() for part in parts if part.end() <= first][:_DEEPEST]
    if any(resolve(text[start:end], numbering) for start in starts for end in path):
        for part in reversed(parts):
            spot = _try_spot(text, starts, chain.start(), part.end(), kind, numbering)
            if spot:
                return spot, spot.end
    plain = _CHAIN.match(text, chain.start())
    doubt = _doubtful(text, plain, kind) if plain else None
    return doubt, max(doubt.end if doubt else 0, first if plain else parts[0].end())


def _try_spot(
    text: str, starts: tuple[int, ...], bare: int, end: int, kind: str, numbering: Numbering
) -> Spot | None:
    """Read one stretch as a citation, with the word before it where that is part of its name."""
    words = text[bare:end]
    if not _is_citation(text, words, end, kind):
        return None
    if not _may_list(words, text[starts[0] : end], kind, numbering):
        return None
    if _UNMARKED.search(words) and not _is_exact(words, numbering):
        return None
    for start in starts:
        targets = resolve(text[start:end], numbering)
        named = numbering.exact(text[start:end]) or (targets and numbering.place(targets[0]).word)
        if targets and (named or start == bare):
            end = _without_bracket(text, end, numbering.citation(targets[-1]))
            return _spot(text, start, end, targets)
    return None


def _is_exact(words: str, numbering: Numbering) -> bool:
    """Tell whether letters without a bracket are just the citation that a clause has."""
    first = _RANGE.split(words, maxsplit=1)[0]
    return numbering.exact(_PLURAL.sub(r"\1", first)) is not None


def _without_bracket(text: str, end: int, citation: str) -> int:
    """Leave the bracket that closes "(see clause 1)" to the text, unless the label is "1)"."""
    closing = text[end - 1] == ")" and text[end - 2].isdigit()
    return end - 1 if closing and not citation.endswith(")") else end


def _spot(text: str, start: int, end: int, targets: tuple[ClauseId, ...]) -> Spot:
    lines = _IN_BRACKETS.match(text, end)
    stop = lines.end() if lines else end
    form = ReferenceForm.LABEL_AND_LINES if lines else ReferenceForm.LABEL
    return Spot(
        start, stop, Reference(targets, form, text[start:stop]), _numbers(lines) if lines else None
    )


def _doubtful(text: str, chain: re.Match[str], kind: str) -> Spot | None:
    """Return a citation that names no clause here, so that a person looks at it."""
    words = _LIST.split(chain.group())[0]
    end = chain.start() + len(words)
    if not _is_citation(text, words, end, kind):
        return None
    lines = _IN_BRACKETS.match(text, end)
    return Spot(chain.start(), lines.end() if lines else end, None)


def _is_citation(text: str, words: str, end: int, kind: str) -> bool:
    """Tell whether words can only be meant as a citation of this motion."""
    if _RUNS_ON.match(text, end):
        return False
    if _IN_BRACKETS.match(text, end) or _NEARBY.match(text, end):
        return True
    return bool(kind or _STRONG.search(words)) and not _ELSEWHERE.match(text, end)


def _may_list(words: str, spoken: str, kind: str, numbering: Numbering) -> bool:
    """Tell whether what looks like a list is one: "clauses 3 and 4", not "2 b) and 3 people"."""
    items = _LIST.split(words)
    if len(items) == 1 or kind.lower().endswith("s"):
        return True
    if numbering.exact(words) is not None or numbering.exact(spoken) is not None:
        return True
    return not kind and all(")" in item for item in items)


def _numbers(lines: re.Match[str]) -> tuple[int, int]:
    first, *last = [int(number) for number in lines.groups() if number]
    return first, last[0] if last else first


def _split_printed(printed: str) -> tuple[str, tuple[int, int] | None]:
    bare = _BARE_LINES.fullmatch(printed)
    if bare:
        return "", _numbers(bare)
    lines = _IN_BRACKETS.search(printed)
    if lines is None or lines.end() < len(printed):
        return printed, None
    return printed[: lines.start()], _numbers(lines)

"""The house style of printed instructions: every phrase that the writer uses, in one table.

A translation is another value of this class whose phrases the reader's grammar knows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

CURLY: Final = ("“", "”")
# What is tried where the words themselves hold the marks of the style.
OTHER_MARKS: Final = (("“", "”"), ('"', '"'), ("«", "»"), ("‘", "’"), ("'", "'"), ("‹", "›"))

ORDINAL_WORDS: Final = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)


@dataclass(frozen=True, slots=True)
class InstructionStyle:
    """How instructions are printed, and how two turns of phrase are understood.

    `from_to_goes`: "delete from “x” to “y”" takes x and y along; where it is off they stay.
    """

    marks: tuple[str, str] = CURLY
    from_to_goes: bool = True

    line: str = "line {}"
    lines: str = "lines {}–{}"
    in_brackets: str = "{} ({})"
    in_place: str = "In {place}, {act}."
    delete: str = "delete {words}"
    delete_own_words: str = "Delete the words of {place}."
    delete_span: str = "delete from {first} to {last}"
    substitute: str = "{delete} and insert {words}"
    insert_after: str = "after {anchor} insert {words}"
    insert_before: str = "before {anchor} insert {words}"
    insert_at_start: str = "at the start insert {words}"
    insert_at_start_of: str = "At the start of {place} insert {words}."
    insert_at_end: str = "at the end insert {words}"
    beside_after: str = "{words} after {neighbour}"
    beside_before: str = "{words} before {neighbour}"
    nth: str = "the {ordinal} {words}"
    throughout: str = "{words} throughout in {place}"
    nth_word: str = "the {} word"
    nth_sentence: str = "the {ordinal} sentence"
    section: str = "the section {}"
    amend: str = "Amend {place} to read:"
    delete_clause: str = "Delete {place}."
    replace_clause: str = "Delete {place} and insert:"
    insert_after_clause: str = "After {place} insert:"
    insert_before_clause: str = "Before {place} insert:"
    insert_under_clause: str = "Under {place} insert:"
    unlabelled: str = "unlabelled"
    add_at_end: str = "At end add:"
    add_at_start: str = "At start add:"
    move_after: str = "Move {clause} to follow {place}."
    move_before: str = "Move {clause} to precede {place}."
    move_to_start: str = "Move {clause} to the start."
    move_to_start_of: str = "Move {clause} to the start of {place}."
    place_under: str = "Place {clause} under {place}."
    join: str = "Join {joined} to {receiver}."
    split: str = "after {{anchor}} begin new clause{label}"
    split_nested: str = " under it"
    split_follow: str = ", taking the clauses under it"
    restyle: str = "Label the clauses under {place} as {labels}, …"
    restyle_top: str = "Label the top-level clauses as {labels}, …"
    unlabel: str = "Leave the clauses under {place} without labels."
    unlabel_top: str = "Leave the top-level clauses without labels."
    new: str = "new {name}"
    new_under: str = "new {name} under {place}"
    ordinals: tuple[str, ...] = field(default=ORDINAL_WORDS)

    def ordinal(self, number: int) -> str:
        """Return "second", or "13th" past the words we have.

        >>> InstructionStyle().ordinal(2), InstructionStyle().ordinal(22)
        ('second', '22nd')
        """
        if 1 <= number <= len(self.ordinals):
            return self.ordinals[number - 1]
        teens = number % 100 in {11, 12, 13}
        return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"

    def print_lines(self, first: int, last: int) -> str:
        return self.line.format(first) if first == last else self.lines.format(first, last)


DEFAULT_STYLE: Final = InstructionStyle()

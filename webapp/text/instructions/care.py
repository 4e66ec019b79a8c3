"""How much care words take that nothing in them can be read as something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Care:
    """What a writer does that the house style does not ask for.

    `marks`: around words put in stand at least so many pairs of quotation marks;
    `labels_as_there`: new clauses are labelled as their list is now, whatever becomes of it;
    `amends`: a clause with other words is printed whole.
    """

    marks: int = 0
    labels_as_there: bool = False
    amends: bool = False


USUAL: Final = Care()
# The house style first; then what takes more words, or more marks, to say the same.
CARES: Final = (
    USUAL,
    Care(marks=1),
    Care(marks=2),
    Care(labels_as_there=True),
    Care(marks=1, labels_as_there=True),
    Care(amends=True),
    Care(marks=1, amends=True),
    Care(marks=1, labels_as_there=True, amends=True),
)

"""What the notes on a reading say: one table, so that they can be translated."""

from __future__ import annotations

from typing import Final

AS_SAID: Final = "The text reads as said."
BECOMES: Final = "{} becomes {}."
THERE_IS_NONE: Final = "There is no {}."
CLAUSE_TWICE: Final = "The same clause is already deleted."
WORDS_TWICE: Final = "The same words are already taken out above."
CUT: Final = "These lines begin or end within a sentence."
LABELLED: Final = "The clause is labelled {}, not {}."
NEWLY_LABELLED: Final = "The new clause will be labelled {}, not {}."
REST_STAYS: Final = "What stands under the clause stays as it is."
COUNTED_AS: Final = "Counted as {}: {}"
BY_CODE: Final = "Found by the code at its head: {}"
LABEL_WINS: Final = "The label and the line differ; the words stand where the label says."
WORDS_WIN: Final = "The words decide; there is nothing of the name given with them."
REMARK: Final = "Taken as a remark: it changes nothing."
READ_AS: Final = "Read as: {}"

from webapp.rendering.effect import effect_paper
from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.redline import compare

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")


def text(*clauses: tuple[str, str]) -> Document:
    return Document(tuple(Clause(ClauseId(id), f" {words}", DECIMAL) for id, words in clauses))


BEFORE = text(("a", "Open until nine."), ("b", "Lend books."), ("c", "Pay for it."))


MARKS = {"same": "{}", "struck": "[-{}-]", "inserted": "[+{}+]"}


def shown(after: Document) -> list[tuple[str, str]]:
    return [
        (clause.citation, "".join(MARKS[one.kind].format(one.text) for one in clause.lines[0][1]))
        for clause in effect_paper(compare(BEFORE, after)).clauses
    ]


def test_only_the_clauses_that_change_are_shown():
    after = text(("a", "Open until ten."), ("b", "Lend books."), ("c", "Pay for it."))

    assert shown(after) == [("1", "Open until[- nine-][+ ten+].")]


def test_a_struck_clause_stands_where_it_stood():
    after = text(("a", "Open until ten."), ("c", "Pay for it."))

    assert shown(after) == [("1", "Open until[- nine-][+ ten+]."), ("2", "[-Lend books.-]")]


def test_a_clause_that_moved_says_from_where():
    after = text(("c", "Pay for it."), ("a", "Open until nine."), ("b", "Lend books."))

    moved = effect_paper(compare(BEFORE, after)).clauses

    assert [(one.citation, one.moved_from) for one in moved] == [("1", "3")]


def test_clauses_that_only_have_another_label_are_left_out():
    new = Clause(ClauseId("n"), " First of all.", DECIMAL)

    assert shown(Document((new, *BEFORE.clauses))) == [("1", "[+First of all.+]")]


def test_nothing_is_shown_of_a_text_that_stays():
    assert shown(BEFORE) == []

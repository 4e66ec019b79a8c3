import random
from dataclasses import replace

from hypothesis import given

from tests.text.edits import documents
from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.matching import match_clauses

SPEECH = (
    " Conference believes that policing works best when it is trusted by those it serves.",
    " Conference notes the rise in burglary across rural counties since the last agreement.",
    " Conference regrets that courts have a backlog of many thousand cases awaiting trial.",
    " Conference calls for youth workers in every accident and emergency department.",
    " Conference resolves to publish its findings before the next general election.",
)


def document_of(prefix: str, *texts: str) -> Document:
    return Document(
        tuple(Clause(ClauseId(f"{prefix}{place}"), text) for place, text in enumerate(texts))
    )


def renamed(document: Document, prefix: str = "new-") -> Document:
    """Return the document as another reading of the same page would have it."""

    def name(clause_id: ClauseId) -> ClauseId:
        return ClauseId(prefix + clause_id)

    def rename(clause: Clause) -> Clause:
        references = tuple(
            replace(reference, targets=tuple(map(name, reference.targets)))
            for reference in clause.references
        )
        children = tuple(map(rename, clause.children))
        return replace(clause, id=name(clause.id), references=references, children=children)

    return Document(tuple(rename(clause) for clause in document.clauses))


@given(documents())
def test_a_document_read_twice_matches_clause_by_clause(document):
    again = renamed(document)

    pairs = match_clauses(document, again)

    assert pairs == {clause.id: f"new-{clause.id}" for clause in document.walk()}


@given(documents(), documents(prefix="d"))
def test_no_clause_is_matched_twice(old, new):
    pairs = match_clauses(old, new)

    assert len(set(pairs.values())) == len(pairs)
    assert set(pairs) <= {clause.id for clause in old.walk()}
    assert set(pairs.values()) <= {clause.id for clause in new.walk()}


def test_one_inserted_clause_leaves_all_others_matched():
    old = document_of("o", *SPEECH)
    new = document_of("n", *SPEECH[:2], " Conference thanks the committee.", *SPEECH[2:])

    pairs = match_clauses(old, new)

    assert pairs == {"o0": "n0", "o1": "n1", "o2": "n3", "o3": "n4", "o4": "n5"}


def test_an_edited_clause_is_matched_by_likeness():
    edited = SPEECH[1].replace("rural counties", "seaside towns")

    pairs = match_clauses(
        document_of("o", *SPEECH), document_of("n", SPEECH[0], edited, *SPEECH[2:])
    )

    assert pairs["o1"] == "n1"


def test_a_clause_made_much_longer_at_its_end_is_the_same_clause():
    longer = SPEECH[1] + SPEECH[0] + SPEECH[2] + SPEECH[3]

    pairs = match_clauses(document_of("o", SPEECH[1]), document_of("n", longer))

    assert pairs == {"o0": "n0"}


def test_a_clause_replaced_by_other_words_is_not_the_same_clause():
    pairs = match_clauses(
        document_of("o", *SPEECH[:3]),
        document_of("n", SPEECH[0], " Nobody may smoke here.", SPEECH[2]),
    )

    assert pairs == {"o0": "n0", "o2": "n2"}


def test_the_head_of_a_split_is_preferred_to_its_longer_tail():
    head, tail = " Conference notes", SPEECH[1].removeprefix(" Conference notes")

    pairs = match_clauses(document_of("o", *SPEECH), document_of("n", SPEECH[0], head, tail))

    assert pairs == {"o0": "n0", "o1": "n1"}


def test_the_receiver_of_a_join_is_preferred_to_what_it_receives():
    head, tail = " Conference notes", SPEECH[1].removeprefix(" Conference notes")

    pairs = match_clauses(document_of("o", SPEECH[0], head, tail), document_of("n", *SPEECH[:2]))

    assert pairs == {"o0": "n0", "o1": "n1"}


def test_a_clause_moved_and_edited_is_still_found():
    moved = SPEECH[0].replace("trusted", "loved")

    pairs = match_clauses(document_of("o", *SPEECH), document_of("n", *SPEECH[1:], moved))

    assert pairs == {"o0": "n4", "o1": "n0", "o2": "n1", "o3": "n2", "o4": "n3"}


def test_in_an_edited_document_a_clause_with_an_id_of_its_own_is_new():
    old = document_of("o", *SPEECH)
    alike = Clause(ClauseId("x"), SPEECH[1].replace("rural", "urban"))
    new = replace(old, clauses=(old.clauses[0], alike, *old.clauses[2:]))

    assert "o1" not in match_clauses(old, new)


def test_in_an_edited_document_a_clause_typed_again_word_for_word_is_the_same():
    old = document_of("o", *SPEECH)
    again = Clause(ClauseId("x"), SPEECH[1])
    new = replace(old, clauses=(old.clauses[0], *old.clauses[2:], again))

    assert match_clauses(old, new)["o1"] == "x"


def test_ten_thousand_clauses_are_matched_without_comparing_all_with_all():
    chance = random.Random(7)
    words = [f"word{number}" for number in range(3000)]
    texts = ["".join(f" {chance.choice(words)}" for _ in range(20)) for _ in range(10_000)]
    edited = [f" really{text}" if place % 3 else text for place, text in enumerate(texts)]
    unlike = ["".join(f" {chance.choice(words)}" for _ in range(20)) for _ in range(10_000)]

    alike = match_clauses(document_of("o", *texts), document_of("n", *edited))
    none = match_clauses(document_of("o", *texts), document_of("n", *unlike))

    assert alike == {ClauseId(f"o{place}"): f"n{place}" for place in range(10_000)}
    assert len(none) < 500

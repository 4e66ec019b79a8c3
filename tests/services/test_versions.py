from tests.factories.motion import committee_of, published_motion, selected_motion
from tests.factories.person import actor_of
from tests.moments import NOON
from webapp.models import VersionKind
from webapp.queries.texts import keys_in_force, load_weave, printed_version
from webapp.services import motions
from webapp.text.editing import move_clause, strike_clause
from webapp.text.numbering import number
from webapp.text.records import load_back, load_document, load_layout


def redraft(session, motion, edit):
    document = load_weave(session, motion).text(keys_in_force(session, motion))
    committee = actor_of(committee_of(motion))
    motions.redraft_motion(
        session, committee, motion, edit(document), reason="As agreed.", now=NOON
    )
    session.commit()
    return motion.versions[-1]


def without_first_limb(document):
    return strike_clause(document, document.find("2 a)").id)


def test_a_struck_clause_has_a_last_row_without_words(session):
    version = redraft(session, selected_motion(), without_first_limb)

    rows = {row.citation: (row.is_struck, row.text) for row in version.clauses if row.is_struck}
    assert rows == {"2 a)": (True, "")}


def test_a_clause_renumbered_has_a_row_though_its_words_are_the_same(session):
    version = redraft(session, selected_motion(), without_first_limb)

    (row,) = [row for row in version.clauses if not row.is_struck]
    assert (row.label, row.text.split()[0]) == ("a)", "Publish")


def test_a_version_between_two_prints_cites_the_lines_of_the_last(session):
    motion = published_motion()
    printed = motion.versions[-1]

    version = redraft(session, motion, without_first_limb)

    assert (version.kind, version.layout) == (VersionKind.REDRAFTED, None)
    assert printed_version(version) is printed
    (row,) = [row for row in version.clauses if not row.is_struck]
    clause = load_document(version.document).find("2 a)")
    assert (row.first_line, row.last_line) == load_layout(printed.layout or {}).of(clause.id)


def test_the_applicability_follows_its_clauses(session):
    def second_limb_first(document):
        limb = document.find("2 b)")
        return move_clause(document, limb.id, document.find("2").id, None)

    version = redraft(session, selected_motion(), second_limb_first)

    stated = load_back(version.back).applicability
    rendered = stated.render(number(load_document(version.document)))
    assert rendered.startswith("Applicability: Federal, except 2 a)")

import pytest

from webapp.text.clause import Document, MarkerStyle
from webapp.text.errors import TooMuch
from webapp.text.numbering import number
from webapp.text.reading import Reading, WarningKind, read_plain
from webapp.text.writing import write_plain


def _citations(source: str) -> list[str]:
    numbering = number(read_plain(source, front_expected=False).document)
    return [numbering.citation(clause) for clause in numbering]


def _kinds(reading: Reading) -> list[WarningKind]:
    return [warning.kind for warning in reading.warnings]


@pytest.mark.parametrize(
    ("paragraphs", "citations"),
    [
        ("We ask:|a) x.|b) y.", ["paragraph 1", "a)", "b)"]),
        ("1. x:|a) y.|b) z.|2. w.", ["1", "1 a)", "1 b)", "2"]),
        ("1. x:|i) y.|ii) z.|2. w.", ["1", "1 i)", "1 ii)", "2"]),
        ("A. x.|1. y.|(a) z.|B. w.", ["A", "A 1", "A 1 (a)", "B"]),
        ("1. x.|1.1 y.|1.2 z.|1.2.1 w.|2. v.", ["1", "1.1", "1.2", "1.2.1", "2"]),
        ("We ask:|• x.|• y.|- z.", ["paragraph 1", "bullet 1", "bullet 2", "bullet 2, bullet 1"]),
        ("a) x:|i) y.|b) z:|i) w.", ["a)", "a) i)", "b)", "b) i)"]),
        ("a. x.|b. y.", ["a", "b"]),
        ("I. x.|II. y.", ["I", "II"]),
    ],
)
def test_labels_nest_by_style_and_sequence(paragraphs, citations):
    assert _citations(paragraphs.replace("|", "\n\n")) == citations


def test_after_h_an_i_is_a_letter_and_after_a_colon_it_is_roman():
    letters = "".join(f"{letter}) x.\n\n" for letter in "abcdefgh")

    assert _citations(f"{letters}i) y.")[-1] == "i)"
    assert read_plain(f"{letters}i) y.").document.find("i)").marker.style is MarkerStyle.ALPHA
    nested = read_plain(f"{letters[:-4]}x:\n\ni) y.").document.find("h) i)")
    assert nested.marker.style is MarkerStyle.ROMAN


def test_letters_past_z_go_on():
    letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", "ab"]

    assert _citations("\n\n".join(f"{letter}) x." for letter in letters))[-1] == "ab)"


@pytest.mark.parametrize(
    ("labels", "doubted"),
    [
        ("1. 2. 4. 5.", ["4."]),
        ("1. 2. 2. 3.", ["2."]),
        ("a) b) d) e)", ["d)"]),
        ("3. 4. 5.", ["3."]),
        ("i) ii) II)", ["II)"]),
        ("1. 2. 3.", []),
    ],
)
def test_a_label_out_of_sequence_stays_as_printed_with_one_warning(labels, doubted):
    reading = read_plain("\n\n".join(f"{label} x." for label in labels.split()))
    numbering = number(reading.document)

    assert [numbering.label(clause) for clause in numbering] == labels.split()
    assert [one.words for one in reading.warnings] == doubted


def test_a_paragraph_within_a_list_belongs_to_the_item_before_it():
    reading = read_plain("1. x.\n\nWe ask:\n\n1) y.\n\nMore of y:\n\n• z.\n\n2) w.")

    assert _kinds(reading) == ["paragraph_in_list"]
    assert reading.document.find("1), paragraph 1").text == " More of y:"


def test_a_label_alone_takes_the_next_paragraph_as_its_text():
    reading = read_plain("1.\n\nPlant trees.\n\n2.\n\nWater them.")

    assert [clause.text for clause in reading.document.walk()] == [" Plant trees.", " Water them."]
    assert _kinds(reading) == ["label_alone", "label_alone"]


@pytest.mark.parametrize(
    "source",
    [
        "1. In custody.2. To plant:",
        "1. In custody. 2. To plant:",
        "1. In “custody.”2. To plant:",
        "1) Done; so it is.2) To plant:",
    ],
)
def test_a_label_run_on_is_split_off_where_it_is_certain(source):
    assert len(list(read_plain(source).document.walk())) == 2


@pytest.mark.parametrize(
    "source",
    [
        "1. In paper 2, Trees",
        "1. In 1.2. Trees of old",
        "1. Under p. 2. Trees of old",
        "1. For Section 2 areas",
        "1. In custody.3. To plant",
        "1. One of 2. To plant",
    ],
)
def test_numbers_that_are_not_certainly_labels_stay_in_their_sentence(source):
    assert len(list(read_plain(source).document.walk())) == 1


@pytest.mark.parametrize(
    ("source", "code", "title", "status"),
    [
        ("F13: Trees\n\n(Passed)\n\nConference notes x.", "F13", "Trees", "Passed"),
        ("F21A Trees for All\n\nConference notes x.", "F21A", "Trees for All", ""),
        ("Trees for All\n\nConference notes x.", "", "Trees for All", ""),
        ("Motion 4: Trees\n\nReferred back\n\n1. x.", "Motion 4", "Trees", "Referred back"),
        ("# Trees\n\nMover: Ada\n\n## Motion\n\nWe ask x.", "", "Trees", ""),
        ("Conference notes trees\n\n1. x.", "", "", ""),
        ("We plant trees.\n\nWe water them.", "", "", ""),
        ("1. x\n\n2. y", "", "", ""),
        ("Trees", "", "", ""),
    ],
)
def test_front_matter_is_told_from_the_motion(source, code, title, status):
    reading = read_plain(source)

    front = reading.front
    assert (front.code, front.title, front.status) == (code, title, status)
    assert reading.document.clauses


@pytest.mark.parametrize(
    ("heading", "ends"),
    [
        ("## Background", True),
        ("### Amendments:", True),
        ("## Notes to the motion", True),
        ("### Amendments to section D.", False),
        ("## Background to the crisis", False),
    ],
)
def test_a_motion_ends_at_a_heading_of_what_is_printed_with_it_and_not_at_one_of_its_own(
    heading, ends
):
    document = read_plain(
        f"# Trees\n\n## Motion\n\nTrees grow.\n\n{heading}\n\nThey fell."
    ).document

    assert (len(document.clauses) == 1) is ends


def test_clauses_alone_are_read_without_looking_for_a_title():
    reading = read_plain("Trees for All\n\n1. x.", front_expected=False)

    assert not reading.front.parts
    assert reading.document.clauses[0].text == " Trees for All"


def test_a_status_replaces_the_one_that_was_read():
    front = read_plain("F13: Trees\n\n(Lost)\n\nMover: Ada\n\n1. x.").front

    written = write_plain(Document(), front.with_status("Passed with Amendment 1"))

    assert written == "F13: Trees\n\n(Passed with Amendment 1)\n\nMover: Ada\n"


def test_lines_wrapped_by_hand_are_one_paragraph():
    wrapped = (
        "1. We ask that each street be given a tree for every twenty metres of\n"
        "its length, and that the tree be watered for five summers by those who\n"
        "planted it.\n"
        "2. We thank them.\n"
    )

    assert len(list(read_plain(wrapped).document.walk())) == 2


def test_lines_of_a_word_paste_are_paragraphs():
    pasted = f"Conference asks:\n1. {'A tree in every street. ' * 6}\n2. Water.\nIt is time.\n"

    assert _citations(pasted) == ["paragraph 1", "1", "2", "paragraph 2"]


@pytest.mark.parametrize(
    ("statement", "default", "exceptions"),
    [
        ("Applicability: Federal.", "Federal", {}),
        ("Applicability: Wales; except 1 which is Federal.", "Wales", {"1": "Federal"}),
        (
            "This motion applies to: Wales, except for 1 a) and 2 that are Scottish.",
            "Wales",
            {"1 a)": "Scottish", "2": "Scottish"},
        ),
        ("Applicability: Wales, except 1 which is Federal.", "Wales", {"1 a)": "Federal"}),
        ("Applicability:", "", {}),
    ],
)
def test_applicability_gives_each_clause_its_value(statement, default, exceptions):
    reading = read_plain(f"1. x:\n\na) y.\n\nb) z.\n\n2. w.\n\n3. v.\n\n{statement}")

    numbering = number(reading.document)
    applicability = reading.back.applicability
    assert applicability.of(numbering.find("3"), numbering) == default
    for citation, value in exceptions.items():
        assert applicability.of(numbering.find(citation), numbering) == value


def test_applicability_drops_a_clause_that_was_struck():
    reading = read_plain(
        "1. x.\n\n2. y.\n\n3. z.\n\nApplicability: Wales, except 1 and 3 which are Federal."
    )
    left = Document(reading.document.clauses[:2])

    applicability = reading.back.applicability.present_in(number(left))

    assert applicability.render(number(left)) == "Applicability: Wales, except 1 which is Federal."


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("x" * 2_000_001, "characters"),
        ("• x\n" * 20_001, "clauses"),
        ("a) x:\n\n" * 101, "levels"),
    ],
)
def test_too_much_is_refused(source, what):
    with pytest.raises(TooMuch) as refusal:
        read_plain(source)

    assert refusal.value.what == what


@pytest.mark.parametrize(
    "source",
    [
        "\x00\x01\x02",
        "\ufffc",
        "\ud800",
        "\u202e1. x",
        "(" * 5000,
        "1." * 5000,
        "clause 1, " * 2000,
        "line 1 " * 5000,
        "<script>{{ 7*7 }}{% raw %}</script>",
        "9" * 5000 + ". x",
        "\u2009\u2003" * 500,
        "👩‍👩‍👧" * 500,
    ],
)
def test_hostile_sources_are_read(source):
    reading = read_plain(source)

    assert write_plain(reading.document, reading.front, reading.back) is not None


def test_ten_thousand_clauses_are_read():
    lettered = "\n\n".join(
        f"{letter}) See 7 d) (line 4) for what is asked." for letter in "abcdefghi"
    )
    source = "\n\n".join(f"{place}. We ask:\n\n{lettered}" for place in range(1, 1001))

    reading = read_plain(source)

    assert len(list(reading.document.walk())) == 10_000

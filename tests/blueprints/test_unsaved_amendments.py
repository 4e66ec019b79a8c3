import pytest

from tests.browser import press
from tests.factories.amendment import draft_amendment
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment, Minute, WorkingCopy
from webapp.procedure.roles import Role

FIVE = "Water young trees in their first five summers."
TEN = "Water young trees in their first ten summers."


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def author(delegate, sign_in):
    return sign_in(delegate)


class Window:
    """A page as a script has it: it sends its fields to be kept, with what it typed in them."""

    def __init__(self, browser, address):
        self.browser = browser
        page = browser.get(address)
        walk = list(read_markup(page.text).walk())
        form = next(e for e in walk if e.get("data-keep"))
        self.url = form.get("data-keep")
        self.fields = {
            e.get("name"): e.get("value")
            for e in walk
            if e.tag == "input" and e.inside("form") is form
        }
        self.boxes = {e.words(): e.get("name") for e in walk if e.tag == "textarea"}
        self.turn = 0

    def name_of(self, words):
        return next(name for shown, name in self.boxes.items() if words in shown)

    def keep(self, **typed):
        self.turn += 1
        self.fields |= typed
        answer = self.browser.post(
            self.url,
            data={**self.fields, "turn": str(self.turn)},
            headers={"Accept": "application/json"},
        )
        if answer.status_code == 200:
            self.fields["copy"] = str(answer.json["version"])
        return answer


def test_what_is_typed_is_kept_and_shown_as_it_would_be_printed(session, motion, author, at_noon):
    window = Window(author, f"/amendments/new/{motion.id}")

    answer = window.keep(**{window.name_of("Water young"): FIVE})

    assert answer.json["kept"] == "13:00:00"
    assert "delete “three” and insert “five”" in answer.json["printed"]
    assert answer.json["digest"] == "In 2 a) (line 7), delete “three” and insert “five”."


def test_keeping_proposes_nothing_and_writes_no_minute(session, motion, author):
    minutes = session.query(Minute).count()
    window = Window(author, f"/amendments/new/{motion.id}")

    window.keep(**{window.name_of("Water young"): FIVE})

    assert session.query(Amendment).count() == 0
    assert session.query(Minute).count() == minutes


@pytest.mark.parametrize("way", ["new", "instruct"])
def test_a_closed_tab_is_opened_again_as_it_was_left(motion, author, way):
    window = Window(author, f"/amendments/{way}/{motion.id}")
    words = FIVE if way == "new" else "Delete 2 b"
    name = window.name_of("Water young") if way == "new" else "instruction"
    window.keep(**{name: words, "summator": "Half a na"})

    page = author.get(f"/amendments/{way}/{motion.id}")

    assert "What you typed is still here" in page.text
    assert words in Window(author, f"/amendments/{way}/{motion.id}").boxes
    assert "Half a na" in page.text


def test_nobody_else_is_shown_what_somebody_has_not_saved(motion, conference, author, sign_in):
    window = Window(author, f"/amendments/new/{motion.id}")
    window.keep(**{window.name_of("Water young"): FIVE})
    other = sign_in(PersonFactory(roles={conference: [Role.DELEGATE]}))

    page = other.get(f"/amendments/new/{motion.id}")

    assert "five summers" not in page.text


def test_a_second_window_is_shown_what_the_first_typed_and_overwrites_nothing(motion, author):
    first = Window(author, f"/amendments/new/{motion.id}")
    second = Window(author, f"/amendments/new/{motion.id}")
    first.keep(**{first.name_of("Water young"): FIVE})

    answer = second.keep(**{second.name_of("Water young"): TEN})

    assert answer.status_code == 409
    assert "insert “five”" in answer.json["elsewhere"]
    assert FIVE in Window(author, f"/amendments/new/{motion.id}").boxes


def test_the_second_window_goes_on_with_its_own_words_by_choice(motion, author):
    first = Window(author, f"/amendments/new/{motion.id}")
    second = Window(author, f"/amendments/new/{motion.id}")
    first.keep(**{first.name_of("Water young"): FIVE})
    asked = second.keep(**{second.name_of("Water young"): TEN})

    second.fields["copy"] = str(asked.json["version"])
    answer = second.keep()

    assert answer.status_code == 200
    assert TEN in Window(author, f"/amendments/new/{motion.id}").boxes
    assert first.keep().status_code == 409


def test_a_window_is_never_behind_itself(motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    name = window.name_of("Water young")
    window.keep(**{name: FIVE})
    window.fields["copy"] = "0"  # the answer to the last message never came

    answer = window.keep(**{name: TEN})

    assert answer.status_code == 200
    assert TEN in Window(author, f"/amendments/new/{motion.id}").boxes


def test_a_message_that_a_later_one_overtook_changes_nothing(motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    name = window.name_of("Water young")
    window.keep(**{name: FIVE})
    window.keep(**{name: TEN})
    window.turn = 0

    answer = window.keep(**{name: FIVE})

    assert answer.json["turn"] == 2
    assert TEN in Window(author, f"/amendments/new/{motion.id}").boxes


def test_the_text_itself_is_sent_once(motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    name = window.name_of("Water young")
    window.keep(**{name: FIVE})
    del window.fields["state"]

    answer = window.keep(**{name: TEN, "unsent": "state"})

    assert "insert “ten”" in answer.json["printed"]


def test_who_left_out_what_is_no_longer_there_is_asked_for_all_of_it(motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    name = window.name_of("Water young")
    del window.fields["state"]

    answer = window.keep(**{name: TEN, "unsent": "state"})

    assert answer.status_code == 409
    assert answer.json == {"again": True}


def test_saving_a_draft_settles_what_was_typed(session, motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    window.keep(**{window.name_of("Water young"): FIVE})
    page = author.get(f"/amendments/new/{motion.id}")

    page = press(author, page, "Save draft")

    assert "What you typed is still here" not in page.text
    assert session.query(WorkingCopy).one().fields is None
    assert "What you typed is still here" not in author.get(f"/amendments/new/{motion.id}").text


def test_a_window_left_open_when_another_saved_is_told_so(motion, author):
    window = Window(author, f"/amendments/new/{motion.id}")
    name = window.name_of("Water young")
    window.keep(**{name: FIVE})
    press(author, author.get(f"/amendments/new/{motion.id}"), "Save draft")

    answer = window.keep(**{name: TEN})

    assert answer.status_code == 409
    assert "Saved in another window" in answer.json["elsewhere"]


def test_what_was_typed_since_a_draft_was_saved_stands_in_it(motion, delegate, author):
    draft = draft_amendment(motion, delegate)
    window = Window(author, f"/amendments/{draft.id}/edit")
    window.keep(instruction="Delete 2 b).")

    page = author.get(f"/amendments/{draft.id}/edit")
    page = press(author, page, "Throw it away")

    assert "Delete 2 b)." not in page.text
    assert "delete “three” and insert “five”" in page.text


def print_again(motion, sign_in):
    """Have the committee shorten the first demand and publish the motion anew."""
    committee = sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    page = committee.get(f"/motions/{motion.id}/redraft")
    box = next(
        e.get("name")
        for e in read_markup(page.text).walk()
        if e.tag == "textarea" and "Two trees" in e.words()
    )
    page = press(committee, page, "Show the changes", **{box: "Three trees for each."})
    press(committee, page, "Change the text", reason="Shorter")
    press(committee, committee.get(f"/motions/{motion.id}/publish"), "Publish")


@pytest.mark.parametrize("button", ["Save draft", "Strike 2 b)"])
def test_a_page_left_open_while_the_motion_is_printed_again_undoes_nothing_of_it(
    motion, author, sign_in, button
):
    page = author.get(f"/amendments/new/{motion.id}")
    box = Window(author, f"/amendments/new/{motion.id}").name_of("Water young")
    print_again(motion, sign_in)

    page = press(author, page, button, **{box: FIVE})

    said = read_markup(page.text).words()
    assert "In 2 a) (line 6), delete “three” and insert “five”." in said
    assert ("Delete line 7 (2 b))." in said) == (button == "Strike 2 b)")
    assert "Three trees for each." in said
    assert "Two trees" not in said


def test_what_is_kept_after_the_motion_is_printed_again_is_shown_against_the_new_text(
    motion, author, sign_in
):
    window = Window(author, f"/amendments/new/{motion.id}")
    print_again(motion, sign_in)

    answer = window.keep(**{window.name_of("Water young"): FIVE})

    assert answer.json["digest"] == "In 2 a) (line 6), delete “three” and insert “five”."


def test_what_was_typed_to_an_earlier_print_is_taken_to_the_next(motion, author, sign_in):
    window = Window(author, f"/amendments/new/{motion.id}")
    window.keep(**{window.name_of("Water young"): FIVE})
    print_again(motion, sign_in)

    page = author.get(f"/amendments/new/{motion.id}")

    assert "In 2 a) (line 6), delete “three” and insert “five”." in page.text
    assert "Three trees for each." in page.text

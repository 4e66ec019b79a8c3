"""What holds of any conference, whoever writes what and however it is decided."""

from collections import Counter
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.whole_conferences import put_in, whole_conferences
from webapp.text.clause import same_text
from webapp.text.collisions import CollisionKind
from webapp.text.operation import Operation
from webapp.text.weave import Weave

MANY = 20
OPERATIONS = set(get_args(Operation))


@given(whole_conferences())
def test_each_amendment_alone_is_what_its_author_meant(conference):
    weave = Weave(conference.motion, conference.change_sets)

    for each in conference.amendments:
        alone = weave.text(each.change_set.context | {each.id})
        assert same_text(alone, each.meant), each.instruction


@given(whole_conferences(), st.data())
def test_the_final_text_is_that_of_what_was_carried_in_whatever_order(conference, data):
    supposed = Weave(conference.motion, conference.change_sets).text(conference.carried)
    carried = [each for each in conference.change_sets if each.id in conference.carried]

    final = Weave(conference.motion, data.draw(st.permutations(carried))).text(conference.carried)

    assert final == supposed


@given(whole_conferences())
def test_no_word_of_the_motion_is_lost_or_doubled(conference):
    origins = Weave(conference.motion, conference.change_sets).origins(conference.carried)

    runs = [run for each in origins for run in each.runs]
    printed = Counter("".join(each.text for each in conference.motion.walk()))
    assert Counter("".join(run.text for run in runs if not run.inserted_by)) == printed
    struck = [run for run in runs if run.struck_by]
    assert all(run.struck_by <= set(conference.carried) for run in struck)


@given(whole_conferences())
def test_every_word_put_in_is_there_once_and_says_who_put_it_in(conference):
    origins = Weave(conference.motion, conference.change_sets).origins(conference.carried)

    runs = [run for each in origins for run in each.runs]
    for each in conference.change_sets:
        theirs = Counter("".join(run.text for run in runs if each.id in run.inserted_by))
        wrote = Counter("".join(text for one in each.operations for text in put_in(one)))
        assert theirs == (wrote if each.id in conference.carried else Counter())


@given(whole_conferences(fewest=2))
def test_what_collides_with_nothing_is_in_force_as_its_author_meant(conference):
    weave = Weave(conference.motion, conference.change_sets)

    collides = any(each.hard for each in weave.collisions(conference.carried))

    assert collides or weave.unapplied(conference.carried) == []


def test_conferences_reach_every_operation_and_every_kind_of_collision():
    met = set()

    @settings(max_examples=160, derandomize=True, database=None)
    @given(whole_conferences(fewest=4))
    def look(conference):
        ids = [each.id for each in conference.amendments]
        weave = Weave(conference.motion, conference.change_sets)
        met.update(
            type(operation) for each in conference.change_sets for operation in each.operations
        )
        met.update(each.kind for each in weave.collisions(ids))
        met.update("to an amendment" for each in conference.amendments if each.amends)
        met.update("by instruction" for each in conference.amendments if each.instruction)
        met.update("many" for _ in ids[MANY:])

    look()

    assert met >= OPERATIONS | set(CollisionKind) | {"to an amendment", "by instruction", "many"}

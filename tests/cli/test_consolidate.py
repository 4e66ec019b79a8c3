from __future__ import annotations

import json

import pytest

from tests.cli.running import run

MOTION = """F2 Lamps in Every Lane

Conference calls on councils to:

1. Light every lane until midnight, with lamps on posts.

2. Pay for it from the levy on hoardings and on lamps, as in 1 above.
"""


@pytest.fixture
def written(tmp_path):
    """Return a file of this name with this text."""

    def write(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def motion(written):
    return written("motion.txt", MOTION)


def test_the_order_in_which_files_are_named_changes_nothing(motion, written):
    first = written("a.txt", "Amendment 1\n\nIn 1, after “lane” insert “and path”.")
    second = written("b.txt", "Amendment 2\n\nIn 2, delete “hoardings” and insert “billboards”.")

    one_way = run("consolidate", motion, "--carried", first, "--carried", second)
    other_way = run("consolidate", motion, "--carried", second, "--carried", first)

    assert "(Passed with Amendments 1 and 2)" in one_way.stdout
    assert "1. Light every lane and path until midnight, with lamps on posts." in one_way.stdout
    assert one_way.stdout == other_way.stdout


def test_an_amendment_lost_leaves_the_text_alone_and_is_noted(motion, written):
    lost = written("a.txt", "Amendment 3\n\nIn 1, after “lane” insert “and path”.")

    done = run("consolidate", motion, "--lost", lost, "--format", "json")

    record = json.loads(done.stdout)
    assert record["status"] == "Passed with no amendments"
    assert record["notes"] == ["Amendment 3: Lost"]
    assert record["provenance"] == []


def test_an_amendment_lost_need_not_be_readable(motion, written):
    lost = written("a.txt", "Make it better somehow.")

    done = run("consolidate", motion, "--lost", lost)

    assert done.exit_code == 0, done.stderr


def test_a_hard_collision_is_refused_with_what_to_decide(motion, written):
    first = written("a.txt", "In 1, delete “midnight” and insert “one”.")
    second = written("b.txt", "In 1, delete “midnight” and insert “dawn”.")

    done = run("consolidate", motion, "--carried", first, "--carried", second)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "To be decided first: Amendment 1 and Amendment 2" in done.stderr
    assert "“one”" in done.stderr
    assert "“dawn”" in done.stderr


def test_the_same_words_from_two_movers_are_put_in_once(motion, written):
    first = written("a.txt", "In 1, delete “midnight” and insert “one”.")
    second = written("b.txt", "In 1, delete “midnight” and insert “one”.")

    done = run("consolidate", motion, "--carried", first, "--carried", second)

    assert done.stdout.count("until one,") == 1


def test_an_instruction_that_fits_in_two_places_is_refused_with_both(motion, written):
    unclear = written("a.txt", "After “lamps” insert “old”.")

    done = run("consolidate", motion, "--carried", unclear)

    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{unclear}: " in done.stderr
    assert "““" not in done.stderr
    assert "    1 (line 2): " in done.stderr
    assert "    2 (line 3): " in done.stderr


def test_words_that_are_no_instruction_are_refused(motion, written):
    unclear = written("a.txt", "Make it better somehow.")

    done = run("consolidate", motion, "--carried", unclear)

    assert (done.exit_code, done.stdout) == (1, "")
    assert "“Make it better somehow.”" in done.stderr


def test_a_clause_that_others_refer_to_may_be_struck_but_not_in_silence(motion, written):
    strike = written("a.txt", "Delete 1.")

    done = run("consolidate", motion, "--carried", strike)

    assert done.exit_code == 0, done.stderr
    assert "refers to 1, which is struck" in done.stderr
    assert "as in 1 above" not in done.stdout


def test_standard_input_is_one_text(motion):
    done = run("consolidate", "-", "--carried", "-", typed=MOTION)

    assert done.exit_code == 1
    assert done.stderr == "Standard input can be one text only.\n"


def test_an_amendment_may_come_by_standard_input(motion):
    done = run("consolidate", motion, "--carried", "-", typed="In 1, delete “until midnight”.")

    assert "1. Light every lane, with lamps on posts.\n" in done.stdout


def test_no_amendment_is_both_carried_and_lost(motion, written):
    both = written("a.txt", "In 1, delete “until midnight”.")

    done = run("consolidate", motion, "--carried", both, "--lost", both)

    assert done.exit_code == 1
    assert "cannot be both carried and lost" in done.stderr


def test_no_two_amendments_have_one_number(motion, written):
    first = written("a.txt", "Amendment 2\nIn 1, delete “until midnight”.")
    second = written("b.txt", "Amendment No. 2:\nIn 2, delete “as in 1 above”.")

    done = run("consolidate", motion, "--carried", first, "--carried", second)

    assert done.exit_code == 1
    assert "there are two amendments numbered 2" in done.stderr


def test_an_amendment_without_a_number_takes_the_next_free(motion, written):
    first = written("a.txt", "In 1, delete “until midnight”.")
    second = written("b.txt", "Amendment 1\nIn 2, delete “, as in 1 above”.")

    done = run("consolidate", motion, "--carried", first, "--lost", second)

    assert "(Passed with Amendment 2)" in done.stdout


@pytest.mark.parametrize("source", ["", " \n\t\n", b"\xff\xfe\x00\x01", "\u202e\u0301 🙂", "\x00"])
def test_whatever_a_motion_is_there_is_an_answer_and_no_crash(written, source):
    motion = written("motion.txt", source)

    done = run("consolidate", motion)

    assert done.exit_code in {0, 1}
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_text_too_large_is_refused_in_words(written):
    motion = written("motion.txt", "1. Light.\n\n" * 30_000)

    done = run("consolidate", motion)

    assert done.exit_code == 1
    assert "too much for a motion" in done.stderr

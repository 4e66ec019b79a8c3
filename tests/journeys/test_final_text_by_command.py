from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.journeys.cases import paragraphs

REPOSITORY = Path(__file__).parent.parent.parent


def consolidated(case, *more):
    done = run("consolidate", case.motion, "--carried", case.instruction, *more)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_the_body_is_the_published_one_word_for_word(case):
    text = consolidated(case)

    assert paragraphs(text, "Conference welcomes", "Applicability:") == case.body


def test_it_says_what_it_passed_with(case):
    text = consolidated(case)

    heading, status = paragraphs(text)[:2]
    assert heading.startswith(f"{case.code} {case.title}")
    assert status == "(Passed with Amendment 1)"


def test_applicability_cites_present_labels_and_lines(case):
    text = consolidated(case)

    assert paragraphs(text)[-1] == case.applicability


def test_what_is_no_part_of_the_motion_is_left_out_with_a_warning(case):
    done = run("consolidate", case.motion, "--carried", case.instruction)

    last = paragraphs(case.source)[-1]
    assert last not in done.stdout
    assert "Left out, being no part of the motion" in done.stderr


def test_the_record_tells_who_put_the_words_in_and_where_they_stand(case):
    record = json.loads(consolidated(case, "--format", "json"))

    found = [one for one in record["provenance"] if case.asked in one["words"]]
    assert [(one["by"], one["what"]) for one in found] == [(["Amendment 1"], "inserted")]
    for citation, lines in case.lines:
        clause = clause_cited(record["clauses"], citation)
        assert (clause["first_line"], clause["last_line"]) == lines


def test_markdown_says_the_same_words(case):
    text = consolidated(case, "--format", "markdown")

    plain = text.replace("\\", "").replace("**", "").replace("> ", "")
    assert set(case.body) <= set(paragraphs(plain))


@pytest.mark.parametrize(
    ("outcome", "status"), [("lost", "(Lost)"), ("referred-back", "(Referred back)")]
)
def test_a_motion_that_did_not_pass_keeps_its_text_as_put(case, outcome, status):
    text = consolidated(case, "--outcome", outcome)

    assert paragraphs(text)[1] == status
    assert paragraphs(text, "Conference welcomes", "Applicability:") == case.body


def test_without_database_or_secret_key_a_motion_down_a_pipe_is_consolidated(case):
    flask = Path(sys.executable).with_name("flask")
    done = subprocess.run(
        [flask, "consolidate", "-", "--carried", case.instruction],
        input=case.source.encode(),
        cwd=REPOSITORY,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode()
    assert paragraphs(text, "Conference welcomes", "Applicability:") == case.body


def clause_cited(clauses, citation):
    for clause in clauses:
        if clause["citation"] == citation:
            return clause
        if found := clause_cited(clause["clauses"], citation):
            return found
    return None

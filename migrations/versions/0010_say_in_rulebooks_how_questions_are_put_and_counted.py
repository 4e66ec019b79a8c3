"""Say in rulebooks how questions are put and counted: procedural motions, counts, ballots.

What a rulebook said of referring back becomes a procedural motion. Other procedural motions
are a body's own to write: none is put into its mouth. Counting and ballots get what the
service did, or what is most careful; an administrator changes it on the page.
"""

import re
import tomllib

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NO_PROCEDURAL = "procedural = []    # [[procedural]] tables say what may be moved about a debate\n"
COUNTING = """\
[counting]
blocks = ["The hall"]
tellers_per_block = 2
division_on_request_of = 0
recounts = 2
abstentions = true

"""
BALLOTS = """\
[ballots]
allowed = false
form = "open"
changeable = false
weighted = false
proxies = 0
proxies_accepted = true
smallest_secret = 10
publish_trackers = false
publish_names = false
seconds = 0
retention_days = 30

"""
ROW = """\
[[procedural]]
key = "reference_back"
name = {name}
effect = "refer_back"
majority = {majority}
preliminary = false
of_parts = false
moved_by = ["delegate"]
supporters = 1
reasons = false
words = {words}

"""


def lines_between(rulebook: str, table: str) -> tuple[int, int] | None:
    """Return from where to where the keys of a table stand."""
    head = re.search(rf"^\[{re.escape(table)}\][^\S\n]*(#.*)?\n", rulebook, re.MULTILINE)
    if head is None:
        return None
    end = re.compile(r"^\[", re.MULTILINE).search(rulebook, head.end())
    return head.end(), end.start() if end else len(rulebook)


def put_in(rulebook: str, table: str, line: str, before: str = "") -> str:
    """Put a line before a key of a table, or first in it."""
    found = lines_between(rulebook, table)
    if found is None:
        return rulebook
    first, last = found
    anchor = before and re.search(rf"^{before}\s*=", rulebook[first:last], re.MULTILINE)
    at = first + (anchor.start() if anchor else 0)
    return rulebook[:at] + line + rulebook[at:]


def put_behind(rulebook: str, table: str, line: str, behind: str) -> str:
    found = lines_between(rulebook, table)
    if found is None:
        return rulebook
    first, last = found
    anchor = re.search(rf"^{behind}\s*=.*\n", rulebook[first:last], re.MULTILINE)
    at = first + (anchor.end() if anchor else 0)
    return rulebook[:at] + line + rulebook[at:]


def taken_out(rulebook: str, table: str, key: str) -> tuple[str, str]:
    """Return the rulebook without a key, and the value it had, as written."""
    found = lines_between(rulebook, table)
    if found is None:
        return rulebook, ""
    first, last = found
    line = re.compile(rf"^{key}\s*=[^\S\n]*(.*)\n", re.MULTILINE).search(rulebook, first, last)
    if line is None:
        return rulebook, ""
    return rulebook[: line.start()] + rulebook[line.end() :], line[1]


def with_votes(rulebook: str) -> str:
    said = tomllib.loads(rulebook)
    rulebook, _ = taken_out(rulebook, "voting", "reference_back")
    rulebook, majority = taken_out(rulebook, "voting", "reference_back_majority")
    rulebook, name = taken_out(rulebook, "words", "reference_back")
    rulebook, words = taken_out(rulebook, "words.chair", "reference_back")
    if "en_bloc" not in said.get("voting", {}):
        rulebook = put_in(rulebook, "voting", "en_bloc = false\n", before="undo_seconds")
    tables = ""
    if "procedural" not in said:
        if majority and name and words and said["voting"].get("reference_back"):
            tables = ROW.format(name=name, majority=majority, words=words)
        else:
            rulebook = NO_PROCEDURAL + rulebook
    tables += "" if "counting" in said else COUNTING
    tables += "" if "ballots" in said else BALLOTS
    quorum = re.search(r"^\[quorum\]", rulebook, re.MULTILINE)
    at = quorum.start() if quorum else len(rulebook)
    return rulebook[:at] + tables + rulebook[at:]


def without_votes(rulebook: str) -> str:
    said = tomllib.loads(rulebook)
    rows = [row for row in said.get("procedural", []) if row.get("effect") == "refer_back"]
    row = rows[0] if rows else None
    majorities = [one["key"] for one in said.get("majorities", [])]
    rulebook = re.sub(r"^procedural\s*=.*\n", "", rulebook, flags=re.MULTILINE)
    rulebook = re.sub(
        r"^\[(\[procedural\]|counting\]|ballots\])[^\n]*\n(?:(?!\[).*\n)*",
        "",
        rulebook,
        flags=re.MULTILINE,
    )
    rulebook, _ = taken_out(rulebook, "voting", "en_bloc")
    majority = row["majority"] if row else majorities[0] if majorities else ""
    back = f"reference_back = {str(row is not None).lower()}\n"
    back += f"reference_back_majority = {quoted(majority)}\n"
    rulebook = put_in(rulebook, "voting", back, before="undo_seconds")
    name = quoted(row["name"] if row else "the reference back")
    rulebook = put_behind(rulebook, "words", f"reference_back = {name}\n", "option")
    words = quoted(row["words"] if row else "The question is the reference back of {motion}.")
    return put_in(rulebook, "words.chair", f"reference_back = {words}\n")


def quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )


def upgrade() -> None:
    rewrite(with_votes)


def downgrade() -> None:
    rewrite(without_votes)

"""Say in rulebooks what is asked of them now: separate votes, options, acceptance, new states.

A rulebook has no hidden defaults, so each kept one is given what a preset says. Keys that it
has already, whoever wrote them, stay as they are.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The table, the key behind which it stands, and what is said.
ADDED = (
    ("amendments", "depth", "mover_accepts", "false"),
    ("amendments", "depth", "most_words_added", "0"),
    ("voting", "separate_vote_majority", "separate_vote_question", '"shall_stay"'),
    ("voting", "separate_vote_majority", "separate_vote_tie", '"nothing_changes"'),
    ("voting", "separate_vote_majority", "options", '"one_of"'),
    ("words", "amendments", "amendment_to", '"Amendment {number} to {parent}"'),
    ("words", "separate_vote", "option", '"option {option} ({places})"'),
    ("words.amendment_states", "withdrawn", "accepted", '"Accepted"'),
    ("words.amendment_states", "withdrawn", "written_in", '"Written in"'),
    ("words.amendment_states", "withdrawn", "in_parts", '"Put in parts"'),
    ("words.status", "lost_in_separate_votes", "accepted", '"{amendments} accepted by the mover"'),
    (
        "words.chair",
        "separate_vote",
        "option",
        '"We come to {places} of {motion}. The question is that this option stand."',
    ),
)


def with_key(rulebook: str, table: str, behind: str, key: str, value: str) -> str:
    """Return the rulebook with a line more in one of its tables, unless it is there."""
    head = re.search(rf"^\[{re.escape(table)}\][^\S\n]*(#.*)?$", rulebook, re.MULTILINE)
    if head is None:
        return rulebook
    end = re.compile(r"^\[", re.MULTILINE).search(rulebook, head.end())
    body = rulebook[head.end() : end.start() if end else len(rulebook)]
    if re.search(rf"^{key}\s*=", body, re.MULTILINE):
        return rulebook
    anchor = re.search(rf"^{behind}\s*=.*$", body, re.MULTILINE)
    at = head.end() + (anchor.end() if anchor else 0)
    return f"{rulebook[:at]}\n{key} = {value}{rulebook[at:]}"


def without_key(rulebook: str, table: str, key: str) -> str:
    head = re.search(rf"^\[{re.escape(table)}\][^\S\n]*(#.*)?$", rulebook, re.MULTILINE)
    if head is None:
        return rulebook
    end = re.compile(r"^\[", re.MULTILINE).search(rulebook, head.end())
    stop = end.start() if end else len(rulebook)
    body = re.sub(rf"^{key}\s*=.*\n", "", rulebook[head.end() : stop], flags=re.MULTILINE)
    return rulebook[: head.end()] + body + rulebook[stop:]


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
    def said(rulebook: str) -> str:
        for table, behind, key, value in ADDED:
            rulebook = with_key(rulebook, table, behind, key, value)
        return rulebook

    rewrite(said)


def downgrade() -> None:
    def unsaid(rulebook: str) -> str:
        for table, _, key, _ in ADDED:
            rulebook = without_key(rulebook, table, key)
        return rulebook

    rewrite(unsaid)

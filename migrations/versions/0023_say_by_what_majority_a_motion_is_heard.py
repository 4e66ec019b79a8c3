"""Say in rulebooks by what majority conference decides to hear a procedural motion."""

import re
import tomllib

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

A_PROCEDURAL = re.compile(r"^\[\[procedural\]\][^\n]*\n(?:(?!\[).*\n)*", re.MULTILINE)
PRELIMINARY = re.compile(r"^preliminary\s*=\s*true.*\n", re.MULTILINE)
MAJORITY = re.compile(r"^majority\s*=\s*(\"[^\"]*\"|'[^']*')", re.MULTILINE)


def upgrade() -> None:
    rewrite(with_majorities)


def downgrade() -> None:
    rewrite(without_majorities)


def with_majorities(rulebook: str) -> str:
    """Let more than half of the votes cast be enough, where the body has such a majority."""
    simple = _simple(rulebook)

    def said(rule: re.Match[str]) -> str:
        own = MAJORITY.search(rule[0])
        if "preliminary_majority" in rule[0] or own is None:
            return rule[0]
        needed = f'"{simple}"' if simple else own[1]
        return PRELIMINARY.sub(
            lambda line: f"{line[0]}preliminary_majority = {needed}\n", rule[0], count=1
        )

    return A_PROCEDURAL.sub(said, rulebook)


def without_majorities(rulebook: str) -> str:
    return re.sub(r"^preliminary_majority\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def _simple(rulebook: str) -> str:
    try:
        majorities = tomllib.loads(rulebook).get("majorities", [])
    except tomllib.TOMLDecodeError:
        return ""
    more_than_half = {"share": "1/2", "must_exceed": True, "base": "votes_cast", "houses": []}
    found = (one["key"] for one in majorities if more_than_half.items() <= one.items())
    return next(found, "")


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )

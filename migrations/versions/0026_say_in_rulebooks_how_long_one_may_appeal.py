"""Say in rulebooks within how many hours of a verdict an appeal is made; without end until now."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

APPEALS = re.compile(r"^appeals\s*=\s*[\"'](?:committee|conference|nobody)[\"'].*\n", re.MULTILINE)
ADMISSION = re.compile(r"^\[admission\][^\n]*\n(?:(?!\[[a-z]).*\n)*", re.MULTILINE)
ADDED = "appeal_hours = 0\n"


def upgrade() -> None:
    rewrite(with_hours)


def downgrade() -> None:
    rewrite(without_hours)


def with_hours(rulebook: str) -> str:
    def said(admission: re.Match[str]) -> str:
        if "appeal_hours" in admission[0]:
            return admission[0]
        return APPEALS.sub(lambda line: line[0] + ADDED, admission[0], count=1)

    return ADMISSION.sub(said, rulebook)


def without_hours(rulebook: str) -> str:
    return re.sub(r"^appeal_hours\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )

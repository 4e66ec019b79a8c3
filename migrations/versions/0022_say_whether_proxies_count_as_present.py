"""Say in rulebooks whether those who gave a proxy count as present: until now they did not."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ADDED = "proxies_count = false\n"
TESTED = re.compile(r"(^\[quorum\](?:(?!^\[)[\s\S])*?^tested\s*=.*)(\n|\Z)", re.MULTILINE)


def upgrade() -> None:
    rewrite(with_proxies)


def downgrade() -> None:
    rewrite(without_proxies)


def with_proxies(rulebook: str) -> str:
    if re.search(r"^proxies_count\s*=", rulebook, re.MULTILINE):
        return rulebook
    return TESTED.sub(lambda found: f"{found[1]}\n{ADDED}", rulebook, count=1)


def without_proxies(rulebook: str) -> str:
    return re.sub(r"^proxies_count\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )

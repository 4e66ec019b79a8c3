"""What a page is asked about, set once in a worker and put back for everybody who asks again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tests.architecture.access_table import MOVER, PARTS, STRANGER
from tests.architecture.world import World
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role
from webapp.web.identity import SignedIn


@dataclass(frozen=True, slots=True)
class Scene:
    """A world with somebody of every kind in it, and all that its database held.

    `values` are what stands in an address of that world, `sign_ins` what the session of each
    kind of person keeps.
    """

    values: dict[str, Any]
    sign_ins: dict[str, str]
    held: sqlite3.Connection


_known: dict[tuple[str, frozenset[str]], Scene] = {}


def scene_for(session: Session, state: str, arguments: Collection[str]) -> Scene:
    """Put the scene in the session's database: what an address with these arguments names."""
    key = (state, frozenset(arguments))
    session.rollback()
    if key in _known:
        session.expunge_all()
        with _file_of(session) as file:
            _known[key].held.backup(file)
    else:
        _known[key] = _set(session, state, arguments)
    return _known[key]


def _set(session: Session, state: str, arguments: Collection[str]) -> Scene:
    world = World(state)
    people = {MOVER: world.mover, STRANGER: PersonFactory()}
    for part in PARTS:
        people[part] = PersonFactory(roles={world.conference: [Role(part)]})
    values = {name: world.value_of(name) for name in sorted(arguments)}
    session.commit()
    sign_ins = {kind: SignedIn(person).get_id() for kind, person in people.items()}
    held = sqlite3.connect(":memory:", check_same_thread=False)
    with _file_of(session) as file:
        file.backup(held)
    return Scene(values, sign_ins, held)


def _file_of(session: Session) -> closing[sqlite3.Connection]:
    address = session.get_bind().engine.url
    return closing(sqlite3.connect(str(address.database)))

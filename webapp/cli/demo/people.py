"""The people and bodies of the demo conference."""

from __future__ import annotations

from webapp.procedure.roles import Role
from webapp.services.admitting import NewPerson

PASSWORD = "harbour-lights"  # noqa: S105 - of the demo alone, which prints it

BODIES = (
    ("Conference Committee", "federal_committee"),
    ("Policy Committee", "federal_committee"),
    ("Parliamentary Group", "parliamentary_party"),
    ("Saltmarsh Local Party", "local_party"),
    ("Upper Wend Local Party", "local_party"),
    ("Ferrygate Local Party", "local_party"),
    ("Young Alliance", "youth_wing"),
    ("Alliance Tenants", "affiliated_organisation"),
)

ADMINISTRATOR = NewPerson("Ada Mirza", "ada@example.org", frozenset({Role.ADMINISTRATOR}))

SIGN_INS = (
    NewPerson("Sam Oduya", "staff@example.org", frozenset({Role.STAFF})),
    NewPerson("Christine Bell", "chair@example.org", frozenset({Role.CHAIR, Role.DELEGATE})),
    NewPerson("Kim Larsen", "committee@example.org", frozenset({Role.COMMITTEE, Role.DELEGATE})),
    NewPerson("Tess Whitlock", "teller@example.org", frozenset({Role.TELLER, Role.DELEGATE})),
    NewPerson("Dev Anand", "delegate@example.org", body="Saltmarsh Local Party"),
    NewPerson("Olwen Pryce", "observer@example.org", frozenset({Role.OBSERVER})),
)

DELEGATES = tuple(
    NewPerson(name, f"{name.split()[0].lower()}@example.org", body=body)
    for name, body in (
        ("Marta Silva", "Alliance Tenants"),
        ("Jonah Reed", "Upper Wend Local Party"),
        ("Priya Nair", "Ferrygate Local Party"),
        ("Tomasz Wolski", "Young Alliance"),
        ("Hannah Frost", "Parliamentary Group"),
        ("Elif Kaya", "Policy Committee"),
        ("George Abara", "Saltmarsh Local Party"),
        ("Niamh Doyle", "Upper Wend Local Party"),
        ("Lars Holm", "Ferrygate Local Party"),
        ("Yusuf Rahman", "Young Alliance"),
        ("Beth Carrow", "Saltmarsh Local Party"),
        ("Ioana Petrescu", "Alliance Tenants"),
    )
)

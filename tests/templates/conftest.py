"""Templates on their own: no app, no database, undefined names refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="session")
def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {
        "url_for": lambda endpoint, filename: f"/{endpoint}/{filename}",
        "csrf_token": lambda: "the-word",
        "get_flashed_messages": lambda with_categories: [],
    }
    return made


@pytest.fixture
def macro(environment: Environment) -> Callable[..., str]:
    """Render one macro: `macro("paper.html", "paper", view)`."""

    def render(file: str, name: str, *arguments: Any, **named: Any) -> str:
        module = environment.get_template(f"macros/{file}").module
        return str(getattr(module, name)(*arguments, **named))

    return render


@pytest.fixture
def page(environment: Environment) -> Callable[..., str]:
    """Render one page: `page("base.html", conference=…)`."""

    def render(file: str, **context: Any) -> str:
        return environment.get_template(file).render(**context)

    return render

import pytest

import config
from webapp.app import create_app


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("CARRIED_CONFIG", "CARRIED_SECRET_KEY", "CARRIED_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("FLASK_RUN_FROM_CLI", raising=False)


def test_production_is_meant_when_nothing_is_said():
    assert config.from_environment().NAME == "production"


def test_production_does_not_start_without_key_and_database():
    with pytest.raises(config.NotConfigured, match=r"SECRET_KEY.* and CARRIED_DATABASE_URL"):
        create_app()


def test_production_does_not_start_with_a_signing_key_that_is_none(monkeypatch, tmp_path):
    monkeypatch.setenv("CARRIED_SECRET_KEY", "k" * 32)
    monkeypatch.setenv("CARRIED_DATABASE_URL", "sqlite://")
    monkeypatch.setenv("CARRIED_SIGNING_KEY", str(tmp_path / "not there"))

    with pytest.raises(config.NotConfigured, match="CARRIED_SIGNING_KEY"):
        create_app()


def test_a_short_key_is_none(monkeypatch):
    monkeypatch.setenv("CARRIED_SECRET_KEY", "short")
    monkeypatch.setenv("CARRIED_DATABASE_URL", "sqlite://")

    with pytest.raises(config.NotConfigured, match="SECRET_KEY"):
        create_app()


def test_a_command_that_needs_neither_runs_but_nothing_is_served(monkeypatch):
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")

    answer = create_app().test_client().get("/health")

    assert answer.status_code == 500


def test_a_name_nobody_knows_is_refused(monkeypatch):
    monkeypatch.setenv("CARRIED_CONFIG", "made-up")

    with pytest.raises(config.NotConfigured, match="made-up"):
        config.from_environment()

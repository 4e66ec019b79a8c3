import re

import pytest

from webapp.web.static_files import fingerprint


@pytest.fixture
def style_sheet(client):
    return re.search(r'href="(/static/v-\w+)/css/page\.css"', client.get("/").text)[1]


def test_what_has_the_present_version_is_kept_for_a_year(client, style_sheet):
    with client.get(f"{style_sheet}/css/page.css") as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("folder", ["/static", "/static/v-0000"])
def test_another_version_is_served_as_it_is_now_and_asked_for_again(client, folder):
    with client.get(f"{folder}/css/page.css") as answer:
        assert answer.status_code == 200
        assert "no-cache" in answer.headers["Cache-Control"]


def test_what_a_script_imports_beside_itself_has_the_same_version(client, style_sheet):
    with client.get(f"{style_sheet}/js/autosize.js") as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "path", ["v-1/../../config.py", "v-1/%2e%2e/%2e%2e/config.py", "v-1//etc/passwd", "v-1", "v-1/"]
)
def test_nothing_beside_the_static_files_is_served(client, path):
    assert client.get(f"/static/{path}").status_code == 404


def test_the_version_changes_with_any_file(tmp_path):
    (tmp_path / "one.css").write_text("a")
    before = fingerprint(tmp_path)
    (tmp_path / "one.css").write_text("b")
    changed = fingerprint(tmp_path)
    (tmp_path / "one.css").rename(tmp_path / "two.css")

    assert len({before, changed, fingerprint(tmp_path)}) == 3

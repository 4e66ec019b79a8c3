import config
from webapp.app import create_app


def test_pages_run_nothing_but_our_own_scripts_and_stand_in_no_frame(client):
    policy = client.get("/accounts/sign-in").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_is_kept_where_others_could_see_it(client):
    assert client.get("/accounts/sign-in").headers["Cache-Control"] == "private, no-cache"


def test_over_tls_cookies_and_pages_stay_on_tls():
    app = create_app(config.TestConfig(SERVE_OVER_TLS=True))

    answer = app.test_client().get("/accounts/sign-in", base_url="https://carried.example")

    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "Secure; HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


def test_whoever_only_reads_gets_no_cookie(client):
    assert "Set-Cookie" not in client.get("/health").headers

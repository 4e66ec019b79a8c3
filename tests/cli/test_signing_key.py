from webapp.sealing import service_key


def run(app, *words):
    return app.test_cli_runner().invoke(args=["signing-key", *map(str, words)])


def test_the_public_key_is_shown_and_the_secret_one_is_not(app):
    done = run(app)

    assert done.output.strip() == service_key(app.config["SIGNING_KEY"]).public
    assert app.config["SIGNING_KEY"] not in done.output


def test_a_new_key_is_made_where_none_is(app, tmp_path):
    path = tmp_path / "key"

    done = run(app, "--new", path)

    assert done.output.strip() == service_key(path).public


def test_a_key_is_never_written_over(app, tmp_path):
    path = tmp_path / "key"
    run(app, "--new", path)
    before = path.read_text()

    done = run(app, "--new", path)

    assert done.exit_code == 1
    assert path.read_text() == before


def test_a_server_without_a_key_is_told_how_to_make_one(app):
    app.config["SIGNING_KEY"] = None

    done = run(app)

    assert done.exit_code == 1
    assert "--new FILE" in done.output

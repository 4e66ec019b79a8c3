import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing import NoSuchKey, make_key_file, service_key
from webapp.sealing.keys import as_words, from_words


def test_a_key_made_is_the_key_read_and_its_file_is_its_owners_alone(tmp_path):
    path = tmp_path / "deep" / "signing-key"

    made = make_key_file(path)

    assert service_key(path).public == service_key(path.read_text()).public == made.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_key_that_is_there_is_never_written_over(tmp_path):
    first = make_key_file(tmp_path / "signing-key")

    again = make_key_file(tmp_path / "signing-key")

    assert again.public == first.public


def test_what_is_no_key_is_refused_without_being_repeated(tmp_path):
    (tmp_path / "empty").write_text("")

    for setting in ("a mistyped key", str(tmp_path / "empty"), str(tmp_path), "x\0y"):
        with pytest.raises(NoSuchKey) as refused:
            service_key(setting)
        assert setting not in str(refused.value)


@given(st.binary(max_size=70))
def test_bytes_come_back_from_their_words(value):
    assert from_words(as_words(value)) == value


@pytest.mark.parametrize("words", ["a", "é", "YQ==YQ", "YR", "a b"])
def test_words_that_are_nobodys_are_refused(words):
    with pytest.raises(ValueError, match=words):
        from_words(words)

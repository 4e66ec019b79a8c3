import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing import Altered, SigningKey, sign, verify

KEY = SigningKey(bytes(32))
OTHER = SigningKey(bytes([1] * 32))
RECORD = {"kind": "a record", "figures": {"for": 3, "against": 2}, "previous": None}


def test_a_record_as_it_was_signed_is_given_back():
    signed = json.loads(json.dumps(sign(RECORD, KEY)))

    assert verify(signed, KEY.public) == RECORD


@given(st.integers(), st.sampled_from(["for", "against"]))
def test_a_record_altered_by_one_figure_fails(figure, choice):
    signed = sign(RECORD, KEY)
    altered = {**RECORD, "figures": {**RECORD["figures"], choice: figure}}

    if altered != RECORD:
        with pytest.raises(Altered, match="hash"):
            verify({**signed, "record": altered})


def test_a_record_altered_together_with_its_hash_fails():
    altered = {**RECORD, "previous": "nothing"}
    signed = {**sign(altered, OTHER), "signature": sign(RECORD, KEY)["signature"]}

    with pytest.raises(Altered, match="signature"):
        verify({**signed, "key": KEY.public})


def test_a_record_signed_anew_by_somebody_else_fails_against_the_known_key():
    signed = sign({**RECORD, "previous": "nothing"}, OTHER)

    with pytest.raises(Altered, match="another key"):
        verify(signed, KEY.public)


@pytest.mark.parametrize(
    "value",
    [
        *[{}, {"record": {}}, [], None],
        *[{**sign(RECORD, KEY), wrong: 0.5} for wrong in ("record", "key", "signature")],
    ],
)
def test_what_is_no_signed_record_is_called_so(value):
    with pytest.raises(Altered, match="not a signed record"):
        verify(value)

"""Secret addresses: made again from a nonce, apart by kind, and kept out of the logs."""

from __future__ import annotations

import pytest

from schoolapp import tokens


def test_an_address_comes_of_its_nonce_and_of_its_kind_and_of_nothing_else(context):
    nonce = tokens.new_nonce()
    assert tokens.token("p", nonce) == tokens.token("p", nonce)
    assert tokens.token("p", nonce) != tokens.token("r", nonce)
    assert tokens.token("p", nonce) != tokens.token("p", tokens.new_nonce())
    assert len(tokens.token("p", nonce)) == 22  # 128 bits


def test_its_digest_says_nothing_of_it(context):
    secret = tokens.token("p", tokens.new_nonce())
    assert secret not in tokens.digest(secret)
    assert len(tokens.digest(secret)) == 64


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Exception on /m/abcdefghijk [GET]", "Exception on /m/*** [GET]"),
        ("failed: /i/abcdefghijk/oui?langue=fr", "failed: /i/***/oui?langue=fr"),
        ("failed: /p/abcdefghijk", "failed: /p/***"),
        ("failed: /r/abcdefghijk/reponse", "failed: /r/***/reponse"),
        ("failed: /b/12", "failed: /b/12"),
    ],
)
def test_the_logs_hold_no_secret_address(app, caplog, line, kept):
    app.logger.error("%s", line)
    assert caplog.messages == [kept]

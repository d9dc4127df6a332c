"""What every answer carries, and what no page of another site may send."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from werkzeug.routing import Map, Rule

import schoolapp
from schoolapp.extensions import LateRule

HERE = "http://localhost"
STATIC = Path(schoolapp.__file__).parent / "static"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": HERE}, 303),
        ({"Origin": "null"}, 303),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://ailleurs.example"}, 403),
        ({"Origin": "http://localhost:8001"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
def test_a_page_of_another_site_cannot_write(cast, client, headers, status):
    form = {"email": cast.agent.email, "password": "un trait entre deux points"}
    assert client.post("/connexion", data=form, headers=headers).status_code == status


@pytest.mark.parametrize("page", ["/connexion", "/", "/nulle-part", "/familles/99999999999"])
def test_every_answer_is_closed_to_what_comes_from_elsewhere(cast, sign_in, page):
    headers = sign_in(cast.agent).get(page).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_under_an_address_that_changes_with_them(cast, client):
    with client.get("/static/app.js?v=1") as dated, client.get("/static/app.js") as plain:
        assert "immutable" in dated.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("number", ["0", "-1", "2147483648", "9223372036854775808", "1e9", "٣"])
def test_what_cannot_be_an_id_is_a_page_that_does_not_exist(cast, sign_in, number):
    assert sign_in(cast.agent).get(f"/familles/{number}").status_code == 404


@pytest.mark.parametrize("path", ["css/tokens.css", "app.js", "img/icon.svg"])
def test_static_texts_travel_compressed_and_arrive_whole(cast, client, path):
    with client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip, br"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["Vary"]
        assert gzip.decompress(answer.data) == (STATIC / path).read_bytes()
    with client.get(f"/static/{path}", headers={"If-None-Match": answer.headers["ETag"]}) as again:
        assert again.status_code == 304
    with client.get(f"/static/{path}", headers={"Accept-Encoding": "identity"}) as plain:
        assert plain.data == (STATIC / path).read_bytes()


def test_every_rule_builds_the_addresses_that_werkzeug_would(app):
    rules = list(app.url_map.iter_rules())
    late, plain = (
        Map([kind(rule.rule, endpoint=rule.endpoint, methods=rule.methods) for rule in rules]).bind("localhost")
        for kind in (LateRule, Rule)
    )
    for rule in rules:
        values = dict.fromkeys(rule.arguments, 7)
        for extra in ({}, {"q": "été", "page": 2}):
            assert late.build(rule.endpoint, values | extra) == plain.build(rule.endpoint, values | extra)


def _page_cookie(app, content):
    signer = app.session_interface.get_signing_serializer(app)
    return signer.dumps(content)


def _opened(app, cookie):
    with app.test_request_context(headers={"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={cookie}"}) as context:
        return context.session


def test_a_page_cookie_read_before_is_read_again_as_it_came(app):
    cookie = _page_cookie(app, {"who": 7, "_flashes": [("saved", {"text": "Enregistré"})], "seen": [1, 2]})
    first = _opened(app, cookie)
    first["seen"].append(3)
    first.pop("_flashes")
    again = _opened(app, cookie)
    assert again == {"who": 7, "_flashes": [("saved", {"text": "Enregistré"})], "seen": [1, 2]}
    assert not again.modified


def test_a_page_cookie_is_believed_by_its_signature_alone(app, frozen):
    cookie = _page_cookie(app, {"who": 7})
    assert _opened(app, cookie) == {"who": 7}
    other, *_rest = _page_cookie(app, {"who": 8}).split(".")
    _payload, *signature = cookie.split(".")
    assert _opened(app, ".".join([other, *signature])) == {}
    assert _opened(app, cookie[:-2]) == {}
    assert _opened(app, cookie) == {"who": 7}
    frozen.move(hours=1)
    secret = app.secret_key
    app.secret_key = "another"
    try:
        assert _opened(app, cookie) == {}
    finally:
        app.secret_key = secret

"""Behind https: cookies that stay on this host, a named proxy, and where an instance may listen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask

from schoolapp import create_app, database
from schoolapp.accounts import links
from schoolapp.accounts.models import Session
from schoolapp.settings import SettingsError, load
from tests.cast import PASSWORD

PROXY = "10.0.0.5"
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.10", "X-Forwarded-Host": "ecole.example"}


@pytest.fixture
def make_app(app, cast, engine, folder) -> Iterator[Callable[..., Flask]]:
    """``make_app(**settings)`` makes another application on the tests' database."""
    bound, made = database.db.obj, []

    def make(**settings) -> Flask:
        made.append(create_app(load(folder / "instance", {}, database_url=engine.url, testing=True, **settings)))
        made[-1].config["WTF_CSRF_ENABLED"] = False
        return made[-1]

    yield make
    for application in made:
        application.extensions["database"].close()
    database.db.initialize(bound)


@pytest.fixture
def secure(make_app) -> Flask:
    """A real instance behind https."""
    return make_app(public_url="https://ecole.example", trusted_proxy=PROXY, second_step_required=False)


def enter(app, address=PROXY, headers=FORWARDED):
    return app.test_client().post(
        "/connexion",
        data={"email": "prof@ecole.example", "password": PASSWORD},
        headers=headers,
        environ_base={"REMOTE_ADDR": address},
    )


def test_every_cookie_stays_on_this_host_and_on_https(secure):
    cookies = enter(secure).headers.getlist("Set-Cookie")
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names == {"__Host-td_session", "__Host-td_device", "__Host-td_page"}
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= attributes
        assert not any(attribute.startswith("domain") for attribute in attributes)


def test_the_session_goes_when_the_browser_closes_and_the_device_stays(secure):
    lasting = {
        cookie.partition("=")[0]: "max-age" in cookie.lower() or "expires" in cookie.lower()
        for cookie in enter(secure).headers.getlist("Set-Cookie")
    }
    assert lasting == {"__Host-td_session": False, "__Host-td_page": False, "__Host-td_device": True}


def test_browsers_are_told_to_stay_on_https(secure):
    headers = secure.test_client().get("/connexion", headers=FORWARDED, environ_base={"REMOTE_ADDR": PROXY}).headers
    assert "max-age=31536000" in headers["Strict-Transport-Security"]


def test_a_signed_in_page_works_through_the_proxy(secure):
    browser = secure.test_client()
    through = {"headers": FORWARDED, "environ_base": {"REMOTE_ADDR": PROXY}, "base_url": "https://ecole.example"}
    browser.post("/connexion", data={"email": "prof@ecole.example", "password": PASSWORD}, **through)
    assert browser.get("/mon-compte", **through).status_code == 200


def test_the_named_proxy_is_believed(secure):
    enter(secure)
    assert Session.get().address == "203.0.113.10"


def test_forwarded_headers_from_elsewhere_are_ignored(secure):
    enter(secure, address="192.0.2.66")
    assert Session.get().address == "192.0.2.66"


def test_a_stranger_cannot_escape_the_throttle_by_inventing_addresses(secure):
    wrong = {"email": "prof@ecole.example", "password": "faux"}
    answers = [
        secure.test_client()
        .post(
            "/connexion",
            data=wrong,
            headers={"X-Forwarded-For": f"10.1.1.{number}"},
            environ_base={"REMOTE_ADDR": "192.0.2.66"},
        )
        .status_code
        for number in range(6)
    ]
    assert answers == [422] * 5 + [429]


def test_choosing_a_password_by_a_link_works_under_https_although_the_page_hides_its_referrer(secure, cast):
    secure.config["WTF_CSRF_ENABLED"] = True
    with secure.test_request_context():
        address = links.give(cast.prof, by=cast.direction)
    assert address.startswith("https://ecole.example/")
    browser = secure.test_client()
    through = {"headers": FORWARDED, "environ_base": {"REMOTE_ADDR": PROXY}, "base_url": "https://ecole.example"}
    page = browser.get(urlsplit(address).path, **through).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
    new = "la rivière gèle en janvier"
    sent = {"password": new, "again": new, "csrf_token": token}
    assert browser.post(urlsplit(address).path, data=sent, **through).status_code == 303


def test_the_demo_on_plain_http_works_with_any_client(make_app):
    demo = make_app(demo=True)
    browser = demo.test_client()
    answer = browser.post("/connexion", data={"email": "direction@ecole.example", "password": PASSWORD})
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "secure" not in cookie.lower()
        assert not cookie.startswith("__Host-")
    assert "Strict-Transport-Security" not in answer.headers
    assert browser.get("/comptes").status_code == 200


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ({"host": "127.0.0.1"}, False),
        ({"host": "localhost"}, False),
        ({"host": "::1"}, False),
        ({"host": "0.0.0.0"}, True),  # noqa: S104 - refused, which is the point
        ({"host": "192.168.1.20"}, True),
        ({"host": "192.168.1.20", "public_url": "http://ecole.example", "trusted_proxy": PROXY}, True),
        ({"host": "192.168.1.20", "public_url": "https://ecole.example"}, True),
        ({"host": "192.168.1.20", "public_url": "https://ecole.example", "trusted_proxy": PROXY}, False),
        ({"host": "192.168.1.20", "demo": True, "public_url": "https://e.example", "trusted_proxy": PROXY}, True),
        ({"host": "127.0.0.1", "demo": True}, False),
    ],
)
def test_an_instance_listens_beyond_the_loopback_only_behind_https(tmp_path, settings, refused):
    made = load(tmp_path, {}, **settings)
    if refused:
        with pytest.raises(SettingsError, match=r"écoute"):
            made.check_can_listen()
    else:
        made.check_can_listen()


def test_the_second_step_is_required_by_default_and_not_in_the_demo(tmp_path):
    assert load(tmp_path / "real", {}).second_step_required
    assert not load(tmp_path / "demo", {"SCHOOLAPP_DEMO": "oui"}).second_step_required

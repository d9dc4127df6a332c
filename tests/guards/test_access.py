"""Every view says whom it is open to, and the others are refused before anything is read or written."""

from __future__ import annotations

import pytest

from schoolapp.access import Role
from tests.cast import PEOPLE
from tests.guards.routes import every_route

PERSON_OF = {role: name for name, (_person, role) in reversed(PEOPLE.items())}


def test_every_view_says_whom_it_is_open_to(app):
    assert [f"{route.method} {route.address}" for route in every_route(app) if route.roles is None] == []


def test_a_stranger_is_sent_to_sign_in(cast, client):
    for route in every_route(client.application):
        if route.roles:
            answer = client.open(route.example, method=route.method)
            assert answer.status_code == 303, f"{route.method} {route.address}"
            assert answer.headers["Location"].startswith("/connexion"), f"{route.method} {route.address}"


def test_a_stranger_using_htmx_is_sent_to_sign_in(cast, client, htmx):
    for route in every_route(client.application):
        if route.roles:
            answer = client.open(route.example, method=route.method, headers=htmx)
            assert answer.status_code == 401, f"{route.method} {route.address}"
            assert answer.headers["HX-Redirect"].startswith("/connexion"), f"{route.method} {route.address}"


@pytest.mark.parametrize("role", Role)
def test_a_role_is_refused_all_that_is_not_open_to_it(app, cast, sign_in, role):
    browser = sign_in(getattr(cast, PERSON_OF[role]))
    for route in every_route(app):
        if route.roles and role not in route.roles:
            answer = browser.open(route.example, method=route.method)
            assert answer.status_code == 403, f"{route.method} {route.address}"


def test_a_write_without_its_token_is_refused(app, cast, sign_in, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    everyone = {role: sign_in(getattr(cast, name)) for role, name in PERSON_OF.items()}
    stranger = app.test_client()
    for route in every_route(app):
        if route.method in {"POST", "PUT", "PATCH", "DELETE"}:
            browser = everyone[min(route.roles)] if route.roles else stranger
            answer = browser.open(route.example, method=route.method)
            # Pages for strangers say it in the form itself, send back to its beginning, or know no such link.
            refusals = {400} if route.roles else {303, 400, 404, 422}
            assert answer.status_code in refusals, f"{route.method} {route.address}"


def test_reading_an_address_that_is_no_id_is_a_page_that_does_not_exist(app, cast, sign_in):
    browser = sign_in(cast.direction)
    for route in every_route(app):
        if route.method == "GET" and "<int:" in route.address:
            for number in ("0", "2147483648", "9223372036854775808", "99999999999999999999"):
                address = route.example.replace("/1", f"/{number}", 1)
                assert browser.get(address).status_code == 404, address

"""Signing in with an e-mail and a password."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters

from schoolapp.accounts import passwords
from schoolapp.accounts.models import Session, User
from tests.cast import PASSWORD

REFUSAL = "Ce courriel et ce mot de passe ne vont pas ensemble"


def sign_in(client, email="agent@ecole.example", password=PASSWORD, **fields):
    return client.post("/connexion", data={"email": email, "password": password, **fields})


def test_the_right_password_opens_a_session_and_goes_to_the_first_page(cast, client, events):
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert Session.get().user_id == cast.agent.id
    assert client.get("/mon-compte").status_code == 200
    assert [event.actor_id for event in events("session.opened")] == [cast.agent.id]


def test_the_email_is_taken_whatever_its_case_and_spaces(cast, client):
    assert sign_in(client, email="  Agent@Ecole.EXAMPLE ").status_code == 303


@pytest.mark.parametrize("email", ["agent@ecole.example", "personne@ecole.example"])
def test_a_refusal_says_the_same_whether_the_account_exists_or_not(cast, client, email):
    answer = sign_in(client, email=email, password="pas le bon mot")
    assert answer.status_code == 422
    assert REFUSAL in answer.text
    assert f'value="{email}"' in answer.text
    assert "pas le bon mot" not in answer.text
    assert Session.select().count() == 0


def test_a_disabled_account_is_refused_with_the_same_words(cast, client):
    cast.agent.disable(by=cast.direction)
    answer = sign_in(client)
    assert answer.status_code == 422
    assert REFUSAL in answer.text


def test_an_account_without_a_password_opens_with_nothing(cast, client):
    User.update(password_hash="").where(User.id == cast.agent.id).execute()
    assert sign_in(client, password="").status_code == 422
    assert sign_in(client, password="n’importe quoi").status_code == 422


def test_a_refused_sign_in_is_in_the_journal_without_what_was_typed(cast, client, events):
    sign_in(client, password="mon secret à moi")
    sign_in(client, email="mot-de-passe-tape-ici@ecole.example")
    refused = events("session.refused")
    assert [event.subject_id for event in refused] == [cast.agent.id, None]
    assert all("secret" not in str(event.__data__) and "tape-ici" not in str(event.__data__) for event in refused)


def test_one_goes_back_to_the_page_that_asked(cast, client):
    asked = client.get("/mon-compte")
    assert asked.status_code == 303
    page = client.get(asked.location)
    assert 'value="/mon-compte"' in page.text
    assert sign_in(client, suite="/mon-compte").location == "/mon-compte"


@pytest.mark.parametrize(
    "suite",
    [
        "https://ailleurs.example/",
        "//ailleurs.example",
        "/\\ailleurs.example",
        "\\/ailleurs.example",
        "/\t/ailleurs.example",
        "/\n/ailleurs.example",
        "javascript:alert(1)",
        "ailleurs",
        "///ailleurs.example",
        "/connexion",
        "/deconnexion",
        "/" + "a" * 999 + "b" * 2,
    ],
)
def test_an_address_elsewhere_is_not_followed(cast, client, suite):
    answer = sign_in(client, suite=suite)
    assert answer.status_code in (303, 422)
    assert answer.location in ("/", None)


def test_a_new_sign_in_takes_a_new_cookie_and_closes_the_session_of_before(app, cast, client):
    sign_in(client)
    first = client.get_cookie(app.config["AUTH_COOKIE_NAME"]).value
    sign_in(client)
    second = client.get_cookie(app.config["AUTH_COOKIE_NAME"]).value
    assert first != second
    assert Session.select().count() == 1


def test_a_cookie_chosen_by_somebody_else_never_becomes_a_session(app, cast, client):
    chosen = "x" * 43
    client.set_cookie(app.config["AUTH_COOKIE_NAME"], chosen)
    sign_in(client)
    assert client.get_cookie(app.config["AUTH_COOKIE_NAME"]).value != chosen
    stranger = app.test_client()
    stranger.set_cookie(app.config["AUTH_COOKIE_NAME"], chosen)
    assert stranger.get("/mon-compte").status_code == 303


def test_only_a_digest_of_the_cookie_is_kept(app, cast, client):
    sign_in(client)
    cookie = client.get_cookie(app.config["AUTH_COOKIE_NAME"]).value
    assert cookie not in str(Session.get().__data__)


def test_empty_fields_say_so_beside_them(cast, client):
    answer = client.post("/connexion", data={"email": "", "password": ""})
    assert answer.status_code == 422
    assert answer.text.count("Ce champ est nécessaire.") >= 2


@pytest.mark.parametrize(
    "hostile", ["\x00", "a\x00b@ecole.example", "é" * 300, "\u0130" * 200, "'; DROP TABLE user; --", "💥" * 50]
)
def test_hostile_texts_are_refused_plainly(cast, client, hostile):
    assert sign_in(client, email=hostile, password=hostile or "x").status_code == 422


def test_a_page_left_open_too_long_comes_back_with_what_was_typed(app, cast, client):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = sign_in(client)
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 422
    assert "La page est restée ouverte longtemps. Envoyez de nouveau." in answer.text
    assert 'value="agent@ecole.example"' in answer.text


def test_when_another_password_is_being_checked_one_is_asked_to_wait_a_moment(cast, client):
    with passwords.turn():
        answer = sign_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 5
    assert "en même temps" in answer.text
    assert 'value="agent@ecole.example"' in answer.text
    assert PASSWORD not in answer.text
    assert sign_in(client).status_code == 303


def test_a_hash_made_with_older_parameters_is_made_again(cast, client):
    old = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    User.update(password_hash=old).where(User.id == cast.agent.id).execute()
    assert sign_in(client).status_code == 303
    kept = User.get_by_id(cast.agent.id).password_hash
    assert "m=19456,t=2,p=1" in kept
    assert kept.startswith("$argon2id$")
    assert sign_in(client).status_code == 303


def test_no_account_costs_the_same_hash_as_an_account():
    assert passwords.NOBODY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_dated(passwords.NOBODY)


def test_whoever_is_signed_in_does_not_see_the_sign_in_page(cast, sign_in):
    browser = sign_in(cast.prof)
    assert browser.get("/connexion").location == "/"
    assert browser.get("/connexion?suite=/mon-compte").location == "/mon-compte"


def test_signing_out_closes_the_session_at_once(cast, sign_in, events):
    browser = sign_in(cast.prof)
    assert "Se déconnecter?" in browser.get("/deconnexion").text
    assert Session.select().count() == 1
    answer = browser.post("/deconnexion")
    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert Session.select().count() == 0
    assert browser.get("/mon-compte").status_code == 303
    assert [event.actor_id for event in events("session.closed")] == [cast.prof.id]


def test_signing_out_twice_is_no_error(cast, client):
    assert client.post("/deconnexion").status_code == 303


def test_htmx_is_sent_to_the_page_by_its_own_header(cast, client, htmx):
    answer = client.post("/connexion", data={"email": "agent@ecole.example", "password": PASSWORD}, headers=htmx)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/")


@pytest.mark.parametrize("email", ["agent@ecole.example", "personne@ecole.example", "ferme@ecole.example"])
def test_a_refusal_takes_one_hash_and_as_many_statements_whoever_it_is(
    cast, client, email, count_queries, monkeypatch, frozen
):
    User.create(email="ferme@ecole.example", name="Fermé", role="agent", active=False, created_at=frozen.moment)
    hashes = []

    class Counting(PasswordHasher):
        def verify(self, kept, password):
            hashes.append(extract_parameters(kept))
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "hasher", Counting(time_cost=2, memory_cost=19 * 1024, parallelism=1))
    with count_queries() as statements:
        sign_in(client, email=email, password="pas le bon mot")
    expected = extract_parameters(passwords.NOBODY)
    assert hashes == [expected]
    words = [statement.split()[0] for statement in statements]
    kinds = [word for word in words if word in {"SELECT", "INSERT", "UPDATE", "DELETE"}]
    assert kinds == ["SELECT"] * 5 + ["DELETE", "INSERT", "INSERT", "SELECT"]


@pytest.mark.parametrize(
    ("shown", "suite"),
    [
        ("http://localhost/journal?page=2#bas", "/journal?page%3D2"),
        ("https://ailleurs.example/journal", "/journal"),
        ("http://[", None),
        ("", None),
    ],
)
def test_an_expired_session_sends_htmx_to_sign_in_and_back_to_its_page(cast, client, htmx, shown, suite):
    answer = client.get("/mon-compte", headers={**htmx, "HX-Current-URL": shown})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == ("/connexion" if suite is None else f"/connexion?suite={suite}")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("[1, 2]", "application/json"),
        ('{"email": 5, "password": []}', "application/json"),
        ("é", "text/plain"),
        ("", ""),
    ],
)
def test_anything_but_a_form_is_an_empty_form(cast, client, body, kind):
    assert client.post("/connexion", data=body.encode(), content_type=kind).status_code == 422

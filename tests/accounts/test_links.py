"""Links by which a person chooses their password."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from schoolapp.accounts import links, passwords
from schoolapp.accounts.models import PasswordLink, Session, User
from tests.cast import PASSWORD

NEW = "la rivière gèle en janvier"


@pytest.fixture
def give(app, cast):
    """``give(user)`` gives the path of a new link."""

    def make(user):
        with app.test_request_context():
            return urlsplit(links.give(user, by=cast.direction)).path

    return make


def choose(client, path, password=NEW, again=None):
    return client.post(path, data={"password": password, "again": password if again is None else again})


def test_the_direction_sees_the_link_once_and_hands_it_over(cast, sign_in, client, events):
    page = sign_in(cast.direction).post(f"/comptes/{cast.prof.id}/lien")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    address = re.search(r'id="password-link">([^<\s]+)<', page.text).group(1)
    assert address.startswith("http://localhost/mot-de-passe/")
    assert "Camille Roy" in client.get(urlsplit(address).path).text
    assert [(event.actor_id, event.subject_id) for event in events("account.link")] == [
        (cast.direction.id, cast.prof.id)
    ]
    assert urlsplit(address).path.rpartition("/")[2] not in str(events("account.link")[0].__data__)
    sheet = sign_in(cast.direction).get(f"/comptes/{cast.prof.id}").text
    assert "Un lien a été remis" in sheet
    assert "/mot-de-passe/" not in sheet


def test_the_token_has_256_bits_and_only_its_digest_is_kept(cast, give):
    token = give(cast.prof).rpartition("/")[2]
    assert len(token) == 43
    assert token not in str(PasswordLink.get().__data__)


def test_the_page_is_told_to_nobody(cast, give, client):
    for path in (give(cast.prof), "/mot-de-passe/inconnu"):
        headers = client.get(path).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_looking_at_the_page_changes_nothing(cast, give, client):
    path = give(cast.prof)
    for _time in range(3):
        assert client.get(path).status_code == 200
    assert client.head(path).status_code == 200
    assert choose(client, path).status_code == 303


def test_choosing_a_password_closes_the_sessions_and_lets_one_sign_in(cast, give, sign_in, client, events):
    elsewhere = sign_in(cast.prof)
    answer = choose(client, give(cast.prof))
    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert "Votre mot de passe est choisi" in client.get("/connexion").text
    assert Session.select().count() == 0
    assert elsewhere.get("/mon-compte").status_code == 303
    assert [event.actor_id for event in events("account.password")] == [cast.prof.id]
    signed = client.post("/connexion", data={"email": cast.prof.email, "password": NEW})
    assert signed.status_code == 303
    assert client.post("/connexion", data={"email": cast.prof.email, "password": PASSWORD}).status_code == 422


def test_a_link_works_once(cast, give, client):
    path = give(cast.prof)
    choose(client, path)
    assert client.get(path).status_code == 404
    assert choose(client, path, "une autre phrase assez longue").status_code == 404


def test_unknown_used_over_withdrawn_and_disabled_give_the_same_page(app, cast, give, client, frozen):
    used, withdrawn, disabled = give(cast.prof), give(cast.prof2), give(cast.pro)
    choose(client, used)
    with app.test_request_context():
        links.withdraw(cast.prof2, by=cast.direction)
        User.get_by_id(cast.pro.id).disable(by=cast.direction)
    over = give(cast.agent)
    frozen.move(days=7)
    stranger = app.test_client()
    pages = [stranger.get(path) for path in (used, withdrawn, disabled, over, "/mot-de-passe/nimporte-quoi")]
    pages += [stranger.post(path, data={}) for path in (used, over)]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'content="[^"]{40,}"', "", page.text) for page in pages}) == 1
    assert "Demandez un nouveau lien" in pages[0].text


def test_a_link_works_until_its_last_minute(cast, give, client, frozen):
    path = give(cast.prof)
    frozen.move(days=6, hours=23, minutes=59)
    assert choose(client, path).status_code == 303


def test_a_new_link_ends_the_one_before(cast, give, client):
    first, second = give(cast.prof), give(cast.prof)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_invitation_and_a_reset_are_told_apart_in_the_journal(app, cast, give, events):
    give(cast.prof)
    User.update(password_hash="").where(User.id == cast.prof2.id).execute()
    give(User.get_by_id(cast.prof2.id))
    assert [event.detail["kind"] for event in events("account.link")] == ["reset", "invitation"]


def test_the_direction_withdraws_a_link(cast, give, sign_in, client, events):
    path = give(cast.prof)
    assert sign_in(cast.direction).post(f"/comptes/{cast.prof.id}/lien/retrait").status_code == 303
    assert client.get(path).status_code == 404
    assert [event.subject_id for event in events("account.link_withdrawn")] == [cast.prof.id]


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("", "", "Ce champ est nécessaire."),
        ("trop-brin", None, "Au moins 10"),
        ("motdepasse2026", None, "en premier"),
        ("camilleroy2026", None, "votre nom"),
        (NEW, "autre chose de long", "ne sont pas pareils"),
        ("é" * 129, None, "Au plus 128"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_still_works(cast, give, client, password, again, words):
    path = give(cast.prof)
    answer = choose(client, path, password, again)
    assert answer.status_code == 422
    assert words in answer.text.replace("\xa0", " ")
    assert not password or password not in answer.text
    assert client.get(path).status_code == 200


def test_when_another_password_is_being_made_the_link_still_works(cast, give, client):
    path = give(cast.prof)
    with passwords.turn():
        answer = choose(client, path)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert choose(client, path).status_code == 303


def test_two_tabs_using_one_link_at_once_give_one_password(app, cast, give):
    token = give(cast.prof).rpartition("/")[2]
    with app.test_request_context():
        first, second = links.usable(token), links.usable(token)
        links.use(first, NEW)
        with pytest.raises(links.UsedMeanwhile):
            links.use(second, "une autre phrase assez longue")


def test_the_person_with_a_second_step_still_needs_it_after_a_reset(app, cast, give, client, frozen):
    User.update(totp_secret="JBSWY3DPEHPK3PXP", totp_since=frozen.moment).where(User.id == cast.prof.id).execute()
    choose(client, give(cast.prof))
    answer = client.post("/connexion", data={"email": cast.prof.email, "password": NEW})
    assert answer.location == "/connexion/code"


def test_old_links_are_purged_a_month_after_their_end(cast, give, client, frozen):
    give(cast.prof)
    frozen.move(days=38)
    client.post("/connexion", data={"email": cast.agent.email, "password": PASSWORD})
    assert PasswordLink.select().count() == 0


@pytest.mark.parametrize("token", ["a" * 5000, "%00", "é", "..%2F..", "-"])
def test_hostile_tokens_are_just_unknown(cast, client, token):
    assert client.get(f"/mot-de-passe/{token}").status_code == 404

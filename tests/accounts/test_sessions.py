"""Open sessions: their limits, and who closes them."""

from __future__ import annotations

import pytest

from schoolapp.accounts.browsers import browser_words
from schoolapp.accounts.models import Session, User
from tests.cast import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def alive(browser):
    return browser.get("/mon-compte").status_code == 200


def only_session(user):
    return Session.get(Session.user == user.id)


def test_one_sees_ones_own_sessions_in_words(cast, client, sign_in):
    sign_in(cast.prof2)
    client.post(
        "/connexion",
        data={"email": cast.prof.email, "password": PASSWORD},
        headers={"User-Agent": FIREFOX},
        environ_base={"REMOTE_ADDR": "203.0.113.10"},
    )
    page = client.get("/mon-compte").text
    assert "Firefox sur Windows" in page
    assert "203.0.113.10" in page
    assert page.count('id="session-') == 1
    assert "Cet appareil" in page


def test_one_closes_one_session(cast, sign_in, events):
    here, elsewhere = sign_in(cast.prof), sign_in(cast.prof)
    doomed = Session.select().order_by(Session.id.desc()).first()
    answer = here.post(f"/mon-compte/sessions/{doomed.id}/fermeture")
    assert (answer.status_code, answer.location) == (303, "/mon-compte")
    assert not alive(elsewhere)
    assert alive(here)
    assert [event.actor_id for event in events("session.closed")] == [cast.prof.id]


def test_one_closes_all_other_sessions(cast, sign_in, events):
    here, other, another = (sign_in(cast.prof) for _time in range(3))
    colleague = sign_in(cast.agent)
    assert here.post("/mon-compte/sessions/fermeture").status_code == 303
    assert [alive(browser) for browser in (here, other, another, colleague)] == [True, False, False, True]
    assert events("session.closed")[0].detail["count"] == 2


def test_the_session_of_somebody_else_is_not_found(cast, sign_in):
    colleague = sign_in(cast.agent)
    answer = sign_in(cast.prof).post(f"/mon-compte/sessions/{only_session(cast.agent).id}/fermeture")
    assert answer.status_code == 404
    assert alive(colleague)


def test_a_session_ends_after_two_hours_without_use(cast, sign_in, frozen):
    browser = sign_in(cast.prof)
    frozen.move(minutes=119)
    assert alive(browser)
    frozen.move(minutes=119)
    assert alive(browser)
    frozen.move(minutes=120)
    assert not alive(browser)


def test_a_session_ends_after_twelve_hours_however_used(cast, sign_in, frozen):
    browser = sign_in(cast.prof)
    for _hour in range(11):
        frozen.move(hours=1)
        assert alive(browser)
    frozen.move(hours=1)
    assert not alive(browser)


def test_a_page_that_polls_by_itself_does_not_keep_the_session_alive(cast, sign_in, frozen, htmx):
    browser = sign_in(cast.prof)
    for _time in range(8):
        frozen.move(minutes=14)
        browser.get("/mon-compte?v=3", headers=htmx)
    frozen.move(minutes=14)
    assert not alive(browser)


def test_the_last_visit_is_written_every_five_minutes_at_most(cast, sign_in, frozen, count_queries):
    browser = sign_in(cast.prof)
    frozen.move(minutes=4)
    with count_queries() as statements:
        browser.get("/mon-compte")
    assert not [statement for statement in statements if statement.startswith("UPDATE")]
    frozen.move(minutes=2)
    browser.get("/mon-compte")
    assert only_session(cast.prof).seen_at == frozen.moment
    assert User.get_by_id(cast.prof.id).last_seen_at == frozen.moment


def test_sessions_that_are_over_are_not_listed_and_are_purged_at_the_next_sign_in(cast, sign_in, client, frozen):
    for _time in range(3):
        sign_in(cast.prof)
    frozen.move(hours=3)
    here = sign_in(cast.prof)
    assert here.get("/mon-compte").text.count('id="session-') == 1
    client.post("/connexion", data={"email": cast.agent.email, "password": PASSWORD})
    assert Session.select().count() == 2


@pytest.mark.parametrize("change", ["disable", "role", "password"])
def test_a_session_closes_at_once_when_the_account_changes(app, cast, sign_in, change):
    browser = sign_in(cast.prof)
    assert alive(browser)
    with app.test_request_context():
        user = User.get_by_id(cast.prof.id)
        if change == "disable":
            user.disable(by=cast.direction)
        elif change == "role":
            columns = {"name": user.name, "email": user.email, "function": ""}
            user.rewrite(user.version, role="secretariat", by=cast.direction, **columns)
        else:
            user.choose_password("autre", by=user)
    assert Session.select().where(Session.user == cast.prof.id).count() == 0
    assert not alive(browser)


def test_a_disabled_account_is_refused_even_if_a_session_is_left(cast, sign_in):
    browser = sign_in(cast.prof)
    User.update(active=False).where(User.id == cast.prof.id).execute()
    assert not alive(browser)


@pytest.mark.parametrize("cookie", ["", "court", "x" * 5000, "é" * 30, "' OR 1=1 --" * 4])
def test_a_hostile_cookie_is_nobody(app, cast, cookie):
    browser = app.test_client()
    answer = browser.get("/mon-compte", headers={"Cookie": f"td_session={cookie}".encode().decode("latin-1")})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox sur Windows"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18 Safari/605", "Safari sur Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18 Mobile Safari/604", "Safari sur iPhone"),
        ("Mozilla/5.0 (iPad) CriOS/130 Mobile Safari/604", "Chrome sur iPad"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130 Mobile Safari/537", "Chrome sur Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/130 Safari/537", "Chrome sur Chromebook"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130", "Edge sur Windows"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/27 Chrome/125 Safari/537", "Samsung Internet sur Android"),
        ("curl/8.5", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_a_browser_in_words(context, agent, words):
    assert browser_words(agent) == words

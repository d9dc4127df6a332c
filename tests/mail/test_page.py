"""The direction sees whether mails leave, why they do not, and tries again."""

from __future__ import annotations

from itertools import count

import pytest

from schoolapp.mail import outbox
from schoolapp.mail.models import OutgoingMail


@pytest.fixture
def put(app, cast):
    """``put()`` puts a mail for the agent in the outbox."""
    keys = count()

    def one(person=None):
        with app.test_request_context():
            key = f"digest:{next(keys)}"
            return outbox.put(key, "digest", person or cast.agent, "Objet", "Un texte pour elle seule")

    return one


def test_without_a_mail_server_the_page_and_the_settings_say_so(cast, sign_in):
    browser = sign_in(cast.direction)
    assert "ne sont pas configurés" in browser.get("/courriels").text
    assert "Aucun serveur de courriel" in browser.get("/ecole").text


def test_a_mail_server_that_works_is_said_to(app, cast, sign_in, configure, serve):
    configure(smtp_port=serve())
    browser = sign_in(cast.direction)
    assert "Aucun serveur de courriel" not in browser.get("/ecole").text
    answer = browser.post("/courriels/essai")
    assert (answer.status_code, answer.location) == (303, "/courriels")
    app.extensions["clockwork"].beat()
    page = browser.get("/courriels").text
    assert "Courriel d’essai" in page
    assert "Envoyé" in page
    assert "mardi 17\xa0novembre, 10\xa0h" in page
    assert "Des courriels ne partent pas" not in page


def test_a_trial_asked_for_twice_is_refused_in_words(cast, sign_in):
    browser = sign_in(cast.direction)
    browser.post("/courriels/essai")
    answer = browser.post("/courriels/essai")
    assert answer.status_code == 409
    assert "Laissez-lui une minute" in answer.text


def test_failures_are_shown_in_ma_journee_and_on_the_page_and_a_new_try_repairs_them(
    app, cast, sign_in, configure, serve, office, put
):
    configure(smtp_port=9)
    put()
    put(cast.prof)
    app.extensions["clockwork"].beat()
    browser = sign_in(cast.direction)
    day = browser.get("/").text
    assert "Courriels en difficulté" in day
    assert "Le serveur de courriel ne répond pas." in day
    page = browser.get("/courriels").text
    assert "2 courriels attendent." in page
    assert "Connection refused" in page
    assert "Prochain essai\xa0: mardi 17\xa0novembre, 10\xa0h\xa001" in page
    configure(smtp_port=serve())
    assert browser.post("/courriels/relance").status_code == 303
    app.extensions["clockwork"].beat()
    assert len(office.mails) == 2
    assert "Courriels en difficulté" not in browser.get("/").text
    assert "Des courriels ne partent pas" not in browser.get("/courriels").text


def test_the_words_of_a_mail_are_for_its_reader_only(cast, sign_in, put):
    put()
    assert "Un texte pour elle seule" not in sign_in(cast.direction).get("/courriels").text


@pytest.mark.parametrize("state", ["waiting", "sent", "refused", "given_up", "replaced"])
def test_each_state_has_its_words(cast, sign_in, put, state):
    mail = put()
    OutgoingMail.update(state=state, attempts=3, problem="" if state == "sent" else "content").where(
        OutgoingMail.id == mail.id
    ).execute()
    page = sign_in(cast.direction).get("/courriels").text
    words = {
        "waiting": "En attente",
        "sent": "parti au 3",
        "refused": "Refusé",
        "given_up": "Abandonné",
        "replaced": "Remplacé",
    }
    assert words[state] in page


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "repondant"])
def test_nobody_else_sees_the_mails(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get("/courriels").status_code == 403
    assert browser.post("/courriels/essai").status_code == 403
    assert browser.post("/courriels/relance").status_code == 403


def test_the_pages_of_the_direction_take_no_more_statements_with_many_mails(cast, sign_in, put, count_queries):
    browser = sign_in(cast.direction)
    put()
    for address in ("/courriels", "/"):
        browser.get(address)  # what is written once in five minutes is written
        with count_queries() as few:
            browser.get(address)
        for _number in range(10):
            put()
        with count_queries() as many:
            browser.get(address)
        assert len(many) == len(few) <= 6

"""Signing up without an account: one form, any way of being reached, once; and what is agreed to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp.activities.limits import SIGN_UPS
from schoolapp.activities.models import Notice, SignUp, SignUpConsent, Slot
from schoolapp.activities.public_words import WORDING
from schoolapp.signed_forms import is_own_key, new_key
from tests.activities import helpers
from tests.activities.parents import card_of, code_of, fields, fill, heading, with_a_phone, within
from tests.guards import markup


@pytest.fixture
def cafe(cast):
    with_a_phone()
    return helpers.activity(cast.agent)


@pytest.fixture
def slot(cafe):
    return helpers.slot(cafe, capacity=2)


def opened(page: str) -> str:
    """The question that shows first."""
    return re.search(r'class="step opened" id="(\w+)"', page).group(1)


def test_signing_up_gives_a_card_with_its_code_and_one_line_in_the_journal(app, client, slot, events):
    answer = fill(client, f"/b/{slot.activity_id}", agree_rappels="y", message="Je parle arabe.")
    row = SignUp.get()
    assert answer.status_code == 303
    assert answer.location == f"{card_of(app, row)}?langue=fr"
    assert (row.name, row.phone_digits, row.state, row.came_by) == ("Linh Nguyen", "5145550142", "inscrit", "en_ligne")
    assert row.message == "Je parle arabe."
    page = client.get(answer.location).text
    assert heading(page) == "C’est noté. À bientôt!"
    assert code_of(app, row) in page
    assert markup.faults(page) == []
    assert [event.actor_id for event in events("sign_up.created")] == [None]
    assert Slot.get_by_id(slot.id).taken == 1


def test_consents_are_unticked_and_kept_with_the_wording_that_was_read(client, slot):
    page = client.get(f"/b/{slot.activity_id}").text
    assert len(re.findall(r'<input[^>]+name="agree_\w+"', page)) == 3
    assert "checked" not in page.partition('id="accord"')[2]
    fill(client, f"/b/{slot.activity_id}", agree_invitations="y")
    kept = [(consent.purpose, consent.wording) for consent in SignUpConsent.select()]
    assert kept == [("invitations", WORDING)]


@pytest.mark.parametrize(
    "reach",
    [
        {"phone": "514 555-0142"},
        {"phone": "", "email": "linh@famille.example"},
        {"phone": "", "by_child": "y"},
        {"phone": "", "by_child": "y", "child_words": "Léa, 302"},
    ],
)
def test_one_way_of_being_reached_is_enough(client, slot, reach):
    assert fill(client, f"/b/{slot.activity_id}", **reach).status_code == 303
    assert SignUp.get().by_child == ("by_child" in reach)


@pytest.mark.parametrize(
    ("wrong", "question", "words"),
    [
        ({"name": ""}, "nom", "Écrivez votre nom."),
        ({"name": "x" * 121}, "nom", "120"),
        ({"phone": ""}, "joindre", "Donnez un numéro ou un courriel"),
        ({"phone": "12"}, "joindre", "Il manque des chiffres"),
        ({"email": "linh@nulle part"}, "joindre", "Cette adresse ne semble pas complète."),
        ({"slot": ""}, "moment", "Choisissez un moment."),
        ({"slot": "999999"}, "moment", "Choisissez un moment."),
        ({"slot": "2" * 40}, "moment", "Choisissez un moment."),
    ],
)
def test_what_is_missing_is_said_on_its_own_question_and_nothing_typed_is_lost(client, cafe, wrong, question, words):
    helpers.slot(cafe), helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=7))
    sent = {"slot": str(Slot.select().first().id), "message": "À bientôt"} | wrong
    answer = fill(client, f"/b/{cafe.id}", **sent)
    assert answer.status_code == 422
    assert opened(answer.text) == question
    assert words in answer.text
    assert "À bientôt</textarea>" in answer.text
    assert markup.faults(answer.text) == []
    assert SignUp.select().count() == 0


def test_the_enter_key_leads_to_the_next_question(client, slot):
    answer = fill(client, f"/b/{slot.activity_id}", phone="", suite="1")
    assert (answer.status_code, opened(answer.text)) == (200, "joindre")
    assert 'value="Linh Nguyen"' in answer.text
    assert 'class="error"' not in answer.text


def test_the_same_form_sent_twice_is_one_sign_up(client, slot):
    page = client.get(f"/b/{slot.activity_id}").text
    data = fields(page, f"/b/{slot.activity_id}") | {"name": "Linh", "phone": "514 555-0142", "agree_langue": "y"}
    first, second = (client.post(f"/b/{slot.activity_id}", data=data) for _time in range(2))
    assert first.location == second.location
    assert (SignUp.select().count(), SignUpConsent.select().count()) == (1, 1)


def test_a_form_works_three_hours_after_it_was_opened(client, slot, frozen):
    page = client.get(f"/b/{slot.activity_id}").text
    data = fields(page, f"/b/{slot.activity_id}") | {"name": "Linh", "phone": "514 555-0142"}
    frozen.move(hours=3)
    assert client.post(f"/b/{slot.activity_id}", data=data).status_code == 303


def test_a_form_without_a_key_of_ours_is_asked_again_and_then_works(client, slot):
    answer = fill(client, f"/b/{slot.activity_id}", form_key="inventée.0123456789abcdef")
    assert answer.status_code == 422
    assert "Vérifiez, puis envoyez de nouveau." in answer.text
    data = fields(answer.text, f"/b/{slot.activity_id}")
    assert data["name"] == "Linh Nguyen"
    assert client.post(f"/b/{slot.activity_id}", data=data).status_code == 303


def test_a_key_is_signed(app, context):
    key = new_key()
    assert is_own_key(key)
    assert not is_own_key(key[:-1] + ("0" if key[-1] != "0" else "1"))
    assert not is_own_key("")


def test_what_fills_in_every_field_is_refused_but_a_person_who_tries_again_is_heard(client, slot):
    answer = fill(client, f"/b/{slot.activity_id}", website="https://ailleurs.example")
    assert answer.status_code == 422
    assert SignUp.select().count() == 0
    data = fields(answer.text, f"/b/{slot.activity_id}")
    assert data["website"] == ""
    assert client.post(f"/b/{slot.activity_id}", data=data).status_code == 303


def test_a_page_of_another_site_cannot_sign_anybody_up(client, slot):
    page = client.get(f"/b/{slot.activity_id}").text
    data = fields(page, f"/b/{slot.activity_id}") | {"name": "Linh", "phone": "514 555-0142"}
    for headers in ({"Origin": "https://ailleurs.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert client.post(f"/b/{slot.activity_id}", data=data, headers=headers).status_code == 403
    assert SignUp.select().count() == 0


def test_a_full_time_puts_one_on_the_waiting_list_with_how_many_are_before(app, client, slot):
    for name in ("Un", "Deux", "Trois"):
        within(app, helpers.sign_up, slot, name)
    answer = fill(client, f"/b/{slot.activity_id}")
    page = client.get(answer.location).text
    assert heading(page) == "Vous êtes sur la liste d’attente."
    assert "Il y a 1 personne avant vous." in page
    assert "Trois" not in page


def test_a_time_that_closes_meanwhile_is_said_and_the_others_stay(client, cafe, slot, monkeypatch):
    later = helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=7))
    page = client.get(f"/b/{cafe.id}").text
    data = fields(page, f"/b/{cafe.id}") | {"name": "Linh", "phone": "514 555-0142", "slot": str(slot.id)}
    Slot.update(state="annulee").where(Slot.id == slot.id).execute()
    answer = client.post(f"/b/{cafe.id}", data=data)
    assert (answer.status_code, opened(answer.text)) == (422, "moment")
    assert f'value="{later.id}"' in answer.text


@pytest.mark.slow
def test_a_whole_evening_signs_up_from_one_address_and_a_program_does_not_go_on_for_ever(client, cafe):
    helpers.slot(cafe, capacity=500)
    for number in range(SIGN_UPS.most):
        assert fill(client, f"/b/{cafe.id}", name=f"Parent {number}").status_code == 303
    answer = fill(client, f"/b/{cafe.id}")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert heading(answer.text) == "Un instant, s’il vous plaît"
    other = client.post(f"/b/{cafe.id}", data={}, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    assert other.status_code == 422


@pytest.mark.parametrize("path", ["/b/appel", "/b/autre-fois"])
def test_asking_to_be_called_puts_one_on_the_calls_to_make_once(client, cast, events, path):
    for _time in range(2):
        answer = fill(client, path, "ar", name="سميرة حداد", words="في المساء")
    assert answer.status_code == 303
    assert heading(client.get(answer.location).text) == "شكرًا! تم التسجيل."
    notice = Notice.get()
    assert (notice.reason, notice.name, notice.phone_digits) == ("appeler", "سميرة حداد", "5145550142")
    assert (notice.language, notice.means) == ("ar", "telephone")
    assert "في المساء" in notice.words
    assert Notice.select().count() == 1
    assert len(events("notice.asked")) == 1


def test_a_call_needs_a_name_and_a_number(client, cast):
    answer = fill(client, "/b/appel", name="", phone="")
    assert answer.status_code == 422
    assert "Écrivez votre nom." in answer.text
    assert "Écrivez votre numéro de téléphone." in answer.text
    assert markup.faults(answer.text) == []


def test_nul_bytes_and_invisible_characters_harm_nothing(client, slot):
    answer = fill(client, f"/b/{slot.activity_id}", name="Li\x00nh", message="a\x00b")
    assert answer.status_code == 303
    assert SignUp.get().name == "Linh"

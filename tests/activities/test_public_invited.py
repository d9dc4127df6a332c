"""A family's invitation page: yes by the form, no, another time, or « call me » in one tap; looking marks nothing."""

from __future__ import annotations

import pytest

from schoolapp.activities import invitation
from schoolapp.activities.invitation import Chosen, Invitation
from schoolapp.activities.models import Activity, SignUp, Slot
from schoolapp.audit.models import AuditEvent
from tests.activities import helpers
from tests.activities.parents import card_of, fill, heading, with_a_phone, within
from tests.guards import markup


@pytest.fixture
def visit(cast):
    with_a_phone()
    return helpers.activity(cast.agent, kind="visite", title="Visite de l’école", audience="invites")


@pytest.fixture
def slot(visit):
    return helpers.slot(visit, capacity=3)


@pytest.fixture
def invited(app, cast, visit, slot) -> Invitation:
    chosen = [Chosen(cast.haddad.id, "ar", "papier")]
    within(app, invitation.invite, visit, chosen, by=cast.agent)
    return Invitation.get()


@pytest.fixture
def page_of(app, invited) -> str:
    with app.test_request_context():
        return f"/i/{invited.token}"


def state() -> str:
    return Invitation.get().state


def test_the_invitation_is_in_the_family_s_language_and_tells_nothing_of_it(client, page_of):
    page = client.get(page_of).text
    assert '<html lang="ar" dir="rtl">' in page
    assert heading(page) == "المدرسة تدعوكم."
    assert [word for word in ("Haddad", "Samira", "Yasmine", "302", "438") if word in page] == []
    assert markup.faults(page) == []


def test_looking_at_it_marks_nothing(client, page_of):
    before = Invitation.get().__data__, AuditEvent.select().count()
    for path in ("", "/oui", "/non", "/appel", "/autre-fois"):
        for method in (client.get, client.head):
            assert method(f"{page_of}{path}").status_code in {200, 405}
    assert (Invitation.get().__data__, AuditEvent.select().count()) == before


def test_yes_signs_the_family_up(app, client, cast, page_of, events):
    answer = fill(client, f"{page_of}/oui", "ar", name="سميرة")
    row = SignUp.get()
    assert answer.location == f"{card_of(app, row)}?langue=ar"
    assert (row.family_id, row.name, row.state) == (cast.haddad.id, "سميرة", "inscrit")
    assert state() == "oui"
    assert Invitation.get().sign_up_id == row.id
    assert [event.family_id for event in events("invitation.answered")] == [cast.haddad.id]
    page = client.get(f"{page_of}?langue=fr").text
    assert "Vous avez dit oui." in page
    assert "/oui" not in page


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        ("non", "non", "Merci de nous l’avoir dit."),
        ("autre-fois", "autre_moment", "Nous vous inviterons de nouveau."),
        ("appel", "appeler", "l’école vous appellera."),
    ],
)
def test_one_tap_answers_and_stops_the_reminders(client, page_of, act, said, words):
    answer = client.post(f"{page_of}/{act}?langue=fr")
    assert answer.status_code == 303
    assert words in client.get(answer.location).text
    assert state() == said
    assert Invitation.get().reminders_stopped


def test_who_said_yes_then_no_gives_the_place_back(client, page_of, slot):
    fill(client, f"{page_of}/oui")
    client.post(f"{page_of}/non")
    assert SignUp.get().state == "annule_parent"
    assert Slot.get_by_id(slot.id).taken == 0
    assert state() == "non"


def test_leaving_from_the_card_is_a_no_and_coming_back_a_yes(app, client, page_of):
    fill(client, f"{page_of}/oui")
    card = card_of(app, SignUp.get())
    client.post(f"{card}/annulation")
    assert state() == "non"
    client.post(f"{card}/retour")
    assert state() == "oui"
    assert Invitation.get().sign_up.state == "inscrit"


def test_a_missing_answer_is_said_and_the_invitation_still_waits(client, page_of, events):
    answer = fill(client, f"{page_of}/oui", name="")
    assert answer.status_code == 422
    assert markup.faults(answer.text) == []
    assert state() == "vue"
    assert len(events("invitation.seen")) == 1


def test_an_activity_that_is_called_off_says_so_and_takes_no_answer(client, page_of, visit):
    Activity.update(state="annulee").where(Activity.id == visit.id).execute()
    page = client.get(f"{page_of}?langue=fr").text
    assert "Cette activité est annulée." in page
    assert "<form" not in page
    assert client.get(f"{page_of}/oui").status_code == 404


def test_a_renewed_invitation_opens_nothing_any_more(app, client, cast, page_of, invited):
    within(app, invited.renew, invited.version, by=cast.agent)
    assert client.get(page_of).status_code == 404
    assert client.post(f"{page_of}/non").status_code == 404


def test_the_code_of_the_sheet_leads_to_the_invitation(app, client, page_of, invited):
    with app.test_request_context():
        code = invited.code
    answer = client.post("/code?langue=fr", data={"code": code.lower()})
    assert answer.location == f"{page_of}?langue=fr"
    assert state() == "vue", "somebody typed what the sheet says"


def test_the_activity_of_an_invitation_is_not_on_the_open_list(client, visit, slot):
    assert "Visite de l’école" not in client.get("/b").text
    assert client.get(f"/b/{visit.id}").status_code == 404

"""One's own sign-up, by its secret address or its code: see it, leave it, change it, take a place that got free."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from schoolapp.activities.limits import ACTS
from schoolapp.activities.models import Activity, SignUp, SignUpConsent, Slot
from schoolapp.audit.models import AuditEvent
from schoolapp.mail.letters import letter_of
from schoolapp.mail.models import OutgoingMail
from tests.activities import helpers
from tests.activities.parents import card_of, code_of, fields, fill, heading, with_a_phone, within
from tests.guards import markup

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def cafe(cast):
    with_a_phone()
    return helpers.activity(cast.agent)


@pytest.fixture
def slot(cafe):
    return helpers.slot(cafe, capacity=1)


@pytest.fixture
def row(app, slot) -> SignUp:
    return within(app, helpers.sign_up, slot, "Samira Haddad", language="ar")


@pytest.fixture
def card(app, row) -> str:
    return card_of(app, row)


def state(row: SignUp) -> str:
    return SignUp.get_by_id(row.id).state


def test_the_card_is_in_the_language_of_whoever_signed_up_and_well_made(client, card):
    page = client.get(card).text
    assert '<html lang="ar" dir="rtl">' in page
    assert heading(page) == "تم التسجيل. إلى اللقاء قريبًا!"
    assert markup.faults(page) == []
    french = client.get(f"{card}?langue=fr").text
    assert heading(french) == "C’est noté. À bientôt!"
    assert "<bdi>Samira Haddad</bdi>" in french
    assert "514 555-0100" in french


def test_a_preview_of_the_address_changes_nothing(client, card, row):
    before = SignUp.get_by_id(row.id).__data__, AuditEvent.select().count()
    for path in ("", "/moment", "/calendrier.ics", "/annulation", "/place", "/retour"):
        for method in (client.get, client.head):
            assert method(f"{card}{path}").status_code in {200, 405, 409}
    assert (SignUp.get_by_id(row.id).__data__, AuditEvent.select().count()) == before


@pytest.mark.parametrize(
    "path", ["/m/inconnu", "/m/inconnu/moment", "/m/inconnu/calendrier.ics", "/i/inconnu", "/i/inconnu/oui", "/m/é%00"]
)
def test_whatever_is_wrong_with_an_address_its_page_is_the_same(client, card, row, path):
    pages = {client.get("/m/unknown?langue=fr").text, client.get(f"{path}?langue=fr").text}
    SignUp.update(token_digest="0" * 64).where(SignUp.id == row.id).execute()  # revoked
    revoked = client.get(f"{card}?langue=fr")
    assert revoked.status_code == 404
    assert {*pages, revoked.text} == pages
    assert len(pages) == 1
    assert heading(revoked.text) == "Ce lien ne fonctionne plus"
    assert markup.faults(revoked.text) == []


def test_an_address_ends_some_time_after_the_day(client, card, frozen):
    frozen.set(helpers.STARTS + timedelta(days=10))
    assert heading(client.get(f"{card}?langue=fr").text) == "C’est passé. Merci!"
    frozen.move(days=60)
    assert client.get(card).status_code == 404


@pytest.mark.parametrize("path", ["annulation", "retour", "place", "moment"])
def test_an_act_on_an_unknown_address_is_the_same_page(client, cast, path):
    assert client.post(f"/m/inconnu/{path}").status_code == 404


def test_one_tap_says_that_one_cannot_come_and_the_place_is_free_again(client, card, row, slot, events):
    answer = client.post(f"{card}/annulation?langue=fr")
    assert answer.status_code == 303
    assert heading(client.get(answer.location).text) == f"C’est noté{NBSP}: vous ne venez pas."
    assert state(row) == "annule_parent"
    assert Slot.get_by_id(slot.id).taken == 0
    assert [event.actor_id for event in events("sign_up.cancelled")] == [None]
    assert client.post(f"{card}/annulation").status_code == 303
    assert len(events("sign_up.cancelled")) == 1


def test_who_said_no_may_come_after_all_once(app, client, card, row):
    within(app, SignUpConsent.create, sign_up=row.id, purpose="rappels", wording="2026-11", given_at=row.created_at)
    client.post(f"{card}/annulation")
    first, second = (client.post(f"{card}/retour?langue=fr") for _time in range(2))
    assert first.location == second.location
    again = SignUp.get(SignUp.id != row.id)
    assert (again.name, again.state, again.phone_digits) == ("Samira Haddad", "inscrit", row.phone_digits)
    assert [consent.purpose for consent in SignUpConsent.select().where(SignUpConsent.sign_up == again.id)] == [
        "rappels"
    ]
    assert SignUp.select().count() == 2


def test_coming_back_to_a_time_that_closed_says_so(client, card, slot):
    client.post(f"{card}/annulation")
    Slot.update(state="annulee").where(Slot.id == slot.id).execute()
    answer = client.post(f"{card}/retour?langue=fr")
    assert answer.status_code == 409
    assert "Ce moment vient de fermer." in answer.text


def test_near_the_day_one_calls_the_school_instead(client, card, row, cafe, frozen):
    Activity.update(cancel_hours=24).where(Activity.id == cafe.id).execute()
    frozen.set(helpers.STARTS - timedelta(hours=25))
    assert "Je ne peux pas venir" in client.get(f"{card}?langue=fr").text
    frozen.move(hours=2)
    page = client.get(f"{card}?langue=fr").text
    assert "Je ne peux pas venir" not in page
    assert "appelez l’école" in page
    client.post(f"{card}/annulation")
    assert state(row) == "inscrit"


def test_another_time_is_chosen_among_those_that_have_a_place(app, client, card, row, slot, cafe):
    assert "/moment" not in client.get(card).text
    later = helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=7))
    full = helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=14))
    within(app, helpers.sign_up, full, "Quelqu’un")
    page = client.get(f"{card}/moment?langue=fr").text
    assert markup.faults(page) == []
    assert f'value="{later.id}"' in page
    assert f'value="{full.id}"' not in page
    answer = client.post(f"{card}/moment?langue=fr", data={"slot": str(later.id)})
    assert answer.status_code == 303
    assert SignUp.get_by_id(row.id).slot_id == later.id
    assert [Slot.get_by_id(one.id).taken for one in (slot, later)] == [0, 1]


@pytest.mark.parametrize("chosen", ["", "0", "99999", "9" * 30, "abc", "-1"])
def test_a_time_that_is_not_one_of_the_activity_is_refused(client, card, row, cafe, chosen):
    helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=7))
    answer = client.post(f"{card}/moment?langue=fr", data={"slot": chosen})
    assert answer.status_code == 422
    assert "Choisissez un moment." in answer.text
    assert markup.faults(answer.text) == []


def test_a_time_that_fills_up_meanwhile_is_refused_and_one_s_own_is_kept(app, client, card, row, slot, cafe):
    later = helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=7))
    helpers.slot(cafe, starts=helpers.STARTS + timedelta(days=14))
    within(app, helpers.sign_up, later, "Quelqu’un")
    answer = client.post(f"{card}/moment?langue=fr", data={"slot": str(later.id)})
    assert answer.status_code == 409
    assert "Vous gardez le vôtre." in answer.text
    assert SignUp.get_by_id(row.id).slot_id == slot.id


def test_the_calendar_file_is_read_by_another_program(app, client, card, row, slot):
    answer = client.get(f"{card}/calendrier.ics?langue=fr")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    event = Calendar.from_ical(answer.data).walk("VEVENT")[0]
    assert event.decoded("dtstart") == slot.starts_at
    assert event.decoded("dtend") == slot.ends_at
    assert event["summary"] == "Café du mardi"
    assert code_of(app, row) in event["description"]
    assert event["url"].endswith(card)
    assert slot.uid in event["uid"]


def test_a_cancelled_time_says_so_on_the_card(client, card, slot):
    Slot.update(state="annulee").where(Slot.id == slot.id).execute()
    page = client.get(f"{card}?langue=fr").text
    assert heading(page) == "Cette activité est annulée."
    assert "calendrier.ics" not in page


def test_the_same_person_twice_is_one_card(app, client, card, row, slot):
    other = within(app, helpers.sign_up, slot, "Samira Haddad")
    SignUp.update(merged_into=row.id).where(SignUp.id == other.id).execute()
    assert client.get(f"{card_of(app, other)}?langue=fr").text == client.get(f"{card}?langue=fr").text


# ---- the waiting list


@pytest.fixture
def waiting(app, row, slot) -> SignUp:
    return within(app, helpers.sign_up, slot, "Marc Tremblay", email="marc@famille.example", language="es")


def test_a_place_that_gets_free_is_offered_by_mail_in_the_person_s_language(app, client, card, waiting):
    client.post(f"{card}/annulation")
    mail = OutgoingMail.get()
    assert (mail.address, mail.kind, mail.body) == ("marc@famille.example", "offer", "")
    letter = within(app, letter_of, mail)
    assert (letter.subject, letter.language) == ("Hay un lugar libre para usted.", "es")
    assert card_of(app, waiting) in letter.body
    assert "miércoles 18 de noviembre a las 10:00" in letter.body
    assert "Samira" not in letter.body
    page = client.get(f"{card_of(app, waiting)}?langue=fr").text
    assert heading(page) == "Une place est libre pour vous."
    assert markup.faults(page) == []


def test_a_mail_that_leaves_after_the_deadline_is_not_sent(app, client, card, waiting, frozen):
    client.post(f"{card}/annulation")
    frozen.move(hours=25)
    assert within(app, letter_of, OutgoingMail.get()) is None


def test_without_an_address_nobody_is_written_to_and_the_calls_to_make_have_them(app, client, card, slot):
    within(app, helpers.sign_up, slot, "Linh Nguyen")
    client.post(f"{card}/annulation")
    assert OutgoingMail.select().count() == 0
    assert SignUp.get(SignUp.name == "Linh Nguyen").notices.get().means == "telephone"


def test_a_place_that_is_offered_is_taken_by_one_tap(app, client, card, waiting, slot):
    client.post(f"{card}/annulation")
    answer = client.post(f"{card_of(app, waiting)}/place?langue=fr")
    assert answer.status_code == 303
    assert state(waiting) == "inscrit"
    assert Slot.get_by_id(slot.id).taken == 1


def test_after_the_deadline_the_place_is_no_longer_kept(app, client, card, waiting, frozen):
    client.post(f"{card}/annulation")
    frozen.move(hours=25)
    page = client.get(f"{card_of(app, waiting)}?langue=fr").text
    assert heading(page) == "Vous êtes sur la liste d’attente."
    answer = client.post(f"{card_of(app, waiting)}/place?langue=fr")
    assert answer.status_code == 409
    assert "n’est plus gardée pour vous" in answer.text
    assert state(waiting) == "attente"


def test_a_place_taken_without_an_offer_is_refused(app, client, waiting):
    assert client.post(f"{card_of(app, waiting)}/place").status_code == 409
    assert state(waiting) == "attente"


def test_who_waits_may_leave_the_list_at_any_time(app, client, waiting, cafe, frozen):
    Activity.update(cancel_hours=48).where(Activity.id == cafe.id).execute()
    frozen.set(helpers.STARTS - timedelta(hours=1))
    client.post(f"{card_of(app, waiting)}/annulation")
    assert state(waiting) == "annule_parent"


# ---- the whole way


@pytest.mark.slow
def test_nobody_changes_their_mind_for_ever(client, card, row):
    for _time in range(ACTS.most):
        assert client.post(f"{card}/moment", data={"slot": ""}).status_code in {409, 422}
    assert client.post(f"{card}/annulation").status_code == 429
    assert state(row) == "inscrit"


def test_the_whole_way_by_the_form(client, cafe, slot):
    answer = fill(client, f"/b/{cafe.id}", "zh", name="王小明")
    page = client.get(answer.location).text
    assert '<html lang="zh-Hans" dir="ltr">' in page
    assert "王小明" in page
    action = f"{answer.location.partition('?')[0]}/annulation"
    assert fields(page, "/annulation") == {}
    assert client.post(f"{action}?langue=zh").status_code == 303
    assert SignUp.get().state == "annule_parent"
    assert SignUp.get().language == "zh"


def test_a_year_later_nothing_is_left_to_guess(client, frozen, card):
    frozen.set(datetime(2027, 12, 8, tzinfo=UTC))
    assert client.get(card).status_code == 404

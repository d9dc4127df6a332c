"""Mails to families: invitations and reminders, written as they leave, stopped by a refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp.activities import invitation_letters, places, reminders
from schoolapp.activities import invitation_queries as queries
from schoolapp.activities.invitation import Invitation
from schoolapp.activities.models import SignUp, SignUpConsent
from schoolapp.activities.persons import Person
from schoolapp.families.models import Guardian
from schoolapp.mail import delivery
from schoolapp.mail.models import OutgoingMail
from tests.activities.invited import activity, invitation, slot
from tests.mail.conftest import configure, office, serve  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def post(app, office, serve, configure):  # noqa: F811
    """A mail server that takes everything."""
    configure(smtp_port=serve())
    return office


@pytest.fixture
def cafe(cast):
    made = activity(cast, place="Bibliothèque")
    slot(made, 7)
    Guardian.update(email="samira@famille.example").where(Guardian.name == "Samira Haddad").execute()
    return made


def send(cast, cafe):
    cast.agent.school = cast.school
    return invitation_letters.send(cafe, queries.to_mail(cast.agent, cafe), by=cast.agent)


def addresses(office):  # noqa: F811
    return [recipients[0] for recipients in office.recipients]


def test_an_invitation_leaves_in_the_family_s_language_then_in_french_and_is_noted_as_handed_out(cast, cafe, post):
    one = invitation(cafe, cast.haddad, cast, "courriel", "ar")
    invitation(cafe, cast.oconnor, cast, "papier")
    assert send(cast, cafe) == 1
    assert Invitation.get_by_id(one.id).state == "remise"
    assert delivery.deliver() == 1
    mail, text = post.mails[0], post.text()
    assert addresses(post) == ["samira@famille.example"]
    assert str(mail["Subject"]) == "دعوة: Café du mardi"
    assert "École des Deux-Rives" in str(mail["From"])
    assert mail["Content-Language"] == "ar"
    assert text.index("مرحبا!") < text.index("Bonjour!")
    assert text.count(f"https://lien.ecole.example/i/{one.token}") == 2
    assert "Café du mardi" in text
    assert "Où\xa0: Bibliothèque" in text


def test_what_opens_an_invitation_is_not_kept_in_the_outbox(cast, cafe, post):
    one = invitation(cafe, cast.haddad, cast, "courriel", "ar")
    send(cast, cafe)
    delivery.deliver()
    kept = " ".join(str(value) for value in OutgoingMail.get().__data__.values())
    assert one.token not in kept
    assert one.code not in kept
    assert OutgoingMail.get().body == ""


def test_pressed_twice_it_leaves_once(cast, cafe, post):
    invitation(cafe, cast.haddad, cast, "courriel")
    cast.agent.school = cast.school
    waiting = queries.to_mail(cast.agent, cafe)
    assert [invitation_letters.send(cafe, waiting, by=cast.agent) for _again in range(2)] == [1, 0]
    assert send(cast, cafe) == 0
    assert delivery.deliver() == 1


@pytest.mark.parametrize("what", ["answered", "withdrawn", "cancelled", "another address", "past"])
def test_a_mail_that_has_no_object_any_more_does_not_leave(cast, cafe, post, what, frozen):
    one = invitation(cafe, cast.haddad, cast, "courriel")
    send(cast, cafe)
    if what == "answered":
        one.answer("non")
    elif what == "withdrawn":
        one.withdraw(by=cast.agent)
    elif what == "cancelled":
        cafe.change(1, state="annulee")
    elif what == "past":
        frozen.move(days=8)
    else:
        Guardian.update(email="autre@famille.example").where(Guardian.name == "Samira Haddad").execute()
    assert delivery.deliver() == 0
    assert post.mails == []
    assert OutgoingMail.get().state == "replaced"


def morning(frozen, days):
    """So many days before the time of the café, at nine."""
    frozen.move(days=7 - days, hours=-1)


@pytest.mark.parametrize(("days", "mails"), [(4, 0), (3, 1), (2, 0), (1, 1), (0, 0)])
def test_invited_families_without_an_answer_are_reminded_three_days_and_one_day_before(
    cast, cafe, post, frozen, days, mails
):
    invitation(cafe, cast.haddad, cast, "courriel", "en")
    invitation(cafe, cast.oconnor, cast, "papier")
    send(cast, cafe)
    delivery.deliver()
    post.mails.clear()
    morning(frozen, days)
    assert reminders.send_due() == mails
    assert reminders.send_due() == 0
    assert delivery.deliver() == mails
    assert [str(mail["Subject"]) for mail in post.mails] == ["Reminder: Café du mardi"] * mails


def test_one_refusal_stops_the_reminders_even_those_already_in_the_outbox(cast, cafe, post, frozen):
    one = invitation(cafe, cast.haddad, cast, "courriel")
    send(cast, cafe)
    delivery.deliver()
    morning(frozen, 3)
    assert reminders.send_due() == 1
    one.answer("non")
    assert delivery.deliver() == 0
    frozen.move(days=2)
    assert reminders.send_due() == 0
    assert len(post.mails) == 1


def test_nothing_leaves_before_the_school_s_morning(cast, cafe, post, frozen):
    invitation(cafe, cast.haddad, cast, "courriel")
    send(cast, cafe)
    delivery.deliver()
    frozen.move(days=4, hours=-4)
    assert reminders.send_due() == 0
    frozen.move(hours=4)
    assert reminders.send_due() == 1


def coming(cafe, email="linh@famille.example", language="fr", *, agreed=True):
    row = places.sign_up(cafe.slots[0].id, Person("Linh Nguyen", email=email, language=language), by=None)
    if agreed:
        SignUpConsent.create(sign_up=row, purpose="rappels", wording="1", given_at=row.created_at)
    return row


def test_who_comes_and_agreed_is_reminded_with_the_way_to_cancel(cast, cafe, post, frozen):
    row = coming(cafe, language="es")
    coming(cafe, "sans@famille.example", agreed=False)
    coming(cafe, "")
    for days in (3, 1):
        frozen.move(days=4 if days == 3 else 2)
        assert reminders.send_due() == 1
        assert delivery.deliver() == 1
    assert addresses(post) == ["linh@famille.example"] * 2
    assert str(post.mails[0]["Subject"]) == "Recordatorio: Café du mardi"
    text = post.text()
    assert "/m/" in text
    assert row.token_nonce not in text
    assert text.index("Le esperamos") < text.index("Nous vous attendons")


@pytest.mark.parametrize("what", ["cancelled", "moved"])
def test_who_does_not_come_any_more_is_not_reminded(cast, cafe, post, frozen, what):
    row = coming(cafe)
    frozen.move(days=4)
    assert reminders.send_due() == 1
    if what == "cancelled":
        places.cancel(SignUp.get_by_id(row.id), by=None)
    else:
        places.move(SignUp.get_by_id(row.id), slot(cafe, 20).id, by=None)
    assert delivery.deliver() == 0


def test_who_signs_up_today_for_tomorrow_needs_no_reminder(cast, cafe, post, frozen):
    frozen.move(days=6)
    coming(cafe)
    assert reminders.send_due() == 0


def test_a_mail_that_cannot_be_written_stops_no_other(cast, cafe, post, monkeypatch):
    invitation(cafe, cast.haddad, cast, "courriel")
    send(cast, cafe)
    broken = OutgoingMail.create(
        key="invitation:x:y:z", kind="invitation", address="a@b.example", created_at=cafe.created_at,
        next_at=cafe.created_at - timedelta(hours=1),
    )  # fmt: skip
    assert delivery.deliver() == 1
    kept = OutgoingMail.get_by_id(broken.id)
    assert (kept.state, kept.problem, kept.attempts) == ("waiting", "content", 1)

"""Who signed up with an address is told by a mail that an activity is called off, and ticked off once it has left."""

from __future__ import annotations

import pytest

from schoolapp.activities import notices, planning, sign_ups
from schoolapp.activities.models import Notice, SignUp
from schoolapp.mail import delivery
from schoolapp.mail.models import OutgoingMail
from tests.activities.helpers import activity, sign_up, slot
from tests.mail.conftest import configure, office, serve  # noqa: F401 - fixtures


@pytest.fixture
def called_off(app, cast, office, serve, configure):  # noqa: F811
    """Three people of an activity that is called off: two with an address, one with a number only."""
    configure(smtp_port=serve())
    made = activity(cast.agent)
    with app.test_request_context():
        time = slot(made, capacity=5)
        sign_up(time, "Linh Nguyen", email="linh@famille.example", phone="", language="es")
        sign_up(time, "Marc", email="marc@famille.example", phone="")
        sign_up(time, "Samira")
        planning.cancel(made, by=cast.agent)
    return made


def deliver(app):
    with app.test_request_context():
        return delivery.deliver()


def test_they_are_told_in_their_language_and_ticked_off_once_the_mail_has_left(
    app,
    cast,
    called_off,
    sign_in,
    office,  # noqa: F811
    events,
):
    browser = sign_in(cast.secretariat)
    page = browser.get(f"/calendrier/a-prevenir?activite={called_off.id}").text
    assert "Envoyer 2 courriels" in page
    answer = browser.post("/calendrier/a-prevenir/courriels", data={"activite": called_off.id})
    assert answer.status_code == 303
    assert Notice.select().where(Notice.told_at.is_null()).count() == 3
    assert deliver(app) == 2
    told = {row.sign_up.name: (row.told_means, row.told_by_id) for row in Notice.select() if row.told_at}
    assert told == {"Linh Nguyen": ("courriel", None), "Marc": ("courriel", None)}
    texts = {
        recipients[0]: mail.get_content() for recipients, mail in zip(office.recipients, office.mails, strict=True)
    }
    assert texts["linh@famille.example"].startswith("¡Hola!")
    assert "Bonjour! L’activité" in texts["linh@famille.example"]
    assert texts["marc@famille.example"].count("est annulée") == 1
    assert len(events("notice.told")) == 2
    page = browser.get(f"/calendrier/a-prevenir?activite={called_off.id}").text
    assert "Envoyer" not in page.partition("notices")[0]
    assert "Prévenue par courriel" in page.replace("\xa0", " ")


def test_pressed_twice_or_told_otherwise_meanwhile_nobody_is_written_to_twice(app, cast, called_off, sign_in, office):  # noqa: F811
    browser = sign_in(cast.agent)
    for _again in range(2):
        browser.post("/calendrier/a-prevenir/courriels")
    assert OutgoingMail.select().count() == 2
    with app.test_request_context():
        marc = Notice.get(Notice.sign_up == SignUp.get(SignUp.name == "Marc"))
        sign_ups.tell(marc, "en_personne", by=cast.agent)
    assert deliver(app) == 1
    assert [mail.state for mail in OutgoingMail.select().order_by(OutgoingMail.address)] == ["sent", "replaced"]


def test_while_the_mail_server_refuses_they_are_still_to_be_told(app, cast, called_off, sign_in, office):  # noqa: F811
    office.answers["marc@famille.example"] = "550 No such user"
    sign_in(cast.agent).post("/calendrier/a-prevenir/courriels")
    assert deliver(app) == 1
    with app.test_request_context():
        cast.agent.school = cast.school
        waiting = {line.name for line in notices.pending(cast.agent) if not line.told}
    assert waiting == {"Marc", "Samira"}


def test_a_teacher_sends_those_of_their_own_activities_only(app, cast, called_off, sign_in):
    assert sign_in(cast.prof).post("/calendrier/a-prevenir/courriels").status_code == 303
    assert OutgoingMail.select().count() == 0

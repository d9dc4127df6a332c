"""Reminders by mail, three days and one day before: to those who come and asked for it, and to invited families who
have not answered. Once each, in the morning, in the language of whoever receives it.

They are put in the outbox without their words: whoever cancels or says no in the meantime receives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import peewee
from flask_babel import gettext as _

from schoolapp import clock, periodic, tokens
from schoolapp.accounts.models import School
from schoolapp.activities import invitation_letters as letters
from schoolapp.activities import invitation_texts as texts
from schoolapp.activities.invitation import Invitation, may_be_reminded
from schoolapp.activities.invitation_means import homes
from schoolapp.activities.invitation_texts import Occasion
from schoolapp.activities.invitation_vocabulary import EMAIL, HANDED, SEEN
from schoolapp.activities.models import Activity, SignUp, SignUpConsent, Slot
from schoolapp.activities.places import ADDRESS
from schoolapp.activities.public_words import span_words
from schoolapp.activities.vocabulary import OPEN, SIGNED
from schoolapp.database import atomic
from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.formats import local, to_utc
from schoolapp.i18n import speaking
from schoolapp.mail import outbox
from schoolapp.mail.letters import Letter, register_writer
from schoolapp.mail.models import OutgoingMail

KIND = "inscription-rappel"
DAYS_BEFORE = (3, 1)
HOUR = 8  # of the school's morning
CONSENT = "rappels"


def send_due() -> int:
    """What the clock does: the reminders of today, once, from eight in the morning on. Returns how many mails."""
    school = School.get_or_none(School.id == 1)
    if school is None:
        return 0
    clock.use_zone(school.time_zone)
    today = f"{clock.today()}"
    if local(clock.now()).hour < HOUR or outbox.has_run("reminders", today):
        return 0
    with atomic():
        if not outbox.first_to("reminders", today):
            return 0
        count = sum(_of_day(days) for days in DAYS_BEFORE)
        if count:
            outbox.leave_soon()
    return count


def _day(days: int) -> tuple[datetime, datetime]:
    """The bounds of the school's day in so many days."""
    first = clock.today() + timedelta(days=days)
    return to_utc(first, time()), to_utc(first + timedelta(days=1), time())


def _of_day(days: int) -> int:
    count = 0
    for row in _coming(*_day(days)):
        key = f"{KIND}:{row.id}:{row.slot_id}:{days}"
        count += outbox.put_outside(key, KIND, row.email) is not None
    for activity, invited in _waiting(*_day(days)):
        count += letters.remind(activity, invited, f"{days}")
    return count


def _coming(start: datetime, end: datetime) -> Iterator[SignUp]:
    """Who comes on that day, gave an address and agreed to be reminded; not those who signed up today."""
    agreed = SignUpConsent.select(SignUpConsent.sign_up).where(SignUpConsent.purpose == CONSENT)
    known = SignUp.created_at < to_utc(clock.today(), time())
    mine = (SignUp.state == SIGNED) & SignUp.merged_into.is_null() & (SignUp.email != "") & known
    rows = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity).where(mine & SignUp.id.in_(agreed))
    there = (Slot.starts_at >= start) & (Slot.starts_at < end) & (Slot.state == OPEN) & (Activity.state == OPEN)
    yield from rows.where(there).order_by(SignUp.id)


def _waiting(start: datetime, end: datetime) -> Iterator[tuple[Activity, list[letters.Reminded]]]:
    """The families invited by mail, without an answer, to an activity whose next time is on that day."""
    now = clock.now()
    times = Slot.select(Slot.activity).where((Slot.state == OPEN) & (Slot.starts_at > now)).group_by(Slot.activity)
    first = peewee.fn.MIN(Slot.starts_at)
    soonest = times.having((first >= start) & (first < end))
    open_now = Activity.closes_at.is_null() | (Activity.closes_at > now)
    for activity in Activity.select().where(Activity.id.in_(soonest) & (Activity.state == OPEN) & open_now):
        mine = (Invitation.activity == activity.id) & (Invitation.means == EMAIL) & may_be_reminded()
        rows = list(Invitation.select().where(mine & Invitation.state.in_([HANDED, SEEN])).order_by(Invitation.id))
        people = homes(row.family_id for row in rows)
        yield activity, [letters.Reminded(row.id, people[row.family_id]) for row in rows if row.family_id in people]


def write(mail: OutgoingMail) -> Letter | None:
    """The words of a reminder as it leaves; None when this person does not come any more."""
    _kind, sign_up_id, slot_id, _days = mail.key.split(":")
    mine = (SignUp.id == int(sign_up_id)) & (SignUp.slot == int(slot_id)) & (SignUp.email == mail.address)
    rows = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity)
    row = rows.where(mine & (SignUp.state == SIGNED) & SignUp.merged_into.is_null()).first()
    if row is None or not (row.slot.open and row.slot.activity.open) or row.slot.starts_at <= clock.now():
        return None
    occasion = Occasion.of(row.slot.activity, [row.slot], School.get_by_id(1))
    with speaking(row.language) as speech:
        subject = _("Rappel : %(title)s", title=occasion.told.title)[:200]
        parts = [_body(row, occasion)]
    if row.language != SCHOOL_LANGUAGE:
        with speaking(SCHOOL_LANGUAGE):
            parts.append(_body(row, occasion))
    return Letter(subject, letters.RULE.join(parts) + "\n", occasion.school, speech.tag)


def _body(row: SignUp, occasion: Occasion) -> str:
    activity, slot = row.slot.activity, row.slot
    facts = [span_words(slot.starts_at, slot.ends_at)]
    facts += [_("Où : %(place)s", place=activity.place)] if activity.place else []
    facts += [_("À apporter : %(what)s", what=activity.bring)] if activity.bring else []
    link = texts.address(f"/m/{tokens.token(ADDRESS, row.token_nonce)}")
    paragraphs = [
        _("Bonjour!"),
        _("Nous vous attendons : %(title)s", title=occasion.told.title),
        "\n".join(f"- {fact}" for fact in facts),
        "\n".join(occasion.comforts()),
        _("Pour changer de moment ou annuler : %(link)s", link=link),
        _("Une question? Appelez l’école : %(phone)s", phone=occasion.phone) if occasion.phone else "",
        occasion.school,
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def register() -> None:
    """Have the outbox know these mails, and the clock set them off."""
    register_writer(letters.INVITATION, letters.write)
    register_writer(letters.REMINDER, letters.write_reminder)
    register_writer(KIND, write)
    periodic.every_minute("activities.reminders", send_due)

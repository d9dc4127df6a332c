"""Mails to those who are to be told: an activity is called off, or its time or place changed.

Somebody of the school decides that they leave. A person is ticked off once their mail has really left, and by nobody:
while the mail server refuses it, they are still to be told.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import School
from schoolapp.activities import public_notices, sign_ups
from schoolapp.activities.invitation_letters import RULE
from schoolapp.activities.invitation_texts import Occasion
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.activities.notices import Line
from schoolapp.activities.public_words import told
from schoolapp.activities.vocabulary import CALLED_OFF, CHANGED
from schoolapp.database import atomic
from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.i18n import speaking
from schoolapp.mail import outbox
from schoolapp.mail.letters import Letter, register_writer
from schoolapp.mail.models import OutgoingMail

KIND = "avis"
WRITTEN = (CALLED_OFF, CHANGED)  # a place that got free has a mail of its own


def written(lines: Iterable[Line]) -> list[Line]:
    """Those of these people who can be told by a mail, and are not yet."""
    return [line for line in lines if line.email and not line.told and line.notice.reason in WRITTEN]


def send(lines: Iterable[Line]) -> int:
    """Put the mails of these people in the outbox, once each. Returns how many."""
    with atomic():
        count = sum(_put(line) for line in written(lines))
        if count:
            outbox.leave_soon()
    return count


def _put(line: Line) -> bool:
    return outbox.put_outside(f"{KIND}:{line.id}:{line.notice.version}", KIND, line.email) is not None


def write(mail: OutgoingMail) -> Letter | None:
    """The words as they leave, in the person's language then in French; none once they were told otherwise."""
    _kind, number, _version = mail.key.split(":")
    rows = Notice.select(Notice, SignUp, Slot, Activity).join(SignUp).join(Slot).join(Activity)
    waiting = (Notice.id == int(number)) & Notice.told_at.is_null() & Notice.dropped_at.is_null()
    notice = rows.where(waiting & (SignUp.email == mail.address)).first()
    if notice is None:
        return None
    school, row = School.get_by_id(1), notice.sign_up
    clock.use_zone(school.time_zone)
    code = public_notices.language_of(row.language)
    parts = [_body(notice, language, school) for language in dict.fromkeys((code, SCHOOL_LANGUAGE))]
    with speaking(code) as speech:
        subject = told(row.slot.activity).title[:200]
    body = RULE.join(parts) + "\n"
    return Letter(subject, body, school.name, speech.tag, lambda: sign_ups.tell(notice, "courriel", by=None))


def _body(notice: Notice, language: str, school: School) -> str:
    slot = notice.sign_up.slot
    occasion = Occasion.of(slot.activity, [slot], school)
    words = public_notices.said(notice.reason, language, slot.activity, slot)
    with speaking(language):
        call = _("Une question? Appelez l’école : %(phone)s", phone=occasion.phone) if occasion.phone else ""
    return "\n\n".join(part for part in (words, call, school.name) if part)


def register() -> None:
    """Have the outbox know these mails."""
    register_writer(KIND, write)

"""Mails to families: the invitation, and its reminders three days and one day before.

A mail is put in the outbox without its words: they are written as it leaves, so that the address it holds is stored
nowhere, and that a family who has just said no receives nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import School, User
from schoolapp.activities import invitation_texts as texts
from schoolapp.activities.invitation import Invitation, hand_out, may_be_reminded
from schoolapp.activities.invitation_means import Home
from schoolapp.activities.invitation_queries import Line, coming
from schoolapp.activities.invitation_texts import Occasion
from schoolapp.activities.models import Activity
from schoolapp.activities.public_words import span_words
from schoolapp.database import atomic
from schoolapp.families.models import Guardian
from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.i18n import speaking
from schoolapp.mail import outbox
from schoolapp.mail.letters import Letter
from schoolapp.mail.models import OutgoingMail
from schoolapp.records import NamedTuple

INVITATION, REMINDER = "invitation", "invitation-rappel"
RULE = "\n\n" + "-" * 40 + "\n\n"


class About(NamedTuple):
    """What the key of a mail says: the invitation, and whom it writes to."""

    invitation_id: int
    guardian_id: int


def key(kind: str, invitation_id: int, guardian_id: int, period: str) -> str:
    """The name of a mail, by which the same thing is never told twice."""
    return f"{kind}:{invitation_id}:{guardian_id}:{period}"


def about(mail: OutgoingMail) -> About:
    """What a mail of this room is about."""
    _kind, invitation_id, guardian_id, _period = mail.key.split(":")
    return About(int(invitation_id), int(guardian_id))


def send(activity: Activity, lines: Sequence[Line], *, by: User) -> int:
    """Put the invitations of these families in the outbox, and note them as handed out. Returns how many mails."""
    count, gone, now = 0, [], f"{clock.now():%Y%m%d%H%M}"  # sent twice at once, it leaves once
    with atomic():
        for line in lines:
            for adult in line.home.emails:
                put = outbox.put_outside(key(INVITATION, line.id, adult.id, now), INVITATION, adult.email)
                count += put is not None
                gone.append(line.id)
        if gone:
            hand_out(activity, gone, by=by)
            outbox.leave_soon()
    return count


def write(mail: OutgoingMail) -> Letter | None:
    """The words of an invitation as it leaves; None when there is no reason to send it any more."""
    found = _found(mail)
    if found is None:
        return None
    invitation, occasion = found
    return _letter(invitation, occasion)


def write_reminder(mail: OutgoingMail) -> Letter | None:
    """The words of a reminder as it leaves; None once the family answered, or stopped the reminders."""
    found = _found(mail)
    if found is None:
        return None
    invitation, occasion = found
    return _letter(invitation, occasion, reminder=True)


def _found(mail: OutgoingMail) -> tuple[Invitation, Occasion] | None:
    invitation_id, guardian_id = about(mail)
    waiting = (Invitation.id == invitation_id) & may_be_reminded()
    invitation = Invitation.select(Invitation, Activity).join(Activity).where(waiting).first()
    here = (Guardian.id == guardian_id) & (Guardian.email == mail.address) & Guardian.removed_at.is_null()
    if invitation is None or not invitation.activity.open or not Guardian.select().where(here).exists():
        return None
    slots = coming(invitation.activity)
    return (invitation, Occasion.of(invitation.activity, slots, School.get_by_id(1))) if slots else None


def _letter(invitation: Invitation, occasion: Occasion, *, reminder: bool = False) -> Letter:
    with speaking(invitation.language) as speech:
        subject = _subject(occasion, reminder=reminder)
        parts = [_body(invitation, occasion, reminder=reminder)]
    if invitation.language != SCHOOL_LANGUAGE:
        with speaking(SCHOOL_LANGUAGE):
            parts.append(_body(invitation, occasion, reminder=reminder))
    return Letter(subject, RULE.join(parts) + "\n", occasion.school, speech.tag)


def _subject(occasion: Occasion, *, reminder: bool) -> str:
    if not reminder:
        return texts.subject(occasion)
    return _("Rappel : %(title)s", title=occasion.told.title)[:200]


def _body(invitation: Invitation, occasion: Occasion, *, reminder: bool) -> str:
    opening = ""
    if reminder:
        slot = occasion.slots[0]
        when = span_words(slot.starts_at, slot.ends_at)
        opening = _("C’est bientôt : %(when)s. Nous serions contents de vous voir.", when=when)
    return texts.body(occasion, invitation.token_nonce, opening)


class Reminded(NamedTuple):
    """An invitation without an answer, and the people of its family."""

    id: int
    home: Home


def remind(activity: Activity, lines: Sequence[Reminded], period: str) -> int:
    """Put the reminders of these families in the outbox. Returns how many mails."""
    count = 0
    with atomic():
        for line in lines:
            for adult in line.home.emails:
                put = outbox.put_outside(key(REMINDER, line.id, adult.id, period), REMINDER, adult.email)
                count += put is not None
        if count:
            audit.record("invitation.reminded", by=None, subject=activity, detail={"count": count})
    return count

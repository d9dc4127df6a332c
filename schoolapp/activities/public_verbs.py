"""What a parent does by their own hand: sign up with what they agree to, come back after a no, ask to be called."""

from __future__ import annotations

from collections.abc import Iterable

from schoolapp import clock
from schoolapp.activities import places
from schoolapp.activities.persons import Person
from schoolapp.activities.public_words import WORDING
from schoolapp.activities.rows import Activity, Notice, SignUp, SignUpConsent
from schoolapp.activities.vocabulary import BY_PARENT, CALL_ME
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.families.models import Family
from schoolapp.families.people_phones import understand


def sign_up(slot_id: int, person: Person, agreed: Iterable[str], *, form_key: str, family: Family | None) -> SignUp:
    """Sign a parent up, and keep what they agreed to; the same form sent twice is one sign-up.

    Raises:
        SlotClosed: this time takes nobody any more.
    """
    with atomic():
        row = places.sign_up(slot_id, person, by=None, form_key=form_key, family=family)
        for purpose in agreed:
            agreement = SignUpConsent.insert(sign_up=row.id, purpose=purpose, wording=WORDING, given_at=clock.now())
            agreement.on_conflict_ignore().execute()
    return row


def come_after_all(row: SignUp) -> SignUp:
    """Sign up again after having said no: at the end of the line, as anybody.

    Raises:
        SlotClosed: this time takes nobody any more.
    """
    if row.state != BY_PARENT:
        return row
    person = Person(
        name=row.name,
        phone=row.phone_raw,
        email=row.email,
        by_child=row.by_child,
        child_words=row.child_words,
        language=row.language,
    )
    agreed = [consent.purpose for consent in SignUpConsent.select().where(SignUpConsent.sign_up == row.id)]
    return sign_up(row.slot_id, person, agreed, form_key=f"retour-{row.id}", family=row.family)


def ask_for_a_call(name: str, phone: str, words: str, language: str, *, activity: Activity | None = None) -> None:
    """Put somebody on the list of calls to make; once, however often the form is sent."""
    digits = understand(phone).digits[:30]
    same = (Notice.reason == CALL_ME) & (Notice.phone_digits == digits) & (Notice.name == name)
    waiting = Notice.told_at.is_null() & Notice.dropped_at.is_null()
    with atomic():
        if Notice.select().where(same & waiting).exists():
            return
        notice = Notice.create(
            reason=CALL_ME,
            activity=activity and activity.id,
            name=name,
            phone_digits=digits,
            phone_raw=phone,
            language=language,
            words=words,
            means="telephone",
            created_at=clock.now(),
        )
        record("notice.asked", by=None, subject=notice)

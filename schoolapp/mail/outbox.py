"""What the outbox does: take mails in, give them out one at a time, and remember how each try ended.

A mail is given to one process only, which writes a claim that holds for ``LEASE``. When that process dies, the claim
ends and another takes the mail up. A mail is lost in no case; should the machine fail between the mail server's « I
have it » and our writing it down, it leaves twice, under one Message-ID.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import peewee
from flask_babel import gettext as _

from schoolapp import audit, clock, periodic
from schoolapp.accounts.models import User
from schoolapp.database import atomic, on_commit
from schoolapp.errors import Refused
from schoolapp.mail.failures import Failure
from schoolapp.mail.models import OutgoingMail, PeriodicRun

LEASE = timedelta(minutes=2)  # longer than handing one mail over: four answers of the server, 15 seconds each at most
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 360, 720))
MOST_ATTEMPTS = 14  # three days and a half
KEPT = timedelta(days=90)

_waiting = OutgoingMail.state == "waiting"


def _unclaimed(now: datetime) -> peewee.Expression:
    return OutgoingMail.claimed_until.is_null() | (OutgoingMail.claimed_until <= now)


def put(key: str, kind: str, user: User, subject: str, body: str) -> OutgoingMail | None:
    """Put a mail in, within the transaction of what it tells. None when that was told already."""
    with atomic():
        if OutgoingMail.select().where(OutgoingMail.key == key).exists():
            return None
        now = clock.now()
        return OutgoingMail.create(
            key=key,
            kind=kind,
            user=user.id,
            address=user.email,
            subject=subject,
            body=body,
            created_at=now,
            next_at=now,
        )


def put_outside(key: str, kind: str, address: str) -> OutgoingMail | None:
    """Put in a mail to somebody without an account, whose words are written as it leaves. None when told already."""
    with atomic():
        if OutgoingMail.select().where(OutgoingMail.key == key).exists():
            return None
        now = clock.now()
        return OutgoingMail.create(key=key, kind=kind, address=address, created_at=now, next_at=now)


def leave_soon() -> None:
    """Once the transaction is written, do not wait for the minute to send what it put in."""
    on_commit(periodic.current().hurry)


def replace_waiting(kind: str, user: User) -> None:
    """A newer mail of this kind says what the older ones would have said."""
    older = (OutgoingMail.kind == kind) & (OutgoingMail.user == user.id) & _waiting & _unclaimed(clock.now())
    OutgoingMail.update(state="replaced").where(older).execute()


def is_due() -> bool:
    """Whether a mail may be tried now."""
    now = clock.now()
    return OutgoingMail.select().where(_waiting & (OutgoingMail.next_at <= now) & _unclaimed(now)).exists()


def take() -> OutgoingMail | None:
    """Take the mail that has waited longest; nobody else has it until the claim ends."""
    now = clock.now()
    ready = _waiting & (OutgoingMail.next_at <= now) & _unclaimed(now)
    while True:
        with atomic():
            mail = OutgoingMail.select().where(ready).order_by(OutgoingMail.next_at, OutgoingMail.id).first()
            if mail is None:
                return None
            mail.claim = secrets.token_urlsafe(12)
            taken = OutgoingMail.update(claim=mail.claim, claimed_until=now + LEASE, tried_at=now)
            if taken.where((OutgoingMail.id == mail.id) & ready).execute():
                return mail


def _close(mail: OutgoingMail, **columns: object) -> None:
    """Write how a try ended, unless the claim had ended and somebody else took the mail up."""
    with atomic():
        held = (OutgoingMail.id == mail.id) & (OutgoingMail.claim == mail.claim) & _waiting
        columns |= {"claim": "", "claimed_until": None, "attempts": OutgoingMail.attempts + 1}
        OutgoingMail.update(**columns).where(held).execute()


def note_sent(mail: OutgoingMail, then: Callable[[], None] | None = None) -> None:
    """It has left; ``then`` is done in the same transaction."""
    with atomic():
        _close(mail, state="sent", sent_at=clock.now(), problem="", answer="")
        if then is not None:
            then()


def note_needless(mail: OutgoingMail) -> None:
    """It has no object any more: it does not leave."""
    _close(mail, state="replaced", problem="", answer="")


def note_refused(mail: OutgoingMail, failure: Failure) -> None:
    """It will never leave as it is."""
    _close(mail, state="refused", problem=failure.problem, answer=failure.answer)


def note_failed(mail: OutgoingMail, failure: Failure) -> None:
    """It will be tried again, after a delay that grows, for a few days."""
    _close(mail, problem=failure.problem, answer=failure.answer, **_again(mail.attempts))


def _again(attempts: int) -> dict[str, object]:
    if attempts + 1 >= MOST_ATTEMPTS:
        return {"state": "given_up"}
    return {"next_at": clock.now() + DELAYS[min(attempts, len(DELAYS) - 1)]}


def postpone_all(failure: Failure) -> int:
    """The server does not answer: everything that was to leave now is tried later. Returns how many mails."""
    now = clock.now()
    with atomic():
        ready = _waiting & (OutgoingMail.next_at <= now) & _unclaimed(now)
        mails = list(OutgoingMail.select(OutgoingMail.id, OutgoingMail.attempts).where(ready))
        for mail in mails:
            OutgoingMail.update(
                attempts=OutgoingMail.attempts + 1,
                tried_at=now,
                problem=failure.problem,
                answer=failure.answer,
                **_again(mail.attempts),
            ).where((OutgoingMail.id == mail.id) & ready).execute()
    return len(mails)


def retry_all(*, by: User) -> int:
    """Try again at once whatever has not left, given-up and refused mails too. Returns how many."""
    now = clock.now()
    with atomic():
        stuck = OutgoingMail.state.in_(["given_up", "refused"]) | (_waiting & _unclaimed(now))
        count = OutgoingMail.update(state="waiting", next_at=now, attempts=0).where(stuck).execute()
        audit.record("mail.retried", by=by, detail={"count": count})
        leave_soon()
    return count


def send_trial(*, by: User, school: str) -> None:
    """Send somebody a mail of no consequence, to see whether mail arrives."""
    now = clock.now()
    with atomic():
        asked = OutgoingMail.created_at > now - timedelta(minutes=1)
        if OutgoingMail.select().where((OutgoingMail.kind == "trial") & (OutgoingMail.user == by.id) & asked).exists():
            raise Refused(_("Un courriel d’essai vient de partir. Laissez-lui une minute."))
        body = _(
            "Bonjour,\n\nCe courriel d’essai vient de Trait d’union (%(school)s).\n"
            "S’il vous est parvenu, les courriels partent et arrivent.\n",
            school=school,
        )
        put(f"trial:{by.id}:{now:%Y%m%d%H%M%S}", "trial", by, _("Courriel d’essai"), body)
        leave_soon()
        audit.record("mail.trial", by=by)


# ---- what the clock does once


def first_to(name: str, period: str) -> bool:
    """Whether nobody has run ``name`` for this period yet. From then on somebody has, if the transaction is written."""
    try:
        with atomic():
            PeriodicRun.create(name=name, period=period, at=clock.now())
    except peewee.IntegrityError:
        return False
    return True


def has_run(name: str, period: str) -> bool:
    """Whether ``name`` has been run for this period."""
    return PeriodicRun.select().where((PeriodicRun.name == name) & (PeriodicRun.period == period)).exists()


def last_run(name: str) -> datetime | None:
    """When ``name`` was last run."""
    last = PeriodicRun.select().where(PeriodicRun.name == name).order_by(PeriodicRun.at.desc()).first()
    return last.at if last else None


def sweep() -> None:
    """Once a day, forget what has been kept long enough as a history."""
    if has_run("sweep", f"{clock.today()}"):
        return
    limit = clock.now() - KEPT
    with atomic():
        if first_to("sweep", f"{clock.today()}"):
            over = (OutgoingMail.created_at < limit) & (OutgoingMail.state != "waiting")
            OutgoingMail.delete().where(over).execute()
            PeriodicRun.delete().where(PeriodicRun.at < limit).execute()

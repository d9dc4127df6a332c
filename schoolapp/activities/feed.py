"""The staff's calendar as a feed: read by any calendar from a secret address, without anybody's name in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from schoolapp import clock, tokens
from schoolapp.accounts.models import School, User
from schoolapp.activities import rules
from schoolapp.activities.models import Activity, CalendarFeed, Slot
from schoolapp.activities.vocabulary import KINDS
from schoolapp.audit import record
from schoolapp.database import atomic

KIND = "f"
KEPT = timedelta(days=60)


def address_of(user: User) -> str:
    """The secret address of this person's feed; empty when they have none."""
    row = CalendarFeed.get_or_none(CalendarFeed.user == user.id)
    return url_for("feeds.read", token=tokens.token(KIND, row.nonce), _external=True) if row else ""


def renew(*, by: User) -> None:
    """Make a secret address; the former one stops."""
    with atomic():
        CalendarFeed.delete().where(CalendarFeed.user == by.id).execute()
        nonce = tokens.new_nonce()
        digest = tokens.digest(tokens.token(KIND, nonce))
        CalendarFeed.create(user=by.id, nonce=nonce, token_digest=digest, created_at=clock.now())
        record("feed.made", by=by, subject=by)


def revoke(*, by: User) -> None:
    """Stop the address."""
    with atomic():
        if CalendarFeed.delete().where(CalendarFeed.user == by.id).execute():
            record("feed.revoked", by=by, subject=by)


def reader(token: str) -> User | None:
    """Whose feed this is; None for an unknown or revoked address, or an account that is closed."""
    row = CalendarFeed.get_or_none(CalendarFeed.token_digest == tokens.digest(token[:100]))
    user = row.user if row else None
    return user if user and user.active and user.role in rules.READERS else None


def calendar_of(user: User, school: School) -> bytes:
    """The times of the last weeks and to come, cancelled ones said to be so. No parent, child or family is named."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Trait d'union//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Activités, %(school)s", school=school.name))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    query = Slot.select(Slot, Activity).join(Activity).where(Slot.ends_at > clock.now() - KEPT)
    for slot in query.order_by(Slot.starts_at, Slot.id):
        calendar.add_component(event_of(slot))
    return calendar.to_ical()


def event_of(slot: Slot) -> Any:
    """One time as an event of a calendar; read again, it replaces the former one."""
    from icalendar import Event

    event, activity = Event(), slot.activity
    event.add("uid", f"{slot.uid}@trait-dunion")
    event.add("sequence", slot.sequence)
    event.add("dtstamp", slot.changed_at)
    event.add("last-modified", slot.changed_at)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.ends_at)
    event.add("summary", f"{KINDS.get(activity.kind, '')}{_(' : ')}{activity.title}")
    event.add("status", "CONFIRMED" if slot.open and activity.open else "CANCELLED")
    if activity.place:
        event.add("location", activity.place)
    return event

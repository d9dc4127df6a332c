"""What the parents' pages read: the open list, one activity with its times, a sign-up by its secret address or code."""

from __future__ import annotations

import peewee

from schoolapp import clock, tokens
from schoolapp.activities.rows import Activity, SignUp, Slot
from schoolapp.activities.vocabulary import EVERYONE, OPEN, WAITING
from schoolapp.records import NamedTuple

MOST_SLOTS = 400
KEPT_OPEN_DAYS = 60  # a card can be looked at again for some time after the day


class Opened(NamedTuple):
    """An activity and those of its times that take people."""

    activity: Activity
    slots: tuple[Slot, ...]


def _takes_people() -> peewee.Expression:
    """The times for which a parent may sign up now (see ``places.accepts``)."""
    now = clock.now()
    begun = Activity.opens_at.is_null() | (Activity.opens_at <= now)
    not_over = Activity.closes_at.is_null() | (Activity.closes_at > now)
    return (Activity.state == OPEN) & begun & not_over & (Slot.state == OPEN) & (Slot.starts_at > now)


def _gathered(condition: peewee.Expression) -> list[Opened]:
    rows = Slot.select(Slot, Activity).join(Activity).where(_takes_people() & condition)
    found: dict[int, list[Slot]] = {}
    for slot in rows.order_by(Slot.starts_at, Slot.id).limit(MOST_SLOTS):
        found.setdefault(slot.activity_id, []).append(slot)
    return [Opened(slots[0].activity, tuple(slots)) for slots in found.values()]


def open_list() -> list[Opened]:
    """What everybody with the school's link may come to, the nearest first."""
    return _gathered(Activity.audience == EVERYONE)


def on_the_list(activity_id: int) -> Opened | None:
    """One activity of the open list; None when it is not there, or no longer."""
    return next(iter(_gathered((Activity.audience == EVERYONE) & (Activity.id == activity_id))), None)


def opened(activity_id: int) -> Opened | None:
    """One activity, whoever it is for: to be asked for whom a secret address brings to it."""
    return next(iter(_gathered(Activity.id == activity_id)), None)


def _sign_up(condition: peewee.Expression) -> SignUp | None:
    row = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity).where(condition).first()
    return row and (_sign_up(SignUp.id == row.merged_into_id) if row.merged_into_id else row)


def _living(row: SignUp | None) -> SignUp | None:
    """Long after the day, the address is over."""
    if row is None or (clock.now() - row.slot.ends_at).days > KEPT_OPEN_DAYS:
        return None
    return row


def sign_up_by_token(token: str) -> SignUp | None:
    """Whose address this is, with its time and its activity; None when unknown, revoked or over."""
    return _living(_sign_up(SignUp.token_digest == tokens.digest(token)))


def sign_up_by_code(typed: str) -> SignUp | None:
    """Whose eight characters these are."""
    code = tokens.typed_code(typed)
    return _living(_sign_up(SignUp.code_digest == tokens.digest(code))) if code else None


def waiting_before(row: SignUp) -> int:
    """How many people wait for a place before this one."""
    line = (SignUp.slot == row.slot_id) & (SignUp.state == WAITING) & SignUp.merged_into.is_null()
    sooner = (SignUp.state_at < row.state_at) | ((SignUp.state_at == row.state_at) & (SignUp.id < row.id))
    return SignUp.select().where(line & sooner).count()

"""Places: who has one, who waits, and to whom one that gets free is offered.

Every verb holds the row of the slot first, so that what happens to it happens in turn on both engines; a place is taken
by one UPDATE that says « if there is one left », whatever else was read. ``taken`` counts the places of those who come
and the places held for an offer: nobody waits while a place is free, unless their offer ran out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import peewee
from flask_babel import gettext as _

from schoolapp import clock, tokens
from schoolapp.accounts.models import User
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.activities.persons import Person, means_of
from schoolapp.activities.vocabulary import BY_PARENT, BY_SCHOOL, MARKS, OPEN, PLACE, SIGNED, WAITING
from schoolapp.audit import record
from schoolapp.database import atomic, is_sqlite
from schoolapp.errors import Refused
from schoolapp.families.models import Family, Guardian

OFFER_LASTS = timedelta(hours=24)
ADDRESS = "m"

_listeners: dict[str, Callable[[SignUp, Slot], None]] = {}


class SlotClosed(Refused):
    """Nobody can sign up for this time any more."""

    def __init__(self) -> None:
        super().__init__(_("Les inscriptions à ce moment sont fermées."))


class SlotFull(Refused):
    """Every place of this time is taken."""

    def __init__(self) -> None:
        super().__init__(_("Il n’y a plus de place à ce moment. Rien n’a été changé."))


def on_offer(name: str, listener: Callable[[SignUp, Slot], None]) -> None:
    """Have ``listener(sign_up, slot)`` called, in the transaction, when a place is held for somebody who waited."""
    _listeners[name] = listener


def held(slot_id: int) -> Slot:
    """The slot as it is now, and stays until the end of the transaction."""
    rows = Slot.select().where(Slot.id == slot_id)
    return (rows if is_sqlite() else rows.for_update()).get()


def take(slot_id: int) -> bool:
    """Take a place if there is one left."""
    room = (Slot.id == slot_id) & (Slot.state == OPEN) & (Slot.taken < Slot.capacity)
    return bool(Slot.update(taken=Slot.taken + 1).where(room).execute())


def _give_back(slot_id: int) -> None:
    Slot.update(taken=Slot.taken - 1).where((Slot.id == slot_id) & (Slot.taken > 0)).execute()


def accepts(activity: Activity, slot: Slot, *, by_staff: bool = False) -> bool:
    """Whether one may sign up now. The staff may enter a paper answer before the opening, or after the closing."""
    now = clock.now()
    if not (activity.open and slot.open):
        return False
    if by_staff:
        return True
    begun = activity.opens_at is None or activity.opens_at <= now
    return begun and (activity.closes_at is None or now < activity.closes_at) and slot.starts_at > now


def sign_up(
    slot_id: int,
    person: Person,
    *,
    by: User | None,
    came_by: str = "en_ligne",
    form_key: str | None = None,
    family: Family | None = None,
    guardian: Guardian | None = None,
    **columns: Any,
) -> SignUp:
    """Sign somebody up: they have a place, or wait for one in the order of arrival. Once for each form.

    Raises:
        SlotClosed: the activity or this time takes nobody any more.
    """
    try:
        with atomic():
            slot = held(slot_id)
            if form_key and (known := SignUp.get_or_none(SignUp.form_key == form_key)):
                return known
            if not accepts(Activity.get_by_id(slot.activity_id), slot, by_staff=by is not None):
                raise SlotClosed
            row = _enter(slot, person, came_by=came_by, form_key=form_key, created_by=by and by.id,
                         family=family and family.id, guardian=guardian and guardian.id, **columns)  # fmt: skip
            detail = {"moment": slot.id, "etat": row.state, "voie": came_by}
            record("sign_up.created", by=by, subject=row, family=row.family_id, detail=detail)
            return row
    except peewee.IntegrityError:  # the same form, sent twice at the same moment to two different times
        known = SignUp.get_or_none(SignUp.form_key == form_key) if form_key else None
        if known is None:
            raise
        return known


def _enter(slot: Slot, person: Person, **columns: Any) -> SignUp:
    now = clock.now()
    state = SIGNED if take(slot.id) else WAITING
    return SignUp.create(
        slot=slot.id, state=state, created_at=now, state_at=now, **person.columns, **columns, **new_secrets()
    )


def new_secrets() -> dict[str, str]:
    """A new address and a new code for a sign-up, whose code nobody else has."""
    while True:
        nonce = tokens.new_nonce()
        code_digest = tokens.digest(tokens.code(ADDRESS, nonce))
        if not SignUp.select().where(SignUp.code_digest == code_digest).exists():
            secret = tokens.digest(tokens.token(ADDRESS, nonce))
            return {"token_nonce": nonce, "token_digest": secret, "code_digest": code_digest}


def _fresh(sign_up: SignUp) -> SignUp:
    return SignUp.get_by_id(sign_up.id)


def drop_notices(sign_up: SignUp, *reasons: str) -> None:
    """What was still to be said has no object any more."""
    here = (Notice.sign_up == sign_up.id) & Notice.told_at.is_null() & Notice.dropped_at.is_null()
    if reasons:
        here &= Notice.reason.in_(reasons)
    Notice.update(dropped_at=clock.now(), version=Notice.version + 1).where(here).execute()


def cancel(sign_up: SignUp, *, by: User | None) -> bool:
    """Take somebody off, by the school (``by``) or by themselves; their place goes to the next. Whether it changed."""
    with atomic():
        slot, row = held(sign_up.slot_id), _fresh(sign_up)
        if not row.live or row.state in MARKS:
            return False
        had_place = row.state == SIGNED or row.offered_until is not None
        state = BY_PARENT if by is None else BY_SCHOOL
        row.change(row.version, state=state, state_at=clock.now(), offered_until=None)
        drop_notices(row)
        detail = {"moment": slot.id, "etat": state}
        record("sign_up.cancelled", by=by, subject=row, family=row.family_id, detail=detail)
        if had_place:
            pass_on(slot)
    return True


def waiting(slot_id: int) -> peewee.ModelSelect:
    """Who waits for a place and was offered none, in order."""
    here = (SignUp.slot == slot_id) & (SignUp.state == WAITING) & SignUp.offered_until.is_null()
    return SignUp.select().where(here & SignUp.merged_into.is_null()).order_by(SignUp.state_at, SignUp.id)


def pass_on(slot: Slot, *, but: int | None = None) -> None:
    """A place of ``slot`` got free: hold it for the next in line, or give it back."""
    line = waiting(slot.id)
    following = (line.where(SignUp.id != but) if but else line).first()
    if following is None or not slot.open or slot.starts_at <= clock.now():
        _give_back(slot.id)
    else:
        _offer(following, slot)


def fill(slot_id: int) -> int:
    """Hold the free places for those who wait; returns how many. To be called once there are more places."""
    count = 0
    with atomic():
        slot = held(slot_id)
        if slot.starts_at <= clock.now():
            return 0
        for row in list(waiting(slot_id)):
            if not take(slot_id):
                break
            _offer(row, slot)
            count += 1
    return count


def _offer(row: SignUp, slot: Slot) -> None:
    """Hold a place for somebody, until tomorrow or the start; whoever has no e-mail is to be called."""
    row.change(row.version, offered_until=min(clock.now() + OFFER_LASTS, slot.starts_at))
    Notice.create(reason=PLACE, sign_up=row.id, means=means_of(row), created_at=clock.now())
    record("sign_up.offered", by=None, subject=row, family=row.family_id, detail={"moment": slot.id})
    for listener in _listeners.values():
        listener(row, slot)


def accept(sign_up: SignUp, *, by: User | None) -> None:
    """Say yes to the place that is held; the staff may say it after the deadline, while it is still held.

    Raises:
        SlotFull: the place went to somebody else.
    """
    with atomic():
        slot, row = held(sign_up.slot_id), _fresh(sign_up)
        if row.state == SIGNED:
            return
        if row.state != WAITING or row.merged_into_id or not slot.open:
            raise SlotClosed
        kept = row.offered_until is not None and (by is not None or clock.now() <= row.offered_until)
        if not kept and not (row.offered_until is None and by is not None and take(slot.id)):
            raise SlotFull
        row.change(row.version, state=SIGNED, state_at=clock.now(), offered_until=None)
        drop_notices(row, PLACE)
        record("sign_up.accepted", by=by, subject=row, family=row.family_id, detail={"moment": slot.id})


def expire_offers() -> int:
    """Pass on the places whose offers ran out; those people stay on the list, after the others. Returns how many."""
    late = (SignUp.state == WAITING) & (SignUp.offered_until < clock.now())
    return sum(_expire(row) for row in SignUp.select().where(late).order_by(SignUp.offered_until, SignUp.id))


def _expire(sign_up: SignUp) -> bool:
    with atomic():
        slot, row = held(sign_up.slot_id), _fresh(sign_up)
        if row.state != WAITING or row.offered_until is None or row.offered_until >= clock.now():
            return False
        row.change(row.version, offered_until=None, state_at=clock.now())
        drop_notices(row, PLACE)
        record("sign_up.declined", by=None, subject=row, family=row.family_id, detail={"moment": slot.id})
        pass_on(slot, but=row.id)
    return True


def move(sign_up: SignUp, slot_id: int, *, by: User | None) -> None:
    """Come at another time of the same activity, where there is a place; the one that was held goes to the next.

    Raises:
        SlotFull: no place is left there; the one here is kept.
        SlotClosed: that time takes nobody.
    """
    with atomic():
        slots = {number: held(number) for number in sorted({sign_up.slot_id, slot_id})}
        row = _fresh(sign_up)
        if row.slot_id == slot_id:
            return
        before, after = slots[sign_up.slot_id], slots[slot_id]
        here = row.live and row.state not in MARKS and row.slot_id == before.id
        if not here or after.activity_id != before.activity_id:
            raise SlotClosed
        if not accepts(Activity.get_by_id(after.activity_id), after, by_staff=by is not None):
            raise SlotClosed
        if not take(after.id):
            raise SlotFull
        had_place = row.state == SIGNED or row.offered_until is not None
        row.change(row.version, slot=after.id, state=SIGNED, state_at=clock.now(), offered_until=None)
        drop_notices(row, PLACE)
        detail = {"moment": after.id, "ancien": before.id}
        record("sign_up.changed", by=by, subject=row, family=row.family_id, detail=detail)
        if had_place:
            pass_on(before)

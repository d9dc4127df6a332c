"""What the staff does to sign-ups: note who came, find whose family it is, put one person together, tell people."""

from __future__ import annotations

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import checks, invitation, places
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.activities.vocabulary import BY_SCHOOL, MARKS, PRESENT, SIGNED, WAITING
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.families.models import Family, Guardian


def mark(sign_up: SignUp, state: str, *, by: User) -> None:
    """Note that somebody came, excused themselves or did not come; ``inscrit`` takes the mark back.

    Raises:
        Refused: the activity has not begun, or this volunteer may not be with pupils yet.
        SlotFull: they were waiting, and no place is left.
    """
    with atomic():
        slot, row = places.held(sign_up.slot_id), SignUp.get_by_id(sign_up.id)
        if row.state == state:
            return
        if state not in (SIGNED, *MARKS) or not row.live:
            raise Refused(_("Cette inscription a été annulée : inscrivez de nouveau la personne."))
        if state == PRESENT:
            checks.demand(Activity.get_by_id(slot.activity_id), row)
        if row.state == WAITING and row.offered_until is None and not places.take(slot.id):
            raise places.SlotFull
        row.change(row.version, state=state, state_at=clock.now(), offered_until=None, marked_by=by.id)
        detail = {"moment": slot.id, "etat": state}
        record("sign_up.presence", by=by, subject=row, family=row.family_id, detail=detail)


def link(sign_up: SignUp, family: Family, guardian: Guardian | None, *, by: User) -> int:
    """Say whose family it is, for this sign-up and the other ones of the same person. Returns how many."""
    with atomic():
        row = SignUp.get_by_id(sign_up.id)
        same = (SignUp.id == row.id) | ((SignUp.person_key == row.person_key) & SignUp.family.is_null())
        columns = {"family": family.id, "guardian": guardian and guardian.id, "aside": False}
        count = SignUp.update(**columns, version=SignUp.version + 1).where(same).execute()
        record("sign_up.linked", by=by, subject=row, family=family, detail={"inscriptions": count})
        if row.live:
            row.family = family
            invitation.follow(row, by=by)
    return count


def unlink(sign_up: SignUp, *, by: User) -> None:
    """It was another family: back to the queue."""
    with atomic():
        row = SignUp.get_by_id(sign_up.id)
        row.change(row.version, family=None, guardian=None, aside=False)
        record("sign_up.linked", by=by, subject=row, family=sign_up.family_id, detail={"retrait": True})


def set_aside(sign_up: SignUp, aside: bool, *, by: User) -> None:
    """Leave somebody without a family, or put them back in the queue, with the other sign-ups of the same person."""
    with atomic():
        row = SignUp.get_by_id(sign_up.id)
        same = (SignUp.person_key == row.person_key) & SignUp.family.is_null()
        SignUp.update(aside=aside, version=SignUp.version + 1).where(same).execute()
        record("sign_up.aside", by=by, subject=row, detail={"de_cote": aside})


def merge(kept: SignUp, other: SignUp, *, by: User) -> None:
    """The same person twice at one time: one row stays, with what the other knew; its place goes to the next.

    Raises:
        Refused: they are not two sign-ups of one time.
    """
    with atomic():
        slot = places.held(kept.slot_id)
        first, second = SignUp.get_by_id(kept.id), SignUp.get_by_id(other.id)
        if first.id == second.id or first.slot_id != second.slot_id or not (first.live and second.live):
            raise Refused(_("Ces deux inscriptions ne sont plus du même moment. Rien n’a été changé."))
        extra = _holds(second)
        first.change(first.version, **_gathered(first, second))
        second.change(second.version, merged_into=first.id, state=BY_SCHOOL, state_at=clock.now(), offered_until=None)
        places.drop_notices(second)
        detail = {"moment": slot.id, "reunie": second.id}
        record("sign_up.merged", by=by, subject=first, family=first.family_id, detail=detail)
        if extra and _holds(first):
            places.pass_on(slot)
        elif extra:  # the row that stays was waiting: it takes the other's place
            first.change(first.version, state=SIGNED, state_at=clock.now())


def _holds(row: SignUp) -> bool:
    return row.state not in (WAITING,) or row.offered_until is not None


def _gathered(first: SignUp, second: SignUp) -> dict[str, object]:
    """What the row that stays learns from the other."""
    names = ("phone_digits", "phone_raw", "email", "child_words", "message", "family_id", "guardian_id")
    learnt = {name: getattr(second, name) for name in names if not getattr(first, name) and getattr(second, name)}
    if second.by_child and not first.by_child:
        learnt["by_child"] = True
    return {name.removesuffix("_id"): value for name, value in learnt.items()}


def tell(notice: Notice, means: str, *, by: User | None) -> None:
    """Tick off somebody who was told, and how; by nobody when it is a mail that has left by itself."""
    with atomic():
        row = Notice.get_by_id(notice.id)
        if row.told_at is not None:
            return
        row.change(row.version, told_at=clock.now(), told_by=by and by.id, told_means=means)
        _record_told("notice.told", row, by, means)


def untell(notice: Notice, *, by: User) -> None:
    """They were not told after all."""
    with atomic():
        row = Notice.get_by_id(notice.id)
        if row.told_at is None:
            return
        row.change(row.version, told_at=None, told_by=None, told_means="")
        _record_told("notice.untold", row, by, "")


def _record_told(action: str, row: Notice, by: User | None, means: str) -> None:
    family = row.sign_up.family_id if row.sign_up_id else None
    record(action, by=by, subject=row.sign_up or row, family=family, detail={"raison": row.reason, "moyen": means})


def slot_of(sign_up: SignUp) -> Slot:
    return Slot.get_by_id(sign_up.slot_id)

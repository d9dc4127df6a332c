"""How long one may rely on a sheet: each service has a period after which somebody must confirm it again.

``Service.confirm_by`` is the day from which the sheet is overdue; null means that nobody ever confirmed it. A
confirmation keeps what stood before it, so that the person who made it can take it back.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.errors import Refused, Stale
from schoolapp.formats import date_words, local
from schoolapp.opened_forms import new_key
from schoolapp.partners.models import Confirmation, Service, SheetLink
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple

SOON = timedelta(days=30)
NEVER, OVERDUE, DUE_SOON, FRESH = "jamais", "echue", "bientot", "fraiche"
TAGS = {NEVER: "wait", OVERDUE: "late", DUE_SOON: "", FRESH: "done"}
KEPT = ("confirmed_at", "confirmed_by", "confirmed_words", "confirm_by")


def due(confirmed_on: date, months: int) -> date:
    """The day from which a sheet confirmed on that day is overdue: the same day, so many months later."""
    year, month = divmod(confirmed_on.year * 12 + confirmed_on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(confirmed_on.day, last))


def state_of(confirm_by: date | None, today: date) -> str:
    """Where a sheet stands on a day."""
    if confirm_by is None:
        return NEVER
    if confirm_by <= today:
        return OVERDUE
    return DUE_SOON if confirm_by <= today + SOON else FRESH


class Freshness(NamedTuple):
    """Where a sheet stands, in words: ``words`` for a list, ``who`` for the sheet itself."""

    state: str
    words: str
    who: str = ""

    @property
    def tag(self) -> str:
        """The kind of ``ui.tag``."""
        return TAGS[self.state]

    @property
    def waits(self) -> bool:
        """Whether somebody should confirm the sheet now."""
        return self.state in (NEVER, OVERDUE)


def of(service: Any, person: str = "") -> Freshness:
    """Where this service stands; ``person`` is the name of the colleague who confirmed it."""
    state = state_of(service.confirm_by, clock.today())
    return Freshness(state, _words(state, service), _who(service, person))


def _words(state: str, service: Any) -> str:
    if state == NEVER:
        return _("Jamais confirmée")
    day = date_words(service.confirm_by, weekday=False)
    if state == OVERDUE:
        return _("À confirmer depuis le %(day)s", day=day)
    if state == DUE_SOON:
        return _("À confirmer avant le %(day)s", day=day)
    return _("Confirmée le %(day)s", day=date_words(local(service.confirmed_at).date(), weekday=False))


def _who(service: Any, person: str) -> str:
    if service.confirmed_at is None:
        return ""
    day = date_words(local(service.confirmed_at).date(), weekday=False)
    if service.confirmed_words:
        return _("Confirmée le %(day)s par %(who)s, du partenaire", day=day, who=service.confirmed_words)
    if person:
        return _("Confirmée le %(day)s par %(who)s", day=day, who=person)
    return _("Confirmée le %(day)s", day=day)


def waiting() -> Any:
    """The condition of sheets that wait to be confirmed: overdue, or never confirmed."""
    late = Service.confirm_by.is_null() | (Service.confirm_by <= clock.today())
    return late & (Service.state != ARCHIVED) & Service.merged_into.is_null()


# ---- confirming, and taking it back


class Seen(NamedTuple):
    """A sheet as somebody saw it."""

    service_id: int
    version: int


class Done(NamedTuple):
    """What a confirmation, or its undoing, did: the key that undoes it, which sheets, and which changed since."""

    batch: str
    confirmed: list[Service]
    moved: list[Service]


def confirm(seen: Iterable[Seen], *, by: User) -> Done:
    """Say that these sheets are right, as they were seen. Those that changed since are left to be read again."""
    done = Done(new_key(), [], [])
    versions = {one.service_id: one.version for one in seen}
    with atomic():
        for service in Service.select().where(Service.id.in_(list(versions)) & (Service.state != ARCHIVED)):
            try:
                stamp(service, versions[service.id], done.batch, by=by)
            except Stale:
                done.moved.append(service)
            else:
                done.confirmed.append(service)
    return done


def stamp(
    service: Service,
    expected: int,
    batch: str = "",
    *,
    by: User | None,
    words: str = "",
    at: datetime | None = None,
    link: SheetLink | None = None,
) -> Confirmation:
    """Confirm one sheet, for a colleague or for the partner (``words`` says who), now or as of a moment before.

    Raises:
        Stale: the sheet changed since.
    """
    moment = at or clock.now()
    before = {name: _kept(service, name) for name in KEPT}
    columns = {
        "confirmed_at": moment,
        "confirmed_by": by.id if by else None,
        "confirmed_words": words or None,
        "confirm_by": due(local(moment).date(), service.confirm_months),
    }
    with atomic():
        service.change(expected, **columns)
        audit.record("sheet.confirmed", by=by, subject=service, detail={"partenaire": True} if link else None)
        return Confirmation.create(
            service=service.id, batch=batch or new_key(), at=clock.now(), by=by.id if by else None, by_words=words,
            link=link.id if link else None, before=before, version=service.version,
        )  # fmt: skip


def _kept(service: Service, name: str) -> Any:
    value = service.__data__.get(name)
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _given_back(before: dict[str, Any]) -> dict[str, Any]:
    at, by = before["confirmed_at"], before["confirm_by"]
    moment = datetime.fromisoformat(at) if at else None
    return before | {"confirmed_at": moment, "confirm_by": date.fromisoformat(by) if by else None}


def take_back(batch: str, *, by: User) -> Done:
    """Undo one's own confirmation. A sheet that changed since stays as it is.

    Raises:
        Refused: nothing of it is left to undo.
    """
    done = Done(batch, [], [])
    mine = (Confirmation.batch == batch[:24]) & (Confirmation.by == by.id) & Confirmation.undone_at.is_null()
    with atomic():
        for row in Confirmation.select(Confirmation, Service).join(Service).where(mine):
            try:
                give_back(row, row.service)
            except Stale:
                done.moved.append(row.service)
                continue
            audit.record("sheet.unconfirmed", by=by, subject=row.service)
            done.confirmed.append(row.service)
    if not done.confirmed:
        raise Refused(_("Ces fiches ont changé depuis, ou la confirmation est déjà annulée. Rien n’a été touché."))
    return done


def give_back(row: Confirmation, service: Service) -> None:
    """Have the sheet say again what it said before a confirmation.

    Raises:
        Stale: the sheet changed since.
    """
    service.change(row.version, **_given_back(row.before))
    Confirmation.update(undone_at=clock.now()).where(Confirmation.id == row.id).execute()

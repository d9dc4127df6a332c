"""The family's file, read in two statements however much it holds, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from flask import abort

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.database import JSONList, as_date, as_moment, fetch_all, fetch_one
from schoolapp.families import circle, file_sheet
from schoolapp.families.family import Factor, Family
from schoolapp.families.file_head import FAMILY, Head
from schoolapp.families.file_sheet import Change, Contacts, FactorLine, Person, Row, Sheet
from schoolapp.families.file_sql import CONTACTS, CONTACTS_SQL, FILE_SQL, HEAD, HISTORY_SQL
from schoolapp.families.parts import Window, arounds, at_work, bounds, histories
from schoolapp.formats import to_utc

OPENED = ("family.opened", "family.contacts_opened")
PAST = frozenset({"link", "tier"})

_decode = JSONList().python_value
_stored = AuditEvent.at.db_value


def _family_sql(*columns: str) -> str:
    return (
        f"SELECT {', '.join(columns)} FROM family f LEFT JOIN contact_preference p ON p.family_id = f.id "  # noqa: S608
        'LEFT JOIN "user" u ON u.id = f.lead_id WHERE f.id = ?'
    )


FAMILY_SQL, HEAD_SQL = _family_sql(*FAMILY), _family_sql(*HEAD, *FAMILY)


def _load(user: User, family_id: int, *, contacts: bool) -> Head | None:
    """The family, if this person may see its file, or its contact data with ``contacts``."""
    row = _row(FAMILY_SQL, [], user, family_id, contacts=contacts)
    return Head(row) if row else None


def _row(sql: str, before: list[Any], user: User, family_id: int, *, contacts: bool = False) -> Any:
    parameters = [*before, family_id]
    if user.role not in LEADS and not (contacts and user.role == Role.SECRETARIAT):
        if user.role not in FILE_STAFF:
            return None
        ids, more = circle.seen_ids(user)
        sql, parameters = f"{sql} AND f.id IN ({ids})", [*parameters, *more]
    return fetch_one(sql, parameters)


def family_for(user: User, family_id: int, *, contacts: bool = False) -> Family:
    """The family, for whoever may open its file (or its contact data, with ``contacts``); 404 for others."""
    return (_load(user, family_id, contacts=contacts) or abort(404)).family


def contacts_for(user: User, family_id: int) -> Contacts:
    """The family's people and wishes, for whoever may see its contact data; 404 for others."""
    found = _load(user, family_id, contacts=True) or abort(404)
    rows = file_sheet.by_kind(fetch_all(CONTACTS_SQL, [family_id] * len(CONTACTS)))
    return Contacts(found, file_sheet.homes(rows))


def sheet_or_none(user: User, family_id: int) -> Sheet | None:
    """The head of the file, with nothing of its content yet; None for whoever may not open it."""
    row = _row(HEAD_SQL, [family_id, _monday()], user, family_id)
    if row is None:
        return None
    mark, opened, *family = row
    return Sheet(Head(tuple(family)), raw=tuple(family), mark=mark, opened=opened)


def sheet_for(user: User, family_id: int, opened_since: datetime | None = None) -> Sheet:
    """The whole file; 404 for whoever may not open it. See ``read``."""
    return fill(read(sheet_or_none(user, family_id) or abort(404), user, opened_since))


def read(sheet: Sheet, user: User, opened_since: datetime | None = None) -> Sheet:
    """Read all that the file shows, in one statement; of the 24-hour openings, only the person's own or all for leads.

    With ``opened_since``, the openings that were over after that moment come as well.

    The history is set apart from ``raw``, for the timeline.
    """
    others, values = _of_other_rooms(user, sheet.id, Window())
    around = [text for source in arounds() for text in source.texts.values()]
    values += [value for source in arounds() for value in source.parameters(user, sheet.id)]
    own = _parameters(sheet.id, user, opened_since)
    rows = fetch_all(" UNION ALL ".join((FILE_SQL, *others.values(), *around)), [*own, *values])
    past = PAST | others.keys()
    sheet.past = tuple(tuple(row) for row in rows if row[0] in past)
    kept = [row for row in rows if row[0] not in past and _may_see(user, row)]
    sheet.raw = ((sheet.raw, user.school.call_limit_month), *map(tuple, kept))
    return sheet


def _may_see(user: User, row: tuple[Any, ...]) -> bool:
    return row[0] != "opening" or user.role in LEADS or Row._make(row).parent == user.id


def fill(sheet: Sheet) -> Sheet:
    """Make of the rows read what the fragments show."""
    rows = file_sheet.by_kind(sheet.raw[1:])
    sheet.homes = file_sheet.homes(rows)
    for kind, factors in (("force", sheet.forces), ("obstacle", sheet.obstacles)):
        found = sorted((row for row in rows["factor"] if row.a == kind), key=lambda row: row.id)
        factors.extend(FactorLine(row.id, row.b, row.c) for row in found)
    sheet.teachers, sheet.members = _people(rows["teacher"]), _people(rows["member"])
    openings = [person._replace(until=as_moment(person.until)) for person in _people(rows["opening"])]
    sheet.openings = [person for person in openings if person.until > clock.now()]
    sheet.past_openings = sorted(
        (person for person in openings if person.until <= clock.now()), key=lambda person: person.until, reverse=True
    )
    sheet.by_role = rows["by_role"][0].parent
    sheet.at_work, sheet.call_limit = at_work(rows), sheet.raw[0][1]
    return sheet


def own_opening(sheet: Sheet, user: User) -> Person | None:
    """The opening by which a professional reads this file now, if that is how."""
    found = [Row._make(row) for row in sheet.raw[1:] if row[0] in ("opening", "teacher", "member")]
    mine = [row for row in found if row.parent == user.id]
    if user.role in LEADS or not mine or any(row.kind != "opening" for row in mine):
        return None
    return max((person._replace(until=as_moment(person.until)) for person in _people(mine)), key=lambda one: one.until)


def _parameters(family_id: int, user: User, opened_since: datetime | None) -> list[Any]:
    return [
        *[family_id] * len(CONTACTS),
        family_id,
        *(family_id, user.school.current_year_id),
        *(family_id, clock.today()),
        *(family_id, _stored(opened_since or clock.now())),
        *_window(family_id, Window()),
    ]


@lru_cache(maxsize=16)
def _monday_of(day: date, _zone: tzinfo) -> Any:
    return _stored(to_utc(day - timedelta(days=day.weekday()), time()))


def _monday() -> Any:
    """When this week began, as it is stored."""
    return _monday_of(clock.today(), clock.zone())


def _window(family_id: int, window: Window) -> list[Any]:
    return bounds(family_id, window) * 2


def _people(rows: list[Row]) -> list[Person]:
    found = [
        (row.e, Person(row.id, row.parent, row.a, row.b, row.c, row.d, row.at or as_date(row.day))) for row in rows
    ]
    return [person for _key, person in sorted(found, key=lambda pair: (pair[0], pair[1].ground))]


def _history(rows: dict[str, list[Row]]) -> tuple[list[Change], list[Change]]:
    """The moves of the link and the changes of tier, the latest first."""
    moves = [
        Change(row.id, as_moment(row.at), row.a or "", row.b or "", row.c, row.e, row.f, tuple(_decode(row.d)), None)
        for row in rows["link"]
    ]
    tiers = [
        Change(row.id, as_moment(row.at), row.a or "", "", str(row.parent), row.b, "", (), as_date(row.day))
        for row in rows["tier"]
    ]
    return moves, tiers


def _of_other_rooms(user: User, family_id: int, window: Window) -> tuple[dict[str, str], list[Any]]:
    """The texts, by kind of row, and the values of what the rooms above add to the timeline."""
    texts = {kind: text for history in histories() for kind, text in history.texts.items()}
    return texts, [value for history in histories() for value in history.parameters(user, family_id, window)]


def older(user: User, family_id: int, window: Window) -> list[tuple[Any, ...]]:
    """A stretch of the history: the rows of the room's own and those of the rooms above, as ``Sheet.past``."""
    others, values = _of_other_rooms(user, family_id, window)
    sql = " UNION ALL ".join((HISTORY_SQL, *others.values()))
    return fetch_all(sql, [*_window(family_id, window), *values])


def history(past: Iterable[tuple[Any, ...]]) -> tuple[list[Change], list[Change], dict[str, list[Row]]]:
    """What such rows tell: the moves of the link, the changes of tier, the rows of the rooms above by kind."""
    rows = file_sheet.by_kind(past)
    return *_history(rows), rows


def changes(family_id: int, window: Window) -> tuple[list[Change], list[Change]]:
    """The moves of the link and the changes of tier of a stretch of the timeline."""
    return _history(file_sheet.by_kind(fetch_all(HISTORY_SQL, _window(family_id, window))))


def last_event(family_id: int, action: str) -> AuditEvent | None:
    """The journal's last line of this action on this family: who wrote the version that is there, and when."""
    lines = AuditEvent.select().where((AuditEvent.family_id == family_id) & (AuditEvent.action == action))
    return lines.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).first()


def tiers(family_id: int) -> list[Change]:
    """The tiers so far, the latest first."""
    return changes(family_id, Window())[1]


def factor_for(user: User, family_id: int, factor_id: int) -> Factor:
    """A force or an obstacle of a family whose file this person may open, removed or not; 404 for others."""
    family_for(user, family_id)
    rows = Factor.select().where((Factor.id == factor_id) & (Factor.family == family_id))
    return rows.first() or abort(404)


def exists(family_id: int) -> bool:
    """Whether there is such a family, whoever asks."""
    return Family.select().where(Family.id == family_id).exists()

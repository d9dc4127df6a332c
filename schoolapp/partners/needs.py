"""Needs without an answer: what was looked for and not found, counted by category. The school's gaps, to bring to its
partners. Words are for whoever wrote them and for those who lead; figures name nobody."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import peewee
from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import UTCDateTime, atomic, fetch_all
from schoolapp.families.models import SchoolYear
from schoolapp.formats import to_utc
from schoolapp.partners import categories
from schoolapp.partners.models import UnmetNeed
from schoolapp.partners.referral_vocabulary import ORIGINS
from schoolapp.records import NamedTuple

YEAR, QUARTER, ALWAYS = "annee", "trimestre", "tout"
PERIODS = {YEAR: _l("Cette année scolaire"), QUARTER: _l("Trois derniers mois"), ALWAYS: _l("Depuis le début")}
MOST = 100


class Figure(NamedTuple):
    """One category, and how often nothing was found for it."""

    code: str
    name: str
    total: int
    waiting: int
    by_origin: dict[str, int]


def first_day(user: User, period: str) -> date | None:
    """From which day a period counts."""
    if period == QUARTER:
        return clock.today() - timedelta(days=91)
    if period == ALWAYS:
        return None
    year = SchoolYear.get_or_none(SchoolYear.id == user.school.current_year_id)
    return year.starts_on if year else None


def _since(day: date | None) -> Any:
    moment = to_utc(day, time()) if day else datetime(2000, 1, 1, tzinfo=clock.zone())
    return UTCDateTime().db_value(moment)


def figures(since: date | None) -> list[Figure]:
    """The categories for which something was not found, the most frequent first."""
    rows = fetch_all(
        "SELECT n.category, n.origin, COUNT(*), SUM(CASE WHEN n.met_at IS NULL THEN 1 ELSE 0 END) FROM unmet_need n "
        "WHERE n.noted_at >= ? GROUP BY n.category, n.origin",
        [_since(since)],
    )
    known = categories.every()
    found: dict[str, Figure] = {}
    for code, origin, total, waiting in rows:
        one = found.setdefault(code, Figure(code, called(code, known), 0, 0, dict.fromkeys(ORIGINS, 0)))
        one.by_origin[origin] = one.by_origin.get(origin, 0) + int(total)
        found[code] = one._replace(total=one.total + int(total), waiting=one.waiting + int(waiting))
    return sorted(found.values(), key=lambda one: (-one.waiting, -one.total, one.name))


def called(code: str, known: dict[str, categories.Need]) -> str:
    """What a category is called, with the one that it is under."""
    need = known.get(code)
    if need is None:
        return code
    return _("%(parent)s : %(name)s", parent=known[need.parent].label, name=need.label) if need.parent else need.label


def visible_to(user: User) -> peewee.ModelSelect:
    """The needs whose words this person may read: their own; all of them for who leads."""
    rows = UnmetNeed.select(UnmetNeed, User).join(User, on=UnmetNeed.noted_by)
    if user.role in LEADS:
        return rows
    return rows.where(UnmetNeed.noted_by == user.id) if user.role != Role.LIAISON else rows.where(peewee.SQL("1 = 0"))


def lines(user: User, since: date | None) -> list[UnmetNeed]:
    """The last needs that this person may read, those still without an answer first."""
    rows = visible_to(user)
    if since is not None:
        rows = rows.where(UnmetNeed.noted_at >= to_utc(since, time()))
    order = (UnmetNeed.met_at.is_null(False), UnmetNeed.noted_at.desc(), UnmetNeed.id.desc())
    return list(rows.order_by(*order).limit(MOST))


def need_for(user: User, need_id: int) -> UnmetNeed:
    """One need, for whoever may read it; 404 for anyone else."""
    return visible_to(user).where(UnmetNeed.id == need_id).first() or abort(404)


def note(values: dict[str, Any], *, by: User, form_key: str) -> UnmetNeed:
    """Keep that something was not found. A form sent twice counts once."""
    with atomic():
        before = UnmetNeed.get_or_none((UnmetNeed.noted_by == by.id) & (UnmetNeed.form_key == form_key))
        if before is not None:
            return before
        made = UnmetNeed.create(noted_by=by.id, noted_at=clock.now(), form_key=form_key, **values)
        record("need.noted", by=by, subject=made, family=made.family_id, detail={"categorie": made.category})
    return made


def meet(need: UnmetNeed, words: str, *, by: User) -> None:
    """An answer was found after all."""
    with atomic():
        open_still = (UnmetNeed.id == need.id) & UnmetNeed.met_at.is_null()
        if UnmetNeed.update(met_at=clock.now(), met_by=by.id, met_words=words).where(open_still).execute():
            record("need.met", by=by, subject=need, family=need.family_id)


def reopen(need: UnmetNeed, *, by: User) -> None:
    """No answer after all."""
    with atomic():
        met = (UnmetNeed.id == need.id) & UnmetNeed.met_at.is_null(False)
        if UnmetNeed.update(met_at=None, met_by=None, met_words="").where(met).execute():
            record("need.unmet", by=by, subject=need, family=need.family_id)

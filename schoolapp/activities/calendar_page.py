"""What the calendar's page shows: the list, a week or a month, with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import queries, rules
from schoolapp.activities.queries import ONE_DAY, by_day, midnight, week_of
from schoolapp.activities.shown import DayLines, clashes
from schoolapp.activities.vocabulary import KINDS
from schoolapp.formats import date_words
from schoolapp.records import NamedTuple

LIST, WEEK, MONTH = "liste", "semaine", "mois"
VIEWS = {LIST: _l("Liste"), WEEK: _l("Semaine"), MONTH: _l("Mois")}
FIRST, LAST = date(2000, 1, 1), date(2190, 1, 1)


class Asked(NamedTuple):
    """The view, its date and its filters, as the address says them; what does not read is left out."""

    vue: str
    day: date
    sorte: str = ""
    groupe: int = 0
    personne: int = 0

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        kind = args.get("sorte", "")
        return cls(
            vue if (vue := args.get("vue", "")) in VIEWS else LIST,
            _date(args.get("date", "")),
            kind if kind in KINDS else "",
            _number(args.get("groupe", "")),
            _number(args.get("personne", "")),
        )

    @property
    def filters(self) -> dict[str, Any]:
        return {"kind": self.sorte, "group": self.groupe, "host": self.personne}

    def url(self, **changed: Any) -> str:
        """The address of the page with something changed."""
        other = self._replace(**changed)
        today = other.day == clock.today()
        return url_for(
            "activities.index",
            vue=other.vue if other.vue != LIST else None,
            date=None if today else other.day.isoformat(),
            sorte=other.sorte or None,
            groupe=other.groupe or None,
            personne=other.personne or None,
        )


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return clock.today()
    return min(max(day, FIRST), LAST)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def shown(user: User, args: Mapping[str, str]) -> dict[str, Any]:
    """The variables of the page."""
    asked = Asked.of(args)
    view = {LIST: _list, WEEK: _week, MONTH: _month}[asked.vue](asked)
    groups = [(group.id, group.label or group.code) for group in queries.year_groups(user)]
    return view | {
        "asked": asked,
        "tabs_of": [(str(words), asked.url(vue=code), code == asked.vue) for code, words in VIEWS.items()],
        "kinds": KINDS,
        "groups": groups,
        "hosts": queries.hosts(),
        "may_make": rules.can_make(user),
        "manages": rules.manages(user),
        "sets_checks": rules.sets_checks(user),
        "filtered": bool(asked.sorte or asked.groupe or asked.personne),
    }


def _list(asked: Asked) -> dict[str, Any]:
    """What comes from this day on."""
    found = queries.lines(midnight(asked.day), most=queries.LISTED + 1, **asked.filters)
    more = len(found) > queries.LISTED
    last = found[-1].day if more else None
    kept = [line for line in found if line.day < last] if more and last != found[0].day else found[: queries.LISTED]
    back = asked.url(day=max(asked.day - timedelta(days=28), FIRST))
    return {
        "days": by_day(kept, asked.day) if kept else [],
        "clashes": clashes(kept),
        "before": back,
        "after": asked.url(day=last) if more and last else None,
        "title": _("À partir d’aujourd’hui") if asked.day == clock.today() else
        _("À partir du %(day)s", day=date_words(asked.day)),
    }  # fmt: skip


def _week(asked: Asked) -> dict[str, Any]:
    first = week_of(asked.day)
    found = queries.lines(midnight(first), midnight(first + 7 * ONE_DAY), **asked.filters)
    days = by_day(found, first, first + 7 * ONE_DAY)
    return {
        "days": [day for day in days if day.day.weekday() < 5 or day.lines],
        "clashes": clashes(found),
        "before": asked.url(day=first - 7 * ONE_DAY),
        "after": asked.url(day=first + 7 * ONE_DAY),
        "title": _("Semaine du %(day)s", day=date_words(first, weekday=False)),
    }


def _month(asked: Asked) -> dict[str, Any]:
    first = asked.day.replace(day=1)
    following = (first + 32 * ONE_DAY).replace(day=1)
    start, end = week_of(first), week_of(following - ONE_DAY) + 7 * ONE_DAY
    found = queries.lines(midnight(start), midnight(end), **asked.filters)
    days = by_day(found, start, end)
    weeks: list[list[DayLines]] = [days[number : number + 7] for number in range(0, len(days), 7)]
    return {
        "weeks": weeks,
        "month": first,
        "weekdays": [format_date(start + ONE_DAY * number, "EEEE") for number in range(7)],
        "clashes": clashes(found),
        "before": asked.url(day=(first - ONE_DAY).replace(day=1)),
        "after": asked.url(day=following),
        "title": format_date(first, "MMMM yyyy").capitalize(),
    }

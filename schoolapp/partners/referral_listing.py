"""The list of referrals: mine, those that wait for news, all that are open, those that ended. Filters are addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.database import fetch_all
from schoolapp.families.board_events import opened
from schoolapp.forms import tidy
from schoolapp.partners import referral_queries as queries
from schoolapp.partners.referral_shown import Card
from schoolapp.partners.referral_vocabulary import OPEN, OVER, STATES
from schoolapp.records import NamedTuple

MINE, WAITING, ALL_OPEN, ENDED = "miennes", "nouvelles", "ouvertes", "terminees"
VIEWS = {
    MINE: _l("Les miennes"),
    WAITING: _l("À reprendre"),
    ALL_OPEN: _l("Ouvertes"),
    ENDED: _l("Terminées"),
}
PAGE_SIZE = 40


def _among(states: tuple[str, ...]) -> str:
    return "r.state IN ({})".format(", ".join(f"'{state}'" for state in states))


_DUE = f"({_among(OPEN)} AND r.remind_on <= ?)"


class Filters(NamedTuple):
    """What the address asks for."""

    vue: str = MINE
    etat: str = ""

    @classmethod
    def of(cls, user: User, args: Mapping[str, str]) -> Filters:
        first = ALL_OPEN if user.role == Role.DIRECTION else MINE
        view, state = (tidy(args.get(name, ""))[:30] for name in ("vue", "etat"))
        return cls(view if view in VIEWS else first, state if state in STATES else "")


def _view(user: User, view: str) -> tuple[str, list[Any]]:
    return {
        MINE: (f"({_among(OPEN)} AND r.holder_id = ?)", [user.id]),
        WAITING: (_DUE, [clock.today().isoformat()]),
        ALL_OPEN: (_among(OPEN), []),
        ENDED: (_among(OVER), []),
    }[view]


def _counts(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """How many each view holds, and each state, in one statement."""
    seen, values = queries.seen(user)
    sums = ", ".join(f"SUM(CASE WHEN {_view(user, view)[0]} THEN 1 ELSE 0 END)" for view in VIEWS)
    mine = [value for view in VIEWS for value in _view(user, view)[1]]
    sql = f"SELECT r.state, COUNT(*), {sums} FROM referral r WHERE {seen} GROUP BY r.state"  # noqa: S608
    rows = fetch_all(sql, [*mine, *values])
    views = {view: sum(int(row[2 + place] or 0) for row in rows) for place, view in enumerate(VIEWS)}
    return views, {row[0]: row[1] for row in rows}


def page(user: User, filters: Filters, number: str = "1") -> tuple[list[Card], int, int, int]:
    """The cards of a page, how many there are in all, which page it is and which is the last."""
    parts = [queries.seen(user), _view(user, filters.vue)]
    if filters.etat:
        parts.append(("r.state = ?", [filters.etat]))
    where = " AND ".join(text for text, _values in parts)
    values = [value for _text, several in parts for value in several]
    total = fetch_all(f"SELECT COUNT(*) FROM referral r WHERE {where}", values)[0][0]  # noqa: S608 - texts of ours
    last = max(1, -(-total // PAGE_SIZE))
    asked = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    asked = min(max(1, asked), last)
    order = "r.closed_at DESC, r.id DESC" if filters.vue == ENDED else "r.remind_on, r.id"
    tail = f"WHERE {where} ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {PAGE_SIZE * (asked - 1)}"
    return queries.cards(tail, values), total, asked, last


def noted(user: User) -> None:
    """The list names families: reading it is written down."""
    opened("referral.listed", by=user)


def shown(user: User, args: Mapping[str, str]) -> dict[str, Any]:
    """The variables of the page."""
    filters = Filters.of(user, args)
    counts, states = _counts(user)
    cards, total, number, last = page(user, filters, args.get("page", "1"))

    def address(**changes: Any) -> str:
        wanted = {"vue": filters.vue, "etat": filters.etat, **changes}
        return url_for("referrals.index", **{name: value for name, value in wanted.items() if value})

    return {
        "cards": cards,
        "filters": filters,
        "tabs_of": [
            (str(words), address(vue=view, etat=""), view == filters.vue, counts[view]) for view, words in VIEWS.items()
        ],
        "states": [(code, str(words)) for code, words in STATES.items() if states.get(code)],
        "count": ngettext("%(num)s référence", "%(num)s références", total),
        "number": number,
        "last": last,
        "previous": address(page=number - 1) if number > 1 else None,
        "following": address(page=number + 1) if number < last else None,
        "title": str(VIEWS[filters.vue]),
        "empty_words": _("Elles se préparent depuis la fiche d’une famille ou depuis une demande."),
    }

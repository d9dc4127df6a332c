"""The list of requests: mine, to receive, in progress, closed; by urgency, group or age. Filters are addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import lazy_gettext as _l

from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests import queries
from schoolapp.agent_requests.shown import Card
from schoolapp.agent_requests.vocabulary import NEW, OPEN, OVER, URGENCIES, WAITING
from schoolapp.agent_requests.waits import LATE, Waits
from schoolapp.database import fetch_all
from schoolapp.forms import tidy
from schoolapp.records import NamedTuple

PAGE = "requests"  # whose saved filters these are
PAGE_SIZE = 40
MINE, TO_RECEIVE, UNDER_WAY, OVER_WITH = "miennes", "a_recevoir", "en_cours", "fermees"
VIEWS = {
    MINE: _l("Les miennes"),
    TO_RECEIVE: _l("À recevoir"),
    UNDER_WAY: _l("En cours"),
    OVER_WITH: _l("Fermées"),
}
SORTS = {"urgence": _l("par urgence"), "groupe": _l("par groupe"), "anciennete": _l("par ancienneté")}
_URGENCY = "CASE q.urgency WHEN 'semaine' THEN 0 WHEN 'mois' THEN 1 ELSE 2 END"
ORDERS = {
    "urgence": f"{_URGENCY}, q.asked_at, q.id",
    "groupe": f"CASE WHEN g.code IS NULL THEN 1 ELSE 0 END, g.code, {_URGENCY}, q.asked_at, q.id",
    "anciennete": "q.asked_at, q.id",
}
LATEST = "q.state_at DESC, q.id DESC"
FIELDS = ("vue", "urgence", "groupe", "agent", "attente", "tri")


def _among(states: tuple[str, ...]) -> str:
    return "q.state IN ({})".format(", ".join(f"'{state}'" for state in states))


class Filters(NamedTuple):
    """What the address asks for; empty values ask for nothing."""

    vue: str = ""
    urgence: str = ""
    groupe: str = ""
    agent: str = ""
    attente: str = ""
    tri: str = ""

    @classmethod
    def of(cls, user: User, args: Mapping[str, str]) -> Filters:
        """The filters of an address; what means nothing is left aside."""
        asked = cls(**{name: tidy(args.get(name, ""))[:60] for name in FIELDS})
        return asked._replace(
            vue=asked.vue if asked.vue in VIEWS else default_view(user),
            urgence=asked.urgence if asked.urgence in URGENCIES else "",
            agent=asked.agent if asked.agent.isascii() and asked.agent.isdecimal() and len(asked.agent) < 10 else "",
            attente="1" if asked.attente == "1" else "",
            tri=asked.tri if asked.tri in SORTS else "",
        )

    def query(self, **changes: str) -> dict[str, str]:
        """The parameters of the address, with some changed."""
        values = {name: getattr(self, name) for name in FIELDS} | changes
        return {name: value for name, value in values.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything but the view is asked for."""
        return any(getattr(self, name) for name in FIELDS if name != "vue")


def default_view(user: User) -> str:
    """What one sees first: what one holds or asked for; for the direction, what nobody has yet."""
    return TO_RECEIVE if user.role == Role.DIRECTION else MINE


def address(text: str | None) -> dict[str, str]:
    """The known parameters of what follows the « ? » of an address: what comes from a browser leads nowhere else."""
    try:
        args = dict(parse_qsl((text or "")[:1000].rpartition("?")[2], max_num_fields=30))
    except ValueError:
        return {}
    return {name: tidy(args[name])[:60] for name in FIELDS if args.get(name)}


class Facets(NamedTuple):
    """How many requests each view holds, and what the lists of filters offer."""

    counts: dict[str, int]
    groups: list[str]
    agents: list[tuple[int, str]]


class Page(NamedTuple):
    """One page of the list."""

    cards: list[Card]
    total: int
    number: int
    last: int


def _seen(user: User) -> tuple[str, list[Any]]:
    """What this person sees in a list: for the agents and the direction, a request added to another is within it."""
    if user.role in LEADS:
        return "(q.main_id IS NULL OR q.requester_id = ?)", [user.id]
    return f"q.id IN ({queries.MINE})", [user.id, user.id]


def _own(user: User) -> tuple[str, list[Any]]:
    """« Les miennes »: what an agent holds and what one asked for; for the others, all they see."""
    if user.role in LEADS:
        return f"((q.agent_id = ? AND {_among(OPEN)}) OR q.requester_id = ?)", [user.id, user.id]
    return "1 = 1", []


def _view(user: User, view: str) -> tuple[str, list[Any]]:
    if view == MINE:
        return _own(user)
    return {TO_RECEIVE: f"q.state = '{NEW}'", UNDER_WAY: _among(WAITING), OVER_WITH: _among(OVER)}[view], []


def facets(user: User) -> Facets:
    """Counts and choices, in one statement."""
    seen, mine = _seen(user), _own(user)
    sql = (
        f"SELECT 'state', q.state, COUNT(*), SUM(CASE WHEN {mine[0]} THEN 1 ELSE 0 END) FROM agent_request q "  # noqa: S608
        f"WHERE {seen[0]} GROUP BY q.state UNION ALL "
        "SELECT 'group', g.code, COUNT(*), 0 FROM agent_request q JOIN pupil p ON p.id = q.pupil_id "
        f"JOIN school_group g ON g.id = p.group_id WHERE {seen[0]} GROUP BY g.code UNION ALL "
        "SELECT 'agent', a.name, a.id, 0 FROM agent_request q JOIN \"user\" a ON a.id = q.agent_id "
        f"WHERE {seen[0]} GROUP BY a.id, a.name, a.sort_key ORDER BY 1, 2"
    )
    rows = fetch_all(sql, [*mine[1], *seen[1] * 3])
    states = {name: number for kind, name, number, _own_number in rows if kind == "state"}
    counts = {
        MINE: sum(int(own or 0) for kind, _name, _number, own in rows if kind == "state"),
        TO_RECEIVE: states.get(NEW, 0),
        UNDER_WAY: sum(states.get(state, 0) for state in WAITING),
        OVER_WITH: sum(states.get(state, 0) for state in OVER),
    }
    groups = [name for kind, name, _number, _own_number in rows if kind == "group"]
    return Facets(counts, groups, [(number, name) for kind, name, number, _own_number in rows if kind == "agent"])


def page(user: User, filters: Filters, number: str = "1", waits: Waits | None = None) -> Page:
    """A page of what the filters ask for; the last one when there are not that many."""
    waits = waits or Waits.of(user)
    where, values = _where(user, filters, waits)
    total = fetch_all(
        "SELECT COUNT(*) FROM agent_request q LEFT JOIN pupil p ON p.id = q.pupil_id "  # noqa: S608 - texts of ours
        f"LEFT JOIN school_group g ON g.id = p.group_id WHERE {where}",
        values,
    )[0][0]
    last = max(1, -(-total // PAGE_SIZE))
    asked = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    asked = min(max(1, asked), last)
    order = ORDERS.get(filters.tri) or (LATEST if filters.vue == OVER_WITH else _open_first(filters))
    tail = f"WHERE {where} ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {PAGE_SIZE * (asked - 1)}"
    return Page(queries.cards(user, tail, values, waits), total, asked, last)


def _open_first(filters: Filters) -> str:
    over = f"CASE WHEN {_among(OVER)} THEN 1 ELSE 0 END, " if filters.vue == MINE else ""
    return over + ORDERS["urgence"]


def _where(user: User, filters: Filters, waits: Waits) -> tuple[str, list[Any]]:
    parts = [_seen(user), _view(user, filters.vue)]
    if filters.urgence:
        parts.append(("q.urgency = ?", [filters.urgence]))
    if filters.groupe:
        parts.append(("g.code = ?", [filters.groupe]))
    if filters.agent:
        parts.append(("q.agent_id = ?", [int(filters.agent)]))
    if filters.attente:
        parts.append((LATE, waits.parameters))
    return " AND ".join(text for text, _values in parts), [value for _text, values in parts for value in values]

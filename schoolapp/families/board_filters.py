"""The board's filters: read from the address, written back to it, applied to rows already in memory.

A reduced card shows four things only, so it answers to no filter on anything else: a filter must not tell what the card
hides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.database import UTCDateTime, is_sqlite
from schoolapp.families.board_queries import REDUCED, Row
from schoolapp.families.vocabulary import LANGUAGES, LINK_STATES, PRIORITIES, TIERS
from schoolapp.formats import to_utc
from schoolapp.forms import tidy
from schoolapp.records import NamedTuple

# The names in the address, the fields of ``Filters`` that they fill, and their words.
FIELDS = {
    "groupe": ("group", _l("Groupe")),
    "agent": ("lead", _l("Agent")),
    "palier": ("tier", _l("Palier")),
    "langue": ("language", _l("Langue")),
    "priorite": ("priority", _l("Priorité")),
    "miennes": ("mine", _l("Les miennes")),
    "sans_contact": ("cold", _l("Sans contact")),
    "en_retard": ("late", _l("Suivi en retard")),
    "interprete": ("interpreter", _l("Interprète")),
}
TOGGLES = ("miennes", "sans_contact", "en_retard", "interprete")
LONGEST_VALUE = 60


class Drawn(NamedTuple):
    """A card: what it shows, its HTML, and whether it is « sans contact » and « en retard »."""

    row: Row
    html: bytes
    cold: bool
    late: bool


Check = Callable[[Drawn], bool]


class Filters(NamedTuple):
    """What the person asks to see; empty values ask for nothing."""

    group: str = ""
    lead: int = 0
    tier: int = 0
    language: str = ""
    priority: str = ""
    mine: bool = False
    cold: bool = False
    late: bool = False
    interpreter: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def value(self, name: str) -> Any:
        """The value of a parameter of the address."""
        return getattr(self, FIELDS[name][0])

    def query(self) -> dict[str, str]:
        """The filters as parameters of the address: those set only, always in the same order."""
        values = {name: self.value(name) for name in FIELDS}
        return {name: "1" if value is True else str(value) for name, value in values.items() if value}

    def toggled(self, name: str) -> dict[str, str]:
        """The parameters of the address with one of the on/off filters turned over."""
        return self._replace(**{FIELDS[name][0]: not self.value(name)}).query()


class Choices(NamedTuple):
    """What the lists of filters offer: codes and words."""

    groups: tuple[tuple[str, str], ...]
    leads: tuple[tuple[int, str], ...]

    def of(self, name: str) -> Mapping[str, Any]:
        """The values that a parameter may take, with their words."""
        fixed: dict[str, Mapping[str, Any]] = {
            "groupe": dict(self.groups),
            "agent": {str(identity): name for identity, name in self.leads},
            "palier": {str(tier): words for tier, words in TIERS.items()},
            "langue": LANGUAGES,
            "priorite": PRIORITIES,
        }
        return fixed.get(name, {"1": ""})


def asked(args: Mapping[str, str]) -> dict[str, str]:
    """The parameters of an address that are filters: bounded, in order, not yet checked against what exists."""
    found = {name: tidy(args.get(name, ""))[:LONGEST_VALUE] for name in FIELDS}
    return {name: value for name, value in found.items() if value}


def address(text: str | None) -> dict[str, str]:
    """The parameters of a board's address, filters and column, out of that address or of what follows its « ? ».

    What comes from a browser leads nowhere else than to the board: only known names pass.
    """
    query = (text or "")[:2000].partition("?")[2] or (text or "")[:2000]
    try:
        args = dict(parse_qsl(query, max_num_fields=50))
    except ValueError:
        return {}
    column = args.get("colonne", "")
    return asked(args) | ({"colonne": column} if column in LINK_STATES else {})


def read(args: Mapping[str, str], choices: Choices) -> tuple[Filters, list[str]]:
    """The filters of an address, and a sentence for each value that means nothing and is left aside."""
    values: dict[str, Any] = {}
    notices = []
    for name, text in asked(args).items():
        field, label = FIELDS[name]
        if text in choices.of(name):
            default = Filters._field_defaults[field]
            values[field] = True if default is False else type(default)(text)
        else:
            told = _("Le filtre « %(name)s » ne connaît pas « %(value)s » : il est laissé de côté.")
            notices.append(told % {"name": label, "value": text})
    return Filters(**values), notices


class Limits(NamedTuple):
    """Where « sans contact » and « en retard » begin; the moment and the ``stored`` days as the engine has them."""

    today: date
    cold_day: date
    cold_moment: Any
    stored_today: Any
    stored_cold_day: Any

    @classmethod
    def of(cls, weeks: int) -> Limits:
        """The limits of today, for a school that worries after ``weeks`` without contact."""
        return _limits(clock.today(), weeks, clock.zone())

    def is_cold(self, row: Row) -> bool:
        """Nobody reached the family for that long; one never reached counts from the day it was put on the board."""
        if row.last_contact_at is not None:
            return bool(row.last_contact_at < self.cold_moment)
        return row.prioritised_on is not None and bool(row.prioritised_on <= self.stored_cold_day)

    def is_late(self, row: Row) -> bool:
        """The next step's day is past."""
        return row.next_step_on is not None and bool(row.next_step_on < self.stored_today)


@lru_cache(maxsize=16)
def _limits(today: date, weeks: int, _zone: tzinfo) -> Limits:
    cold = today - timedelta(weeks=weeks)
    end_of_day = UTCDateTime().db_value(to_utc(cold + timedelta(days=1), time()))
    stored = [day.isoformat() if is_sqlite() else day for day in (today, cold)]
    return Limits(today, cold, end_of_day, *stored)


def checks(filters: Filters, user: User) -> dict[str, Check]:
    """What a card must satisfy for each filter. A reduced card fails those on what it does not show."""
    group = f",{json.dumps(filters.group, ensure_ascii=False)}]"  # as it ends each pair of ``pupils_line``
    return {
        "groupe": lambda card: group in card.row.pupils_line,
        "agent": lambda card: card.row.lead_id == filters.lead,
        "miennes": lambda card: card.row.lead_id == user.id,
        "palier": lambda card: card.row.access != REDUCED and card.row.tier == filters.tier,
        "langue": lambda card: card.row.access != REDUCED and card.row.language == filters.language,
        "priorite": lambda card: card.row.access != REDUCED and card.row.priority == filters.priority,
        "interprete": lambda card: card.row.access != REDUCED and card.row.interpreter in ("oui", "personne"),
        "sans_contact": lambda card: card.cold,
        "en_retard": lambda card: card.late,
    }


def apply(cards: list[Drawn], filters: Filters, user: User) -> tuple[list[Drawn], int, int]:
    """The cards that pass every filter; with the other filters as set, how many are without contact, and late."""
    tests = checks(filters, user)
    active = [name for name in tests if filters.value(name)]

    def passing(names: Iterable[str]) -> list[Drawn]:
        found = cards
        for name in names:
            found = list(filter(tests[name], found))
        return found

    others = {toggle: passing(name for name in active if name != toggle) for toggle in ("sans_contact", "en_retard")}
    cold = sum(card.cold for card in others["sans_contact"])
    return passing(active), cold, sum(card.late for card in others["en_retard"])


@lru_cache(maxsize=4096)
def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The children of a card and their groups, from ``Family.pupils_line`` as stored."""
    return tuple((str(name), str(code)) for name, code in json.loads(text or "[]"))

"""The board as one person sees it under their filters: columns, counts, and what the filters offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.families import board_cards, board_queries
from schoolapp.families.board_filters import FIELDS, TOGGLES, Choices, Filters, Limits, address, apply, read
from schoolapp.families.board_queries import REDUCED
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import number, time_words

# Words of the lists whose name says the rest: « Priorité : haute ».
SHORT: dict[str, dict[str, Any]] = {
    "palier": {"1": _l("1, universel"), "2": _l("2, ciblé"), "3": _l("3, intensif")},
    "priorite": {"haute": _l("haute"), "moyenne": _l("moyenne"), "normale": _l("normale")},
}


@dataclass(frozen=True)
class Column:
    """One state of the link and its cards, drawn."""

    state: str
    label: str
    cards: list[Markup]
    current: bool


@dataclass(frozen=True)
class Chip:
    """An on/off filter: its words, the address that turns it over, and whether it is on."""

    name: str
    words: str
    query: dict[str, str]
    on: bool


@dataclass(frozen=True)
class Picker:
    """A list of filter values: its parameter, its words and its options (value, words, chosen)."""

    name: str
    label: str
    every: str
    options: list[tuple[str, str, bool]]

    @property
    def chosen(self) -> bool:
        """Whether one of the values is asked for."""
        return any(chosen for _value, _words, chosen in self.options)


@dataclass(frozen=True)
class Board:
    """All that the page and its refreshed fragment show."""

    version: str
    columns: list[Column]
    filters: Filters
    notices: list[str]
    choices: Choices
    languages: frozenset[str]
    counts: dict[str, int]
    shown: int
    total: int
    weeks: int
    moment: str
    leads: bool

    @property
    def count_words(self) -> str:
        """« 38 familles », or « 6 familles sur 38 » under a filter."""
        if self.shown == self.total:
            return self.total_words
        return ngettext(
            "%(count)s famille sur %(total)s",
            "%(count)s familles sur %(total)s",
            self.shown,
            count=number(self.shown),
            total=number(self.total),
        )

    @property
    def total_words(self) -> str:
        """« 38 familles »."""
        return ngettext("%(count)s famille", "%(count)s familles", self.total, count=number(self.total))

    @property
    def query(self) -> dict[str, str]:
        """The filters, as parameters of the address."""
        return self.filters.query()

    @property
    def current(self) -> Column:
        """The column that a phone shows."""
        return next(column for column in self.columns if column.current)

    @property
    def chips(self) -> list[Chip]:
        """The on/off filters; « Les miennes » for those who lead families only."""
        words = {
            "miennes": _("Les miennes"),
            "sans_contact": self.cold_words,
            "en_retard": _("Suivi en retard · %(count)s", count=number(self.counts["en_retard"])),
            "interprete": _("Interprète"),
        }
        names = [name for name in TOGGLES if name != "miennes" or self.leads]
        return [Chip(name, words[name], self.filters.toggled(name), self.filters.value(name)) for name in names]

    @property
    def cold_words(self) -> str:
        """« Sans contact depuis 3 semaines · 6 »."""
        return ngettext(
            "Sans contact depuis %(num)d semaine · %(count)s",
            "Sans contact depuis %(num)d semaines · %(count)s",
            self.weeks,
            count=number(self.counts["sans_contact"]),
        )

    @property
    def pickers(self) -> list[Picker]:
        """The lists of filter values."""
        every = {
            "groupe": _("tous"),
            "langue": _("toutes"),
            "agent": _("tous"),
            "palier": _("tous"),
            "priorite": _("toutes"),
        }
        return [Picker(name, str(FIELDS[name][1]), words, self._options(name)) for name, words in every.items()]

    def _options(self, name: str) -> list[tuple[str, str, bool]]:
        chosen = str(self.filters.value(name))
        options = self.choices.of(name).items()
        if name == "groupe":  # « 302 », as on the cards
            return [(code, code, code == chosen) for code, _label in options]
        if name == "langue":  # those spoken here: the whole list is too long to choose from
            options = [(code, words) for code, words in options if code in self.languages or code == chosen]
        short = SHORT.get(name, {})
        return [(code, str(short.get(code, words)), code == chosen) for code, words in options]


def board(user: User, args: Mapping[str, str]) -> Board:
    """The board of this person, as the parameters of an address ask for it, in four statements."""
    choices = Choices(board_queries.groups(user), board_queries.agents())
    filters, notices = read(args, choices)
    version = board_queries.version(user, filters.query())  # before the rows: what changes next will be seen as newer
    rows = board_queries.rows(user)
    kept, counts = apply(rows, filters, user, Limits.of(user.school.no_contact_weeks))
    return Board(
        version=version,
        columns=_columns(kept, user, args.get("colonne", "")),
        filters=filters,
        notices=notices,
        choices=choices,
        languages=frozenset(row.language for row in rows if row.access != REDUCED),
        counts=counts,
        shown=len(kept),
        total=len(rows),
        weeks=user.school.no_contact_weeks,
        moment=time_words(clock.now()),
        leads=user.role in LEADS,
    )


@dataclass(frozen=True)
class Kept:
    """A set of filters kept under a name, and the parameters of its address."""

    id: int
    name: str
    address: dict[str, str]


def kept(user: User) -> list[Kept]:
    """This person's own filters, by name."""
    return [Kept(saved.id, saved.name, address(saved.query)) for saved in board_queries.saved_filters(user)]


def _columns(rows: list[board_queries.Row], user: User, asked: str) -> list[Column]:
    """The five columns; a phone shows the one asked for, else the first that is not empty."""
    cards: dict[str, list[Markup]] = {state: [] for state in LINK_STATES}
    for row, card in zip(rows, board_cards.drawn(rows, user), strict=True):
        cards[row.link_state].append(card)
    first = next((state for state, found in cards.items() if found), next(iter(LINK_STATES)))
    current = asked if asked in LINK_STATES else first
    return [Column(state, str(LINK_STATES[state]), found, state == current) for state, found in cards.items()]

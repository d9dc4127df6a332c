"""The row of filters above the board, and the menu of its cards: the same for many pages, so drawn once and kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp.families.board_filters import FIELDS, TOGGLES, Choices, Filters
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import number
from schoolapp.i18n import spoken
from schoolapp.keep import Keep
from schoolapp.records import NamedTuple

# Words of the lists whose name says the rest: « Priorité : haute ».
SHORT: dict[str, dict[str, Any]] = {
    "palier": {"1": _l("1, universel"), "2": _l("2, ciblé"), "3": _l("3, intensif")},
    "priorite": {"haute": _l("haute"), "moyenne": _l("moyenne"), "normale": _l("normale")},
}

_bars: Keep[Markup] = Keep(500)
_menus: Keep[Markup] = Keep(10)


class Chip(NamedTuple):
    """An on/off filter: its parameter, its words, the address that turns it over, and whether it is on."""

    name: str
    words: str
    url: str
    on: bool


class Picker(NamedTuple):
    """A list of filter values: its parameter, its words and its options (value, words, chosen)."""

    name: str
    label: str
    every: str
    options: list[tuple[str, str, bool]]

    @property
    def chosen(self) -> bool:
        """Whether one of the values is asked for."""
        return any(chosen for _value, _words, chosen in self.options)


class Bar(NamedTuple):
    """The filters as they are, what they offer, and how many families the counted ones show."""

    filters: Filters
    choices: Choices
    languages: frozenset[str]
    cold: int
    late: int
    weeks: int
    leads: bool
    here: str

    @property
    def html(self) -> Markup:
        """The whole row."""
        key = (self, spoken().locale)
        return _bars.get(key) or _bars.put(key, _drawn("families/_board_filters.html", bar=self))

    @property
    def chips(self) -> list[Chip]:
        """The on/off filters; « Les miennes » for those who lead families only."""
        words = {
            "miennes": _("Les miennes"),
            "sans_contact": self.cold_words,
            "en_retard": _("Suivi en retard · %(count)s", count=number(self.late)),
            "interprete": _("Interprète"),
        }
        names = [name for name in TOGGLES if name != "miennes" or self.leads]
        return [
            Chip(name, words[name], address(self.here, self.filters.toggled(name)), self.filters.value(name))
            for name in names
        ]

    @property
    def cold_words(self) -> str:
        """« Sans contact depuis 3 semaines · 6 »."""
        return ngettext(
            "Sans contact depuis %(num)d semaine · %(count)s",
            "Sans contact depuis %(num)d semaines · %(count)s",
            self.weeks,
            count=number(self.cold),
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
        options = list(self.choices.of(name).items())
        if name == "groupe":  # « 302 », as on the cards
            return [(code, code, code == chosen) for code, _label in options]
        if name == "langue":  # those spoken here: the whole list is too long to choose from
            options = [(code, words) for code, words in options if code in self.languages or code == chosen]
        short = SHORT.get(name, {})
        return [(code, str(short.get(code, words)), code == chosen) for code, words in options]


def menu(leads: bool, here: str) -> Markup:
    """The « … » menu of the cards, with what those who decide may do as well."""
    key = (leads, here, spoken().locale)
    kept = _menus.get(key)
    return kept or _menus.put(key, _drawn("families/_board_menu.html", leads=leads, here=here, states=LINK_STATES))


def address(here: str, query: dict[str, str]) -> str:
    """The board's address with these parameters."""
    return f"{here}?{urlencode(query)}" if query else here


def _drawn(template: str, **context: Any) -> Markup:
    return Markup(current_app.jinja_env.get_template(template).render(**context))  # noqa: S704 - our own template

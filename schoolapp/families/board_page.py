"""The board as one person sees it under their filters: columns, counts, and what the filters offer.

A board is kept as it was made under the version that tells open tabs whether anything changed, with the rest of what it
shows: the day, the filters, the lists that they offer, the language.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from flask import current_app, url_for
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.extensions import TOKEN, with_token
from schoolapp.families import board_bar, board_cards, board_queries
from schoolapp.families.board_bar import Bar
from schoolapp.families.board_filters import Choices, Drawn, Filters, address, apply, read
from schoolapp.families.board_forms import FilterForm
from schoolapp.families.board_queries import REDUCED
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import number, time_words
from schoolapp.i18n import spoken
from schoolapp.keep import Keep, hole
from schoolapp.records import NamedTuple, dataclass

HOLE = hole("cards")  # in the page, the place of each column's cards
MOST_KEPT = 12  # each as heavy as its cards


@dataclass(frozen=True)
class Column:
    """One state of the link and its cards, drawn."""

    state: str
    label: str
    cards: bytes
    count: int
    current: bool

    @property
    def hole(self) -> Markup:
        """Where the cards go once the page is drawn: see ``Board.filled``."""
        return HOLE


class Kept(NamedTuple):
    """A set of filters kept under a name, and the parameters of its address."""

    id: int
    name: str
    address: dict[str, str]


@dataclass(frozen=True)
class Board:
    """All that the page and its refreshed fragment show."""

    version: str
    columns: list[Column]
    bar: Bar
    notices: list[str]
    shown: int
    total: int
    kept: list[Kept]

    @property
    def filters(self) -> Filters:
        return self.bar.filters

    @property
    def leads(self) -> bool:
        return self.bar.leads

    @property
    def moment(self) -> str:
        """The time now, at which the board is up to date: « 10 h 42 »."""
        return time_words(clock.now())

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
    def icons(self) -> Markup:
        """The icons that the cards name."""
        return board_cards.icons(current_app.static_folder)

    def own_filters(self, form: FilterForm | None) -> Markup:
        """The menu of one's own filters; with a form, when there are filters that could be kept."""
        template = current_app.jinja_env.get_template("families/_board_kept.html")
        if form is not None:
            return Markup(template.render(board=self, form=form))  # noqa: S704 - our own template
        return with_token(self._own_filters)

    @cached_property
    def _own_filters(self) -> str:
        template = current_app.jinja_env.get_template("families/_board_kept.html")
        return template.render(board=self, form=None, csrf_token=lambda: TOKEN)

    @cached_property
    def html(self) -> Markup:
        """What stands below the filters, its cards apart: drawn once for as long as nothing changes."""
        template = current_app.jinja_env.get_template("families/_board_below.html")
        return Markup(template.render(board=self))  # noqa: S704 - our own template

    @property
    def current(self) -> Column:
        """The column that a phone shows."""
        return next(column for column in self.columns if column.current)

    @property
    def menu(self) -> Markup:
        """The « … » menu of the cards."""
        return board_bar.menu(self.leads, self.bar.here)

    def filled(self, page: str) -> bytes:
        """The page with its cards: they are kept as bytes, so that templates and encoding never handle them."""
        parts = page.encode().split(HOLE.encode())
        cards = [column.cards for column in self.columns[: len(parts) - 1]]
        return b"".join(part for pair in zip(parts, [*cards, b""], strict=True) for part in pair)

    def url(self, **changes: str) -> str:
        """The address of this board, with the same filters."""
        return board_bar.address(self.bar.here, self.query | changes)


_boards: Keep[Board] = Keep(MOST_KEPT)


def board(user: User, args: Mapping[str, str]) -> Board:
    """The board of this person, as the parameters of an address ask for it: two statements when nothing has changed
    since it was last made, else one more for its cards, and one for what those that changed show."""
    offered = board_queries.offered(user)
    choices = Choices(offered.groups, offered.leads)
    filters, notices = read(args, choices)
    column = args.get("colonne", "") if args.get("colonne") in LINK_STATES else ""
    totals = board_queries.totals(user)  # before the cards: what changes next is seen as newer
    version, here = board_queries.version(user, filters.query(), totals), url_for("families.board")
    key = (version, offered, column, tuple(notices), here, spoken().locale)
    kept = _boards.get(key)
    if kept is not None:
        return kept
    sights = board_queries.sights(user)
    cards = board_cards.cards(user, sights)
    shown, cold, late = apply(cards, filters, user)
    languages = frozenset(card.row.language for card in cards if card.row.access != REDUCED)
    known = (filters, choices, languages, cold, late, user.school.no_contact_weeks)
    made = Board(
        version=version,
        columns=_columns(shown, column),
        bar=Bar(*known, leads=user.role in LEADS, here=here),
        notices=notices,
        shown=len(shown),
        total=len(cards),
        kept=[Kept(identity, name, address(query)) for identity, name, query in offered.filters],
    )
    return _boards.put(key, made) if totals.are_of(sights) else made


def forget() -> None:
    """Forget all that was drawn: another database is there."""
    board_cards.forget()
    _boards.clear()


def _columns(cards: list[Drawn], asked: str) -> list[Column]:
    """The five columns; a phone shows the one asked for, else the first that is not empty."""
    columns: dict[str, list[bytes]] = {state: [] for state in LINK_STATES}
    for card in cards:
        columns[card.row.link_state].append(card.html)
    first = next((state for state, found in columns.items() if found), next(iter(LINK_STATES)))
    current = asked or first
    return [
        Column(state, str(LINK_STATES[state]), b"".join(found), len(found), state == current)
        for state, found in columns.items()
    ]

"""The directory kept ready in the memory of each process, under the mark that whatever it shows changes.

The mark is a row that the database itself changes (migration 0017), in the transaction of the change: no verb has to
think of it, and none can forget. Reading it costs a statement; only after a change are the lines read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from sys import intern
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.database import JSONList, as_date, as_moment, db, fetch_all, forget_pages
from schoolapp.formats import sort_key
from schoolapp.keep import Keep
from schoolapp.memory import emptied, give_back_free_memory
from schoolapp.partners.finding_hours import Hours
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import Line, Number
from schoolapp.partners.finding_words import folded
from schoolapp.partners.vocabulary import CATEGORIES

BEGINNING = 160  # characters of its words that a line shows
MARK = "SELECT 'mark', 0, mark FROM directory_stamp"
HELD = (
    f"{MARK} UNION ALL SELECT 'favourite', service_id, '' FROM favourite WHERE user_id = ? "  # noqa: S608
    "UNION ALL SELECT 'recent', service_id, moment FROM (SELECT service_id, CAST(at AS varchar(40)) AS moment "
    "FROM service_use WHERE user_id = ? ORDER BY at DESC, service_id LIMIT 12) AS latest"
)
LIVE = (
    "FROM service s JOIN organization o ON o.id = s.organization_id "
    "WHERE s.state <> 'archive' AND o.archived_at IS NULL"
)
LINES = (
    "SELECT s.id, s.search_text, s.name, s.sort_key, o.id, o.name, s.other_name, o.national, s.words, "
    "s.state, s.languages, s.interpretation, s.age_min, s.age_max, s.free, s.cost, s.territory, s.approached_by, "
    f"s.means, s.has_evening, s.is_accessible, s.confirm_by, s.confirmed_at {LIVE}"
)
_NO = "CAST(NULL AS integer)"
# What several rows say of a service or of its organisation: the kind, whose it is, the order, and six words.
PARTS = (
    f"SELECT 'own', {_NO}, {_NO}, code, name, parent, '', '', '' FROM partner_category "  # noqa: S608 - texts of ours
    f"UNION ALL SELECT 'need', service_id, {_NO}, code, '', '', '', '', '' FROM service_category "
    "UNION ALL SELECT 'place', sp.service_id, sp.id, p.name, p.address, p.city, p.postal_code, '', '' "
    "FROM service_place sp JOIN place p ON p.id = sp.place_id "
    "UNION ALL SELECT 'hours', service_id, id, byday, COALESCE(opens_at, ''), COALESCE(closes_at, ''), "
    "COALESCE(CAST(valid_from AS varchar), ''), COALESCE(CAST(valid_to AS varchar), ''), words FROM schedule "
    "UNION ALL SELECT 'phone', service_id, id, digits, typed, extension, kind, words, '' FROM partner_phone "
    "WHERE service_id IS NOT NULL "
    "UNION ALL SELECT 'switchboard', organization_id, id, digits, typed, extension, kind, words, '' FROM partner_phone "
    "WHERE organization_id IS NOT NULL AND service_id IS NULL AND place_id IS NULL AND contact_id IS NULL "
    "ORDER BY 3"
)

_kept: Keep[Index] = Keep(2)
_ORDER = {code: place for place, code in enumerate(CATEGORIES)}


class Held:
    """What somebody keeps at hand: favourites, and what they used last, the latest first."""

    def __init__(self, rows: Iterable[tuple[Any, ...]] = ()) -> None:
        rows = list(rows)
        self.favourites = frozenset(identity for kind, identity, _at in rows if kind == "favourite")
        used = sorted(((at, identity) for kind, identity, at in rows if kind == "recent"), reverse=True)
        self.recent = tuple(identity for _at, identity in used)


def open_for(user: User) -> tuple[Index, Held]:
    """The directory, and what this person keeps at hand in it: one statement, as long as nothing changed."""
    rows = fetch_all(HELD, [user.id, user.id])
    mark = next(row[2] for row in rows if row[0] == "mark")
    return under(mark), Held(rows)


def opened() -> Index:
    """The directory, for whoever looks for nobody's own favourites."""
    return under(fetch_all(MARK)[0][2])


def under(mark: str) -> Index:
    """The directory as it is under this mark, read before it. Within a transaction, it is read for it alone."""
    key = (mark, clock.today())
    return _kept.get(key) or (_read() if db.in_transaction() else _kept.put(key, _read()))


def forget() -> None:
    """Read the directory again next time."""
    _kept.clear()


def _read() -> Index:
    """What a reading takes at once stays with the process: each row goes as soon as something was made of it."""
    parts = _parts(fetch_all(PARTS))
    own = sorted(parts["own"].get(None, ()), key=lambda cells: sort_key(cells[1]))
    parents = {code: parent for code, _name, parent in own}
    labels: dict[str, str] = {}
    for base, words in CATEGORIES.items():
        labels[base] = str(words)
        labels |= {code: name for code, name, parent in own if parent == base}
    texts: dict[int, str] = {}
    lines = []
    for number, text, *row in emptied(fetch_all(LINES)):
        texts[number] = text
        lines.append(_line(number, row, parts))
    index = Index(lines, clock.today(), texts=texts, labels=labels, needs=folded(labels), parents=parents)
    del lines, texts, parts
    forget_pages()
    give_back_free_memory()
    return index


_MADE: dict[str, Callable[..., Any]] = {
    "own": lambda code, name, parent, *_none: (code, name, parent),
    "need": lambda code, *_none: intern(code),
    "place": lambda *cells: intern(" ".join(filter(None, cells[:4]))),
    "hours": lambda *cells: _hours(*cells),
    "phone": lambda *cells: Number(*cells[:5]),
    "switchboard": lambda *cells: Number(*cells[:5]),
}


def _parts(rows: list[tuple[Any, ...]]) -> dict[str, dict[int | None, list[Any]]]:
    """By kind and by whose they are, what is made of each part."""
    parts: dict[str, dict[int | None, list[Any]]] = {kind: defaultdict(list) for kind in _MADE}
    for kind, owner, _order, *cells in emptied(rows):
        parts[kind][owner].append(_MADE[kind](*cells))
    return parts


def _line(number: int, row: list[Any], parts: dict[str, dict[int | None, list[Any]]]) -> Line:
    (name, sort_key, organization_id, organization, other_name, national, words, state, languages,
     interpretation, age_min, age_max, free, cost, territory, approached_by, means, evening, accessible, confirm_by,
     confirmed_at) = row  # fmt: skip
    return Line(
        id=number,
        name=intern(name),
        sort_key=sort_key,
        organization_id=organization_id,
        organization=intern(organization),
        other_name=other_name,
        national=bool(national),
        beginning=shortened(words),
        suspended=state == "suspendu",
        needs=_in_order(tuple(sorted(parts["need"].get(number, ())))),
        languages=_list(languages),
        interpretation=intern(interpretation),
        age_min=age_min,
        age_max=age_max,
        free=None if free is None else bool(free),
        cost=intern(cost),
        territory=intern(territory),
        places=tuple(parts["place"].get(number, ())),
        approached_by=intern(approached_by),
        means=_list(means),
        evening=bool(evening),
        accessible=bool(accessible),
        confirm_by=as_date(confirm_by),
        confirmed_at=as_moment(confirmed_at),
        hours=tuple(parts["hours"].get(number, ())),
        phones=tuple(parts["phone"].get(number) or parts["switchboard"].get(organization_id, ())),
    )


@lru_cache(1000)
def _list(text: str | None) -> tuple[str, ...]:
    """A list of codes as it is stored: the same few come again and again."""
    return tuple(JSONList().python_value(text))


@lru_cache(1000)
def _in_order(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The needs of the base list in its order, then those of the school."""
    return tuple(sorted(codes, key=lambda code: (_ORDER.get(code, len(_ORDER)), code)))


@lru_cache(1000)
def _hours(byday: str, opens_at: str, closes_at: str, valid_from: str, valid_to: str, words: str) -> Hours:
    """A schedule: many services have the same one."""
    days = (as_date(valid_from or None), as_date(valid_to or None))
    return Hours(_list(byday), opens_at or None, closes_at or None, *days, words)


def shortened(words: str, most: int = BEGINNING) -> str:
    """The beginning of a text, cut between two words."""
    text = " ".join(words.split())
    return text if len(text) <= most else _("%(text)s…", text=text[:most].rsplit(" ", 1)[0])

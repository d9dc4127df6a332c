"""What a partner may correct on its sheets: each field as a text that can be kept, compared, read and written back.

The text of a field is the same for the same value, so that « has it changed? » is a comparison of texts. Fields that
belong together (the ages, the whole schedule) are one field.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.forms import tidy
from schoolapp.languages import LANGUAGES
from schoolapp.partners import fields, words
from schoolapp.partners.models import Phone, Place, Proposal, Schedule, Service
from schoolapp.partners.sheets import Parts
from schoolapp.partners.vocabulary import ACTIVE, APPROACHED_BY, ARCHIVED, MEANS, STATES, SUSPENDED
from schoolapp.records import NamedTuple

LIMIT = Proposal.before.max_length
PLACES = "places"
TELL = "message"  # what the partner says beside the fields: it changes nothing by itself
GONE = _l("N’est plus offert")
OFFERED = {ACTIVE: STATES[ACTIVE], SUSPENDED: STATES[SUSPENDED], ARCHIVED: GONE}
SCHEDULE = ("place", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "words")
PHONE = ("digits", "typed", "extension", "kind", "words")
PLACE = ("name", "address", "address_more", "city", "postal_code", "access_words", "transport")


class Around(NamedTuple):
    """The rows of a sheet that are read beside it."""

    phones: Sequence[Phone] = ()
    schedules: Sequence[Schedule] = ()
    places: Sequence[Place] = ()


class Kind(NamedTuple):
    """How a field is kept as a text, shown, and written back.

    Attributes:
        read: the text of a row's field.
        shown: the text in words.
        values: the columns to write for a text.
        parts: the rows to write for a text.
    """

    read: Callable[[Any, str, Around], str]
    shown: Callable[[str], str] = str
    values: Callable[[str, str], dict[str, Any]] = lambda name, text: {name: text}
    parts: Callable[[str], dict[str, Any]] | None = None


def _compact(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"), sort_keys=True) if rows else ""


def _rows(text: str) -> list[Any]:
    return [SimpleNamespace(**one) for one in json.loads(text)] if text else []


# ---- phones and schedules


def phones_text(phones: Sequence[Any]) -> str:
    """Numbers, written the way they are shown."""
    shown = [{name: getattr(phone, name) for name in PHONE} for phone in phones]
    return _compact([one | {"typed": words.phone_number(one["digits"], one["typed"])} for one in shown])


def schedules_text(schedules: Sequence[Any]) -> str:
    """Hours, with the place they are for."""
    rows = []
    for one in schedules:
        row = {name: getattr(one, name) for name in SCHEDULE if name != "place"}
        row |= {"place": _place(one), "byday": [day for day in words.WEEK if day in one.byday]}
        row |= {name: day.isoformat() if (day := row[name]) else None for name in ("valid_from", "valid_to")}
        row |= {name: row[name] or None for name in ("opens_at", "closes_at")}
        rows.append(row)
    return _compact(rows)


def _place(schedule: Any) -> int | None:
    """The id of its place, of a row or of what a form says."""
    return schedule.place_id if isinstance(schedule, Schedule) else schedule.place


def schedule_rows(text: str) -> list[dict[str, Any]]:
    """The hours of a text as a sheet takes them."""
    rows = [vars(one) for one in _rows(text)]
    return [row | {name: _day(row[name]) for name in ("valid_from", "valid_to")} for row in rows]


def phone_rows(text: str) -> list[Any]:
    """The numbers of a text."""
    return _rows(text)


def places_text(places: Sequence[Any]) -> str:
    """The places of an organisation, each with its id: a partner corrects those that the school has."""
    return _compact([{"id": place.id} | {name: tidy(getattr(place, name)) for name in PLACE} for place in places])


def place_rows(text: str) -> list[dict[str, Any]]:
    """The places of a text."""
    return [vars(one) for one in _rows(text)]


def _place_words(text: str) -> str:
    return "\n".join(_place_line(one) for one in _rows(text))


def _place_line(place: Any) -> str:
    said = (place.name, words.address_line(place), place.access_words, place.transport)
    return " · ".join(part for part in said if part)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _schedule_words(text: str) -> str:
    return "\n".join(words.schedule_line(SimpleNamespace(**row)) for row in schedule_rows(text))


def _phone_words(text: str) -> str:
    return "\n".join(words.phone_line(one) for one in _rows(text))


# ---- the other kinds


def _codes(listed: dict[str, Any]) -> Kind:
    def read(row: Any, name: str, _around: Around) -> str:
        return codes_text(getattr(row, name), listed)

    return Kind(
        read,
        lambda text: ", ".join(str(listed.get(code, code)) for code in text.split()),
        lambda name, text: {name: text.split()},
    )


def codes_text(codes: Sequence[str], listed: dict[str, Any]) -> str:
    """Codes in the order of their list."""
    order = list(listed)
    return " ".join(sorted(codes, key=lambda code: (order.index(code) if code in listed else len(order), code)))


def ages_text(low: int | None, high: int | None) -> str:
    """« 6-12 », « 6- », « -12 »; empty for any age."""
    return "" if low is None and high is None else f"{'' if low is None else low}-{'' if high is None else high}"


def ages_of(text: str) -> tuple[int | None, int | None]:
    """The two ages of a text."""
    low, _dash, high = text.partition("-")
    return (int(low) if low else None), (int(high) if high else None)


def yes_no_text(value: bool | None) -> str:
    return {None: "", True: "oui", False: "non"}[value]


PLAIN = Kind(lambda row, name, _around: tidy(getattr(row, name)))
CHOSEN = Kind(lambda row, name, _around: getattr(row, name), lambda text: str(APPROACHED_BY.get(text, text)))
STATE = Kind(lambda row, name, _around: getattr(row, name), lambda text: str(OFFERED.get(text, text)))
YES_NO = Kind(
    lambda row, name, _around: yes_no_text(getattr(row, name)),
    lambda text: {"oui": _("oui"), "non": _("non")}.get(text, _("on ne sait pas")),
    lambda name, text: {name: {"oui": True, "non": False}.get(text)},
)
AGES = Kind(
    lambda row, _name, _around: ages_text(row.age_min, row.age_max),
    lambda text: words.ages(*ages_of(text)) if text else _("tous les âges"),
    lambda _name, text: dict(zip(("age_min", "age_max"), ages_of(text), strict=True)),
)
PHONES = Kind(
    lambda _row, _name, around: phones_text(around.phones),
    _phone_words,
    lambda _name, _text: {},
    lambda text: {"phones": [vars(one) for one in _rows(text)]},
)
SCHEDULES = Kind(
    lambda _row, _name, around: schedules_text(around.schedules),
    _schedule_words,
    lambda _name, _text: {},
    lambda text: {"schedules": schedule_rows(text)},
)
SITES = Kind(  # written by ``proposals``, place by place
    lambda _row, _name, around: places_text(around.places), _place_words, lambda _name, _text: {}
)
SAID = Kind(lambda _row, _name, _around: "", str, lambda _name, _text: {})

SERVICE = {
    "name": PLAIN, "state": STATE, "words": PLAIN, "schedules": SCHEDULES, "phones": PHONES, "email": PLAIN,
    "website": PLAIN, "means": _codes(MEANS), "approached_by": CHOSEN, "how": PLAIN, "documents": PLAIN,
    "wait": PLAIN, "eligibility": PLAIN, "ages": AGES, "territory": PLAIN, "free": YES_NO, "cost": PLAIN,
    "languages": _codes(LANGUAGES), "interpretation": PLAIN, TELL: SAID,
}  # fmt: skip
ORGANIZATION = {
    "name": PLAIN, "other_name": PLAIN, "words": PLAIN, PLACES: SITES, "phones": PHONES, "email": PLAIN,
    "website": PLAIN, TELL: SAID,
}  # fmt: skip
OWN_LABELS = {"ages": _l("Âges"), "phones": _l("Téléphones"), TELL: _l("Un mot pour l’école")}


def label(name: str) -> str:
    """The name of a field."""
    return str(OWN_LABELS.get(name) or fields.label(name))


def kinds_of(row: Any) -> dict[str, Kind]:
    """The fields of a sheet, in the order of its page."""
    return SERVICE if isinstance(row, Service) else ORGANIZATION


def around(row: Any) -> Around:
    """The phones and hours of a sheet, in two statements at most."""
    if isinstance(row, Service):
        hours = Schedule.select().where(Schedule.service == row.id).order_by(Schedule.id)
        return Around(list(Phone.select().where(Phone.service == row.id).order_by(Phone.id)), list(hours))
    phones = Phone.select().where(Phone.organization == row.id).order_by(Phone.id)
    return Around(list(phones), places=list(Place.select().where(Place.organization == row.id).order_by(Place.id)))


def texts(row: Any, beside: Around) -> dict[str, str]:
    """All that the partner may correct, as texts."""
    return {name: kind.read(row, name, beside) for name, kind in kinds_of(row).items()}


def shown(row: Any, name: str, text: str) -> str:
    """The text of a field in words; a dash for nothing."""
    return kinds_of(row)[name].shown(text) if text or name in ("free", "ages") else ""


def mark(text: str) -> str:
    """A short name of a text, by which a page says what it showed."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def written(row: Any, name: str, text: str) -> tuple[dict[str, Any], Parts]:
    """What to write for a text."""
    kind = kinds_of(row)[name]
    return kind.values(name, text), Parts(**kind.parts(text)) if kind.parts else Parts()

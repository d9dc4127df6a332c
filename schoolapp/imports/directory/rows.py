"""The values of the directory's rows: what completes them, when two are the same, and how they are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.database import Model
from schoolapp.formats import date_words, local, search_key, sort_key
from schoolapp.partners import words as partner_words
from schoolapp.partners.fields import LABELS, as_text
from schoolapp.partners.freshness import due
from schoolapp.partners.hsds_rows import address_of
from schoolapp.partners.models import (
    Contact,
    Organization,
    Phone,
    Place,
    Schedule,
    Service,
    ServiceCategory,
    ServicePlace,
)

NOTHING: tuple[Any, ...] = ("", None, [], {})
PARTS = {
    Place: _l("Lieu"),
    ServicePlace: _l("Lieux"),
    Schedule: _l("Horaire"),
    Contact: _l("Personne à joindre"),
    Phone: _l("Téléphones"),
    ServiceCategory: _l("Besoins"),
}


ROWS: dict[type[Model], Callable[[Any], str]] = {
    Schedule: partner_words.schedule_line,
    Phone: partner_words.phone_line,
    Place: partner_words.place_name,
    ServicePlace: lambda _row: _("un lieu de plus"),
    Contact: lambda row: ", ".join(filter(None, (row.name, row.title, row.email))),
}


def completed(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row: those that say something, and what follows from them."""
    said = {name: value for name, value in values.items() if value is not None and value not in ([], {})}
    return said | derived(model, said)


def derived(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from others."""
    if model is Organization:
        names = (values["name"], values.get("other_name", ""))
        return {"sort_key": sort_key(names[0])[:420], "search_key": search_key(*names)[:900]}
    if model is Service:
        confirmed, months = values.get("confirmed_at"), values.get("confirm_months", Service.confirm_months.default)
        by = {"confirm_by": due(local(confirmed).date(), months)} if confirmed else {}
        return {"sort_key": sort_key(values["name"])[:420], **by}
    return {}


def plain_spaces(text: str) -> str:
    """A text whose spaces are all of one kind: spreadsheets do not keep those that hold words together."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\r\n", "\n")


def same(name: str, old: Any, new: Any) -> bool:
    """Whether a file says nothing new of a field."""
    if new is not False and new in NOTHING:
        return True
    if name == "website":
        return address_of(old) == address_of(new)
    if name == "confirmed_at":
        return old is not None and local(old).date() >= local(new).date()
    if isinstance(old, str) and isinstance(new, str):
        return plain_spaces(old) == plain_spaces(new)
    return bool(old == new)


def label(model: type[Model], name: str = "") -> str:
    """What a field is called, or the part of a sheet that it is of."""
    return str(PARTS.get(model) or LABELS.get(name, name))


def words(what: str | type[Model], value: Any) -> str:
    """A value, or a whole row of a part, as a person compares it."""
    if not isinstance(what, str):
        return ROWS[what](value)
    if isinstance(value, datetime):
        return date_words(local(value).date(), weekday=False)
    if isinstance(value, date):
        return date_words(value, weekday=False)
    if isinstance(value, dict):
        return ", ".join(sorted(value))
    if isinstance(value, list) and what not in ("languages", "means"):
        return ", ".join(map(str, value))
    return as_text(what, value)

"""The rows that belong to a sheet: set as a whole, kept when they did not change, so that their HSDS ids last.

Each function returns what changed in words; None leaves the rows there are alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from schoolapp.partners import categories, words
from schoolapp.partners.history import Changes
from schoolapp.partners.models import Phone, Place, Schedule, Service, ServiceCategory, ServicePlace

SCHEDULE_COLUMNS = ("place", "byday", "opens_at", "closes_at", "valid_from", "valid_to", "words")
PHONE_COLUMNS = ("digits", "typed", "extension", "kind", "words")
SHORTEST = {"extension": "", "kind": "voix", "words": "", "place": None, "valid_from": None, "valid_to": None}


def set_categories(codes: list[str] | None, service: Service) -> Changes:
    """The needs it answers."""
    if codes is None:
        return {}
    here = ServiceCategory.service == service.id
    before = [row.code for row in ServiceCategory.select().where(here).order_by(ServiceCategory.id)]
    wanted = list(dict.fromkeys(codes))
    if set(before) == set(wanted):
        return {}
    ServiceCategory.delete().where(here & ServiceCategory.code.not_in(wanted or [""])).execute()
    for code in wanted:
        if code not in before:
            ServiceCategory.create(service=service.id, code=code)
    known = categories.every()
    texts = [
        ", ".join(sorted(known[code].label if code in known else code for code in ones)) for ones in (before, wanted)
    ]
    return {"categories": (texts[0], texts[1])}


def set_places(ids: list[int] | None, service: Service) -> Changes:
    """Where it is offered, among the places of its organisation."""
    if ids is None:
        return {}
    own = {place.id: place for place in Place.select().where(Place.organization == service.organization_id)}
    wanted = [number for number in dict.fromkeys(ids) if number in own]
    here = ServicePlace.service == service.id
    before = [row.place_id for row in ServicePlace.select().where(here).order_by(ServicePlace.id)]
    if set(before) == set(wanted):
        return {}
    ServicePlace.delete().where(here & ServicePlace.place.not_in(wanted or [0])).execute()
    for number in wanted:
        if number not in before:
            ServicePlace.create(uuid=str(uuid4()), service=service.id, place=number)
    texts = ["\n".join(words.place_name(own[number]) for number in ones if number in own) for ones in (before, wanted)]
    return {"places": (texts[0], texts[1])}


def set_schedules(wanted: list[dict[str, Any]] | None, service: Service) -> Changes:
    """When it is open."""
    own = Schedule.select().where(Schedule.service == service.id).order_by(Schedule.id)
    return _set(Schedule, own, wanted, SCHEDULE_COLUMNS, "schedules", words.schedule_line, service=service.id)


def set_phones(wanted: list[dict[str, Any]] | None, **owner: int) -> Changes:
    """The numbers of an organisation, a service, a place or a person: ``set_phones(rows, service=3)``."""
    ((name, number),) = owner.items()
    own = Phone.select().where(getattr(Phone, name) == number).order_by(Phone.id)
    return _set(Phone, own, wanted, PHONE_COLUMNS, "phones", words.phone_line, **owner)


def _set(
    model: Any, own: Any, wanted: list[dict[str, Any]] | None, columns: tuple[str, ...], field: str,
    line: Callable[[Any], str], **owner: int,
) -> Changes:  # fmt: skip
    """Rows with the same values are kept as they are, others take the places of those that go."""
    if wanted is None:
        return {}
    rows = list(own)
    before = [_values(row, columns) for row in rows]
    after = [{**SHORTEST, **one} for one in wanted]
    after = [{name: one.get(name) for name in columns} for one in after]
    if before == after:
        return {}
    text_before = words.lines(rows, line)
    for row, values in zip(rows, after, strict=False):
        if _values(row, columns) != values:
            model.update(**values).where(model.id == row.id).execute()
    for row in rows[len(after) :]:
        row.delete_instance()
    for values in after[len(rows) :]:
        model.create(uuid=str(uuid4()), **owner, **values)
    return {field: (text_before, words.lines(list(own.clone()), line))}


def _values(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, f"{name}_id" if name == "place" else name) for name in columns}

"""What a service's row copies so that it is found and sorted in one indexed read. Kept here, and only here.

Whatever changes what a service is found by (its own fields, its categories, places and schedules, the name of its
organisation) calls ``refresh`` in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from schoolapp.database import Text
from schoolapp.formats import search_key, sort_key
from schoolapp.languages import LANGUAGES
from schoolapp.partners import categories
from schoolapp.partners.models import Organization, Place, Schedule, Service, ServiceCategory, ServicePlace
from schoolapp.partners.vocabulary import EVENING
from schoolapp.records import NamedTuple

AT_ONCE = 400


class Around(NamedTuple):
    """What surrounds a service and is copied on its row."""

    codes: list[str]
    places: list[Any]
    schedules: list[Any]


def copies(service: Any, organization: Any, around: Around, needs: dict[str, categories.Need]) -> dict[str, Any]:
    """The columns that are copies; the arguments may be rows, or anything that has their fields."""
    return {
        "sort_key": sort_key(service.name)[:420],
        "search_text": _search_text(service, organization, around, needs),
        "has_evening": any(_in_evening(schedule) for schedule in around.schedules),
        "is_accessible": any(place.accessible for place in around.places),
    }


def _search_text(service: Any, organization: Any, around: Around, needs: dict[str, categories.Need]) -> str:
    """Everything one searches a service by, folded; the words that matter most come first, the longest last."""
    named = [needs[code] for code in around.codes if code in needs]
    parents = [needs[need.parent].label for need in named if need.parent in needs]
    spoken = [str(LANGUAGES[code]) for code in service.languages if code in LANGUAGES]
    where = [word for place in around.places for word in (place.name, place.address, place.city)]
    texts = (
        service.name, service.other_name, organization.name, organization.other_name, *(need.label for need in named),
        *parents, *spoken, service.territory, *where, service.eligibility, service.words, service.how, service.cost,
        service.interpretation, service.documents,
    )  # fmt: skip
    return search_key(*texts)[: Service.search_text.max_length]


def _in_evening(schedule: Any) -> bool:
    return bool(schedule.closes_at) and (
        schedule.closes_at > EVENING or bool(schedule.opens_at) and schedule.closes_at <= schedule.opens_at
    )


def refresh(service: Service) -> None:
    """Bring the copies of one service up to date, on its row and in this instance."""
    refresh_all([service.id])
    fresh = Service.select(Service.search_text, Service.sort_key, Service.has_evening, Service.is_accessible)
    row = fresh.where(Service.id == service.id).get()
    service.search_text, service.sort_key = row.search_text, row.sort_key
    service.has_evening, service.is_accessible = row.has_evening, row.is_accessible


def refresh_organization(organization: Organization) -> None:
    """Bring up to date the services of an organisation whose name or places changed."""
    refresh_all([row.id for row in Service.select(Service.id).where(Service.organization == organization.id)])


def refresh_all(ids: Iterable[int]) -> None:
    """Bring many up to date, in as few statements as rows to write."""
    numbers = sorted(set(ids))
    needs = categories.every() if numbers else {}
    for start in range(0, len(numbers), AT_ONCE):
        _refresh_some(numbers[start : start + AT_ONCE], needs)


def _refresh_some(ids: list[int], needs: dict[str, categories.Need]) -> None:
    around = _around(ids)
    rows = Service.select(Service, Organization).join(Organization, on=Service.organization)
    for service in rows.where(Service.id.in_(ids)):
        columns = copies(service, service.organization, around[service.id], needs)
        if any(getattr(service, name) != value for name, value in columns.items()):
            Service.update(**columns).where(Service.id == service.id).execute()


def _around(ids: list[int]) -> dict[int, Around]:
    found: dict[int, Around] = defaultdict(lambda: Around([], [], []))
    codes = ServiceCategory.select().where(ServiceCategory.service.in_(ids)).order_by(ServiceCategory.id)
    for row in codes:
        found[row.service_id].codes.append(row.code)
    places = ServicePlace.select(ServicePlace, Place).join(Place).where(ServicePlace.service.in_(ids))
    for row in places.order_by(ServicePlace.id):
        found[row.service_id].places.append(row.place)
    for row in Schedule.select().where(Schedule.service.in_(ids)).order_by(Schedule.id):
        found[row.service_id].schedules.append(row)
    return found


def cut(text: str, field: Text) -> str:
    """A text that fits its column."""
    return text[: field.max_length]

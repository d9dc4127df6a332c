"""Hundreds of services, on either engine: what the index finds is what a plain reading of the rows finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.demo.partners import many
from schoolapp.formats import local
from schoolapp.partners import finding_shelf
from schoolapp.partners.finding_asked import Asked
from schoolapp.partners.models import Organization, Schedule, Service, ServiceCategory


@pytest.fixture
def rows(cast, context) -> list[Any]:
    """The services as they are in the database, with their needs and schedules."""
    with atomic():
        many(200, clock.today(), cast.agent.id)
    found = list(Service.select(Service, Organization).join(Organization, on=Service.organization))
    for service in found:
        service.needs = {row.code for row in ServiceCategory.select().where(ServiceCategory.service == service.id)}
        service.times = list(Schedule.select().where(Schedule.service == service.id))
    return found


def open_at_ten_on_tuesday(service: Any) -> bool:
    def holds(row: Any) -> bool:
        day = clock.today()
        return "TU" in row.byday and (row.valid_from or day) <= day <= (row.valid_to or day)

    return any(holds(row) and row.opens_at and row.opens_at <= "10:00" < row.closes_at for row in service.times)


CASES: dict[str, tuple[dict[str, str], Callable[[Any], bool]]] = {
    "a need": ({"besoin": "alimentation"}, lambda one: "alimentation" in one.needs),
    "free": ({"gratuit": "1"}, lambda one: one.free is True),
    "accessible": ({"accessible": "1"}, lambda one: one.is_accessible),
    "in the evening": ({"quand": "soir"}, lambda one: one.has_evening),
    "now": ({"quand": "maintenant"}, open_at_ten_on_tuesday),
    "an age": ({"age": "8"}, lambda one: (one.age_min or 0) <= 8 <= (99 if one.age_max is None else one.age_max)),
    "by themselves": ({"directe": "1"}, lambda one: one.approached_by != "professionnels"),
    "a language": ({"langue": "ar"}, lambda one: "ar" in one.languages or bool(one.interpretation)),
    "several": (
        {"besoin": "loisirs", "gratuit": "1", "age": "8"},
        lambda one: "loisirs" in one.needs and one.free and (one.age_min or 0) <= 8 <= (one.age_max or 99),
    ),
}


def test_the_index_finds_what_a_plain_reading_of_the_rows_finds(rows):
    index = finding_shelf.opened()
    for name, (asked, plain) in CASES.items():
        ranks = index.ranked(Asked.of(MultiDict(asked)), local(clock.now()))
        found = [line.id for lines in ranks for line in index.at(lines)]
        assert len(found) == len(set(found)), name
        assert set(found) == {one.id for one in rows if plain(one)} != set(), name


def test_every_service_that_holds_the_word_is_found_those_that_have_it_in_their_name_first(rows):
    index = finding_shelf.opened()
    for word in ("devoirs", "friperie", "cuisine", "francais"):
        ranks = index.ranked(Asked.of(MultiDict({"q": word})), local(clock.now()))
        found = [line for lines in ranks for line in index.at(lines)]
        stem = word.removesuffix("s")
        assert {line.id for line in found} >= {one.id for one in rows if f" {stem}" in f" {one.search_text}"} != set()
        in_name = [f" {stem}" in f" {line.folded}" for line in found if not line.suspended]
        assert in_name == sorted(in_name, reverse=True), word

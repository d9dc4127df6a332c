"""The directory kept in memory: read from either engine, and read again whatever changed, whoever changed it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from werkzeug.datastructures import MultiDict

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.formats import local
from schoolapp.partners import finding_shelf, vocabulary
from schoolapp.partners import models as m
from schoolapp.partners.finding_asked import Asked
from schoolapp.partners.finding_hours import Hours
from schoolapp.partners.finding_line import Number
from tests.partners.services import organization, service

pytestmark = pytest.mark.usefixtures("cast", "context")


def found(**asked) -> list[str]:
    index = finding_shelf.opened()
    ranks = index.ranked(Asked.of(MultiDict(asked)), local(clock.now()))
    return [line.name for lines in ranks for line in index.at(lines)]


def test_a_line_has_all_that_a_list_shows():
    where = {"name": "Local", "address": "1, rue Un", "city": "Montréal", "postal_code": "H3N 1A1", "accessible": True}
    facts = {"languages": ["fr", "ar"], "free": True, "age_min": 6, "means": ["appeler"], "words": "Des paniers. " * 30}
    hours = ((["MO", "TU"], "09:00", "21:00"),)
    needs = ("logement", "alimentation")
    made = service("Dépannage", "Le Garde-Manger", *needs, phone="5145550142", hours=hours, place=where, **facts)
    line = finding_shelf.opened().line(made.id)
    assert (line.name, line.organization, line.needs) == ("Dépannage", "Le Garde-Manger", ("alimentation", "logement"))
    assert (line.languages, line.means) == (("fr", "ar"), ("appeler",))
    assert (line.free, line.age_min, line.age_max) == (True, 6, None)
    assert (line.evening, line.accessible, line.confirm_by) == (True, True, date(2027, 6, 1))
    assert line.hours == (Hours(("MO", "TU"), "09:00", "21:00"),)
    assert line.phones == (Number("5145550142", "5145550142"),)
    assert line.places == ("Local 1, rue Un Montréal H3N 1A1",)
    assert line.beginning.endswith("Des…")
    assert len(line.beginning) < 165


def test_a_service_without_a_number_has_that_of_its_organisation():
    made = service("Info", "Maison")
    m.Phone.create(uuid=str(uuid4()), organization=made.organization_id, digits="211", typed="211")
    contact = m.Contact.create(uuid=str(uuid4()), organization=made.organization_id, name="Une personne")
    m.Phone.create(uuid=str(uuid4()), contact=contact, digits="5145550100", typed="5145550100")
    assert [number.digits for number in finding_shelf.opened().line(made.id).phones] == ["211"]


def test_what_is_archived_is_not_found_and_what_is_suspended_comes_last():
    service("Aubaines", state=vocabulary.SUSPENDED)
    service("Archive", state=vocabulary.ARCHIVED)
    service("Reste", organization("Fermé", archived_at=clock.now()))
    service("Zeste")
    assert found() == ["Zeste", "Aubaines"]


def test_a_category_of_the_school_is_found_by_its_name_and_by_the_one_above():
    m.Category.create(code="ecole_cuisines", name="Popotes roulantes", parent="alimentation")
    service("Midi pour tous", "Maison", "ecole_cuisines")
    assert found(q="popotes") == found(besoin="alimentation") == found(besoin="ecole_cuisines") == ["Midi pour tous"]


CHANGES = {
    "a service renamed": lambda made: m.Service.update(name="Autre").where(m.Service.id == made.id).execute(),
    "an organisation renamed": lambda made: m.Organization.update(name="Autre").execute(),
    "a need": lambda made: m.ServiceCategory.create(service=made, code="transport"),
    "a need removed": lambda made: m.ServiceCategory.delete().execute(),
    "a phone": lambda made: m.Phone.create(uuid=str(uuid4()), service=made, digits="1", typed="1"),
    "a schedule": lambda made: m.Schedule.create(uuid=str(uuid4()), service=made),
    "a place": lambda made: m.Place.update(city="Laval").execute(),
    "a place removed": lambda made: m.ServicePlace.delete().execute(),
    "a category of the school": lambda made: m.Category.create(code="x", name="X", parent="transport"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_read_again(change):
    made = service("Service", "Maison", "loisirs", place={"name": "Ici"})
    before = finding_shelf.opened()
    assert finding_shelf.opened() is before
    change(made)
    assert finding_shelf.opened() is not before


def test_what_somebody_is_writing_is_not_kept_for_the_others():
    service("Un")
    before = finding_shelf.opened()

    def write() -> None:
        with atomic():
            for name in ("Deux", "Trois"):
                m.Service.update(name=name).execute()
                assert found() == [name]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    assert found() == ["Un"]
    assert finding_shelf.opened() is before


def test_the_next_day_is_another_order(frozen):
    service("Aubaines", confirm_by=date(2026, 11, 17))
    service("Zeste")
    assert found() == ["Aubaines", "Zeste"]
    frozen.move(days=1)
    assert found() == ["Zeste", "Aubaines"]


def test_it_takes_one_statement_when_nothing_changed_and_three_when_something_did(cast, count_queries):
    for number in range(20):
        service(f"Service {number}", "Maison", "loisirs", phone=f"51455501{number}")
    with count_queries() as first:
        finding_shelf.open_for(cast.agent)
    with count_queries() as second:
        finding_shelf.open_for(cast.agent)
    read = [text for text in first if not text.startswith("PRAGMA")]
    assert (len(read), len(second)) == (3, 1)


def test_favourites_and_what_was_used_last_are_ones_own(cast, frozen):
    services = [service(f"Service {number}") for number in range(3)]
    m.Favourite.create(user=cast.agent, service=services[0])
    m.Favourite.create(user=cast.prof, service=services[1])
    for one in services[:2]:
        frozen.move(minutes=1)
        m.ServiceUse.create(user=cast.agent, service=one, at=clock.now())
    _index, held = finding_shelf.open_for(cast.agent)
    assert held.favourites == {services[0].id}
    assert held.recent == (services[1].id, services[0].id)

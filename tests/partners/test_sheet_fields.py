"""Each field that a partner may correct is kept as a text, shown in words, written on the sheet and read back."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.partners import links, proposals, sheet_fields
from schoolapp.partners.models import Phone, Proposal, Schedule
from tests.partners import rows
from tests.partners.rows import WHO, accept, only, propose


@pytest.fixture
def house(cast):
    return rows.organization()


@pytest.fixture
def pantry(house):
    return rows.service(house, how="Appeler le matin", wait="Deux jours")


@pytest.fixture
def link(context, cast, house):
    return links.make(house, WHO, "info@maison.example", 60, by=cast.agent)


def test_a_service_that_is_not_offered_any_more_is_archived_and_comes_back(context, cast, link, pantry):
    propose(link, pantry, state="archive")
    accept(Proposal.get(), cast.agent)
    assert rows.fresh(pantry).archived
    done = Proposal.get()
    proposals.reopen(done, done.version, by=cast.agent)
    assert rows.fresh(pantry).state == "actif"


def test_the_numbers_and_the_hours_are_corrected_as_a_whole(context, cast, link, house, pantry):
    Phone.create(uuid="p-1", service=pantry.id, digits="5145550142", typed="514-555-0142")
    Schedule.create(
        uuid="h-1",
        service=pantry.id,
        byday=["MO", "TU"],
        opens_at="09:00",
        closes_at="12:00",
        valid_to=date(2027, 6, 1),
    )
    texts = sheet_fields.texts(pantry, sheet_fields.around(pantry))
    phone = '[{"digits":"5145550199","extension":"3","kind":"voix","typed":"514 555-0199","words":""}]'
    hours = texts["schedules"].replace("12:00", "16:30")
    assert sheet_fields.shown(pantry, "schedules", hours) == (
        "lundi et mardi, de 9\xa0h à 16\xa0h\xa030, jusqu’au 1er\xa0juin\xa02027"
    )
    propose(link, pantry, phones=phone, schedules=hours)
    accept(only(field="phones"), cast.agent)
    accept(only(field="schedules"), cast.agent)
    number, hour = Phone.get(), Schedule.get()
    assert (number.uuid, number.digits, number.extension) == ("p-1", "5145550199", "3")
    assert (hour.uuid, hour.closes_at, hour.byday, hour.valid_to) == ("h-1", "16:30", ["MO", "TU"], date(2027, 6, 1))


@pytest.mark.parametrize(
    ("field", "text", "columns"),
    [
        ("ages", "6-12", {"age_min": 6, "age_max": 12}),
        ("ages", "-5", {"age_min": None, "age_max": 5}),
        ("free", "oui", {"free": True}),
        ("free", "non", {"free": False}),
        ("languages", "fr ar", {"languages": ["fr", "ar"]}),
        ("means", "appeler ecrire", {"means": ["appeler", "ecrire"]}),
        ("approached_by", "professionnels", {"approached_by": "professionnels"}),
        ("state", "suspendu", {"state": "suspendu"}),
    ],
)
def test_each_kind_of_field_is_written_and_reads_back(context, cast, link, pantry, field, text, columns):
    propose(link, pantry, **{field: text})
    accept(Proposal.get(), cast.agent)
    now = rows.fresh(pantry)
    assert {name: getattr(now, name) for name in columns} == columns
    assert sheet_fields.texts(now, sheet_fields.around(now))[field] == text


def test_a_word_for_the_school_is_read_and_writes_nothing(context, cast, link, pantry):
    before = rows.fresh(pantry).__data__
    propose(link, pantry, message="Nous déménageons en mars.")
    accept(Proposal.get(), cast.agent)
    now = rows.fresh(pantry).__data__
    confirmed = {"confirmed_at", "confirmed_words", "confirm_by", "version"}
    assert {name for name in before if before[name] != now[name]} == confirmed


def test_the_organisation_s_own_sheet_is_corrected_too(context, cast, link, house):
    propose(link, house, email="bonjour@maison.example", name="La Maison")
    accept(only(field="name"), cast.agent)
    accept(only(field="email"), cast.agent)
    now = rows.fresh(house)
    assert (now.name, now.email) == ("La Maison", "bonjour@maison.example")

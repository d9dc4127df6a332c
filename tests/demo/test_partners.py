"""The directory of the made-up school: true to itself, and as large as one wants."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.database import atomic
from schoolapp.demo import partner_sheets
from schoolapp.demo.partners import PartnerMaker, many
from schoolapp.languages import LANGUAGES
from schoolapp.partners import cards, categories, vocabulary
from schoolapp.partners.models import Organization, Phone, Place, Service, ServiceCategory

TODAY = date(2026, 11, 17)


@pytest.fixture
def made(app, cast, context) -> None:
    from schoolapp.demo.bulk import Writer

    with atomic():
        writer = Writer()
        people = {name: user.id for name, user in cast.everyone.items()}
        PartnerMaker(writer, TODAY, people, 2026).make()
        writer.finish()


def test_it_has_some_forty_partners_with_some_ninety_services_of_every_kind(made):
    assert Organization.select().count() >= 40
    assert Service.select().count() >= 85
    used = {row.code for row in ServiceCategory.select()}
    assert used >= set(vocabulary.CATEGORIES)
    rows = list(Service.select())
    assert {row.state for row in rows} == set(vocabulary.STATES)
    assert {row.approached_by for row in rows} == set(vocabulary.APPROACHED_BY)
    assert {code for row in rows for code in row.means} == set(vocabulary.MEANS)
    assert {row.free for row in rows} == {True, False, None}
    spoken = {code for row in rows for code in row.languages}
    assert {"ar", "es", "ht", "pt", "zh"} < spoken < set(LANGUAGES)


def test_sheets_are_fresh_overdue_or_never_confirmed_and_national_helps_wait_for_somebody(made):
    kept = Service.select().where(Service.state == "actif")
    late = kept.where(Service.confirm_by < TODAY).count()
    never = kept.where(Service.confirm_by.is_null()).count()
    assert late > 4
    assert 5 < never < 20
    national = Service.select().join(Organization, on=Service.organization).where(Organization.national)
    assert {row.confirm_by for row in national} == {None}


def test_what_the_rows_copy_is_what_their_own_verb_computes(made):
    before = {row.id: (row.search_text, row.sort_key, row.has_evening, row.is_accessible) for row in Service.select()}
    cards.refresh_all(before)
    after = {row.id: (row.search_text, row.sort_key, row.has_evening, row.is_accessible) for row in Service.select()}
    assert before == after
    assert {row.code for row in ServiceCategory.select()} <= set(categories.every())


def test_no_number_and_no_address_belongs_to_anybody(made):
    own = Phone.select().join(Organization, "LEFT OUTER JOIN", on=Phone.organization)
    shown = {phone["digits"] for sheet in partner_sheets.national() for one in sheet.services for phone in one.phones}
    assert all(row.digits[3:8] == "55501" for row in own if row.digits not in shown)
    assert {row.postal_code[:3] for row in Place.select()} == {"H0H"}


def test_a_large_directory_is_written_beside_what_is_there(made, cast):
    first = Service.select().count()
    with atomic():
        written = many(200, TODAY, cast.agent.id)
    assert written >= 200
    assert Service.select().count() == first + written
    names = [row.name for row in Organization.select()]
    assert len(names) == len(set(names))
    assert Service.create(
        uuid="x", organization=1, name="Le suivant", created_at=cast.agent.created_at, updated_at=cast.agent.created_at
    ).id

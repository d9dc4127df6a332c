"""Writing sheets: what is kept, what is copied, what the history says."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.database import Stale
from schoolapp.errors import Refused
from schoolapp.partners import archiving, categories, freshness, history, national, sheets
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Organization, Phone, Schedule, Service
from tests.partners.helpers import hours, phone

pytestmark = pytest.mark.usefixtures("directory", "context")


def fresh(service: Service) -> Service:
    return Service.get_by_id(service.id)


def changes(organization: Organization, service: Service | None = None) -> list[tuple[str, str, str]]:
    return [(one.field, one.before, one.after) for one in history.of(organization, service)]


def test_a_service_is_found_by_all_that_it_says_without_accents(directory):
    text = fresh(directory.depannage).search_text
    for word in ("depannage", "tablee", "erables", "alimentation", "espagnol", "eglise", "montreal"):
        assert word in text


def test_a_service_copies_whether_it_is_accessible_and_open_in_the_evening(directory):
    assert (fresh(directory.depannage).is_accessible, fresh(directory.depannage).has_evening) == (True, False)
    assert (fresh(directory.cuisine).is_accessible, fresh(directory.cuisine).has_evening) == (False, True)


def test_a_change_keeps_each_field_before_and_after(directory, cast, events):
    service = fresh(directory.depannage)
    hand = Hand(cast.secretariat, "partenaire", "Nadia, de la Tablée")
    parts = sheets.Parts(schedules=[hours("MO", "09:00", "12:00")])
    changed = sheets.rewrite_service(service, service.version, {"wait": "deux jours", "free": True}, parts, hand=hand)
    assert sorted(changed) == ["schedules", "wait"]
    lines = changes(directory.tablee, service)
    assert ("wait", "", "deux jours") in lines
    assert any(
        field == "schedules" and "mardi et jeudi" in before and "lundi" in after for field, before, after in lines
    )
    latest = history.of(directory.tablee, service)[0]
    assert (latest.by_id, latest.by_words, latest.origin) == (cast.secretariat.id, "Nadia, de la Tablée", "partenaire")
    assert events("service.changed")[-1].detail == {"champs": ["schedules", "wait"]}


def test_saying_the_same_again_changes_nothing(directory, cast, events):
    service = fresh(directory.depannage)
    parts = sheets.Parts(categories=["alimentation"], phones=[phone("5145550161")])
    assert sheets.rewrite_service(service, service.version, {"name": service.name}, parts, hand=Hand(cast.agent)) == []
    assert fresh(service).version == service.version
    assert events("service.changed") == []


def test_a_change_made_on_an_old_version_is_refused_whole(directory, cast):
    seen = fresh(directory.depannage)
    sheets.rewrite_service(fresh(seen), seen.version, {"wait": "un mois"}, hand=Hand(cast.agent))
    parts = sheets.Parts(phones=[phone("5145550199")])
    with pytest.raises(Stale) as stale:
        sheets.rewrite_service(seen, seen.version, {"wait": "une heure"}, parts, hand=Hand(cast.direction))
    assert stale.value.current.wait == "un mois"
    assert [row.digits for row in Phone.select().where(Phone.service == seen.id)] == ["5145550161"]


def test_rows_that_did_not_change_keep_their_ids_for_the_outside(directory, cast):
    service = fresh(directory.depannage)
    before = Schedule.get(Schedule.service == service.id)
    parts = sheets.Parts(schedules=[hours("TU TH", "13:00", "16:00"), hours("SA", "10:00", "12:00")])
    sheets.rewrite_service(service, service.version, {}, parts, hand=Hand(cast.agent))
    after = list(Schedule.select().where(Schedule.service == service.id).order_by(Schedule.id))
    assert (after[0].uuid, len(after)) == (before.uuid, 2)


def test_a_form_sent_twice_writes_one_sheet(cast):
    made = [sheets.create_organization({"name": "Le Phare"}, hand=Hand(cast.agent), form_key="k" * 20) for _ in "12"]
    assert (made[0][0].id, made[0][1], made[1][1]) == (made[1][0].id, True, False)


def test_two_forms_sent_at_the_same_moment_write_one_sheet(cast, monkeypatch):
    first, _new = sheets.create_organization({"name": "Le Phare"}, hand=Hand(cast.agent), form_key="k" * 20)
    known = sheets._known
    answers = iter([None])  # the second one looks before the first is written
    monkeypatch.setattr(sheets, "_known", lambda *asked: next(answers, known(*asked)))
    again, is_new = sheets.create_organization({"name": "Le Phare"}, hand=Hand(cast.agent), form_key="k" * 20)
    assert (again.id, is_new) == (first.id, False)


def test_another_period_moves_the_day_when_a_confirmed_sheet_is_overdue(directory, cast):
    service = fresh(directory.depannage)
    freshness.confirm([freshness.Seen(service.id, service.version)], by=cast.agent)
    service = fresh(service)
    assert service.confirm_by == date(2027, 11, 17)
    sheets.rewrite_service(service, service.version, {"confirm_months": 3}, hand=Hand(cast.agent))
    assert fresh(service).confirm_by == date(2027, 2, 17)


def test_an_organisation_with_another_name_is_found_by_it_in_its_services(directory, cast):
    sheets.rewrite_organization(directory.relais, 1, {"name": "Le Nouveau Départ"}, hand=Hand(cast.agent))
    assert "nouveau depart" in fresh(directory.francais).search_text
    assert Organization.get_by_id(directory.relais.id).search_key == "le nouveau depart"


def test_an_organisation_goes_to_the_archives_with_its_services_and_comes_back_with_them(directory, cast, frozen):
    archiving.archive_service(directory.cuisine, by=cast.agent)
    frozen.move(minutes=1)
    assert archiving.archive_organization(directory.tablee, by=cast.direction) == 1
    assert archiving.archive_organization(directory.tablee, by=cast.direction) == 0
    assert fresh(directory.depannage).archived
    with pytest.raises(Refused):
        archiving.restore_service(directory.depannage, by=cast.agent)
    assert archiving.restore_organization(directory.tablee, by=cast.agent) == 1
    assert not fresh(directory.depannage).archived
    assert fresh(directory.cuisine).archived, "it had gone before"


def test_a_category_of_the_school_is_under_one_of_the_base_and_services_are_found_by_it(directory, cast):
    made = categories.add("Frigo partagé", "alimentation", by=cast.secretariat)
    service = fresh(directory.depannage)
    sheets.rewrite_service(
        service, service.version, {}, sheets.Parts(categories=[made.code]), hand=Hand(cast.secretariat)
    )
    assert "frigo partage alimentation" in fresh(service).search_text
    categories.rename(made, "Réfrigérateur de rue", by=cast.secretariat)
    assert "refrigerateur de rue" in fresh(service).search_text
    assert categories.under("alimentation") == ["alimentation", made.code]
    assert categories.every()[made.code].inclusion == ("equipement-et-alimentation--alimentation",)
    with pytest.raises(Refused):
        categories.add("alimentation", "loisirs", by=cast.secretariat)
    categories.archive(made, by=cast.secretariat)
    assert made.code not in categories.current()
    assert made.code in categories.current([made.code])


def test_the_national_helps_are_written_once_and_nobody_has_confirmed_them(cast):
    assert national.write(by=cast.direction) == 5
    assert national.write(by=cast.direction) == 0
    rows = list(Service.select().join(Organization, on=Service.organization).where(Organization.national))
    assert sorted(row.name for row in rows) == ["211", "Alloprof", "Info-Social 811", "LigneParents", "Tel-jeunes"]
    assert {row.confirm_by for row in rows} == {None}
    assert Phone.get(Phone.service == next(row.id for row in rows if row.name == "211")).digits == "211"

"""A directory goes out as HSDS 3.0, is valid by the published schemas, and comes back the same elsewhere."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from schoolapp.imports.models import ImportChange, State
from schoolapp.partners import hsds
from schoolapp.partners import models as m
from tests.imports.helpers import counts, lines
from tests.partners import hsds_makers as makers

SCHEMAS = hsds.PUBLISHED / "schema"


@pytest.fixture
def full(context, directory, cast):
    makers.full_directory(directory, cast.agent)
    return directory


def validator(name: str) -> Draft202012Validator:
    """A published schema, with those it refers to, which have no address."""
    known = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    resources = [
        (name, Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema", **one}))
        for name, one in known.items()
    ]
    registry = Registry().with_resources(resources)
    return Draft202012Validator(known[f"{name}.json"], registry=registry, format_checker=FormatChecker())


def test_the_package_is_valid_by_the_published_description(full, tmp_path):
    import frictionless

    path = tmp_path / "hsds.zip"
    path.write_bytes(makers.package())

    report = frictionless.Package(str(path)).validate()

    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    with zipfile.ZipFile(path) as archive:
        assert archive.read("datapackage.json") == (hsds.PUBLISHED / "datapackage.json").read_bytes()
    rows = {name: len(found) for name, found in makers.tables(path.read_bytes()).items()}
    filled = {"organizations.csv", "services.csv", "locations.csv", "addresses.csv", "accessibility.csv", "phones.csv"}
    filled |= {"contacts.csv", "schedules.csv", "languages.csv", "service_areas.csv", "required_documents.csv"}
    filled |= {"cost_options.csv", "service_at_location.csv", "attributes.csv", "taxonomies.csv", "taxonomy_terms.csv"}
    assert {name for name, count in rows.items() if count} == filled


def test_the_document_is_valid_by_the_published_schemas(full):
    whole = json.loads(makers.document())

    for name, entity in (
        ("organizations", "organization"), ("services", "service"), ("taxonomies", "taxonomy"),
        ("taxonomy_terms", "taxonomy_term"),
    ):  # fmt: skip
        check = validator(entity)
        assert whole[name]
        assert [error.message for one in whole[name] for error in check.iter_errors(one)] == []


@pytest.mark.parametrize("form", [makers.package, makers.document])
def test_what_goes_out_comes_back_the_same_in_an_empty_house(full, cast, form):
    before = {makers.package: makers.package(), makers.document: makers.document()}
    makers.clear()

    batch = makers.imported(before[form], cast.secretariat, name="hsds.zip" if form is makers.package else "hsds.json")

    assert (batch.state, batch.summary["remarks"]) == (State.APPLIED, ["Catégorie ajoutée\u00a0: Friperie."])
    assert counts(batch) == {"created": 5}
    assert {makers.package: makers.package(), makers.document: makers.document()} == before


def test_the_copies_of_the_services_are_made_as_by_hand(full, cast):
    names = ("uuid", "search_text", "has_evening", "is_accessible", "sort_key", "confirm_by")
    named = [getattr(m.Service, name) for name in names]
    before = sorted(m.Service.select(*named).tuples())
    content = makers.package()
    makers.clear()

    makers.imported(content, cast.secretariat)

    after = sorted(m.Service.select(*named).tuples())
    assert [(row[0], sorted(row[1].split()), *row[2:]) for row in after] == [
        (row[0], sorted(row[1].split()), *row[2:]) for row in before
    ]


@pytest.mark.parametrize("form", [makers.package, makers.document])
def test_the_same_file_again_changes_nothing(full, cast, form):
    content = form()
    makers.clear()
    makers.imported(content, cast.secretariat)
    versions = sorted(m.Service.select(m.Service.uuid, m.Service.version).tuples())

    batch = makers.imported(content, cast.secretariat, name="encore.zip")

    assert counts(batch) == {"unchanged": 5}
    assert batch.summary["writes"] == 0
    assert not ImportChange.select().where(ImportChange.batch == batch.id).exists()
    assert sorted(m.Service.select(m.Service.uuid, m.Service.version).tuples()) == versions


def test_a_house_reads_its_own_file_and_finds_nothing_new(full, cast):
    batch = makers.imported(makers.package(), cast.secretariat)

    assert (counts(batch), batch.summary["writes"]) == ({"unchanged": 5}, 0)


def test_what_is_the_schools_own_never_leaves(full, cast):
    m.Tip.create(organization=full.tablee, words="Demander Ana", author=cast.agent, written_at=full.tablee.created_at)
    m.Agreement.create(organization=full.tablee, what="Local prêté", created_at=full.tablee.created_at)
    archived = m.Service.get_by_id(full.francais.id)
    m.Service.update(state="archive", archived_at=archived.created_at).where(m.Service.id == archived.id).execute()

    before = makers.package()
    m.Service.update(confirm_months=3).execute()
    assert makers.package() == before
    with zipfile.ZipFile(BytesIO(before)) as archive:
        texts = b"".join(archive.read(name) for name in archive.namelist()) + makers.document()

    for secret in ("Facture en juin", "Demander Ana", "Local prêté", "Francisation", cast.agent.name):
        assert secret.encode() not in texts


def test_a_cell_that_begins_like_a_formula_is_harmless_in_a_spreadsheet_and_a_number_stays_one(full):
    found = makers.tables(makers.package())

    assert "'=Paniers\n+ café" in {row["description"] for row in found["services.csv"]}
    assert "+1 514 555-0156" in {row["number"] for row in found["phones.csv"]}
    assert "-73.25" in {row["longitude"] for row in found["locations.csv"]}


def test_the_lines_say_what_comes_with_each_sheet(full, cast):
    content = makers.package()
    makers.clear()

    batch = makers.imported(content, cast.secretariat)

    created = {line.label: line.detail for line in lines(batch, "created")}
    assert created["Dépannage alimentaire"]["organization"] == "La Tablée des Érables"
    assert "Téléphones\u00a0: 3" in created["Dépannage alimentaire"]["parts"]
    assert created["Le Relais"]["what"] == "organisme"

"""HSDS from elsewhere: what is taken, what is refused row by row, what is told before anything is written."""

from __future__ import annotations

import io
import json

import pytest

from schoolapp.imports import steps
from schoolapp.imports.models import ImportBatch, State
from schoolapp.imports.readers.records import FileRefused
from schoolapp.partners import models as m
from schoolapp.partners.models import Organization, Phone, Place, Schedule, Service
from tests.imports.helpers import checked, counts, lines, taken_in
from tests.partners.hsds_makers import as_json, imported, packed

ORGANIZATION = {"id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "name": "Le Phare", "description": "Entraide"}
SERVICE = {
    "id": "3fa85f64-5717-4562-b3fc-2c963f66afa7",
    "organization_id": ORGANIZATION["id"],
    "name": "Repas",
    "status": "active",
}


def package(**files):
    """A small package; ``service={…}`` adds to the service, ``phones=[…]`` adds a file."""
    organization = ORGANIZATION | files.pop("organization", {})
    service = SERVICE | files.pop("service", {})
    rows = {"organizations.csv": [organization], "services.csv": [service]}
    return packed(rows | {f"{name}.csv": content for name, content in files.items()})


def refusals(batch):
    return {
        (line.kind, line.detail["file"], line.rows): line.detail["reason"]
        for kind in ("refused", "partial")
        for line in lines(batch, kind)
    }


def test_what_the_directory_has_no_place_for_is_told_before_anything_is_written(cast, context):
    batch = checked(
        package(
            organization={"tax_id": "123", "logo": "x.png"},
            service={"accreditations": "A", "alert": "Fermé le 24", "shoe_size": "42"},
            programs=[{"id": "p1", "organization_id": "o", "name": "P", "description": "d"}],
            funding=[{"id": "f1", "source": "Ville"}, {"id": "f2", "source": "Québec"}],
            notes=[{"a": "b"}],
            languages=[{"id": "l1", "phone_id": "x", "code": "fr"}],
        ),
        cast.secretariat,
        name="hsds.zip",
    )

    told = "\n".join(batch.summary["remarks"])
    for words in (
        "programmes (1)",
        "sources de financement (2)",
        "organization.tax_id (1)",
        "organization.logo (1)",
        "service.accreditations (1)",
        "service.alert (1)",
        "service.shoe_size (1)",
        "notes.csv (1)",
        "langue d’un lieu ou d’un téléphone (1)",
        "1 identifiant n’est pas un UUID",
    ):
        assert words in told
    assert batch.state == State.CHECKED
    assert not Organization.select().exists()


def test_a_row_that_cannot_be_used_is_refused_with_what_belongs_to_it(cast, context):
    batch = imported(
        package(
            services=[
                SERVICE,
                SERVICE | {"name": "Copie"},
                {"id": "s2", "organization_id": "nulle part", "name": "Perdu", "status": "active"},
                {"id": "s3", "organization_id": ORGANIZATION["id"], "status": "active"},
                {"organization_id": ORGANIZATION["id"], "name": "Sans id", "status": "active"},
            ],
            phones=[
                {"id": "t1", "service_id": "s2", "number": "514 555-0101"},
                {"id": "t2", "number": "514 555-0102"},
                {"id": "t3", "service_id": SERVICE["id"], "number": "demandez"},
            ],
            locations=[{"id": "l1", "name": "Nulle part", "location_type": "physical"}],
        ),
        cast.secretariat,
    )

    assert "1 élément d’une fiche laissée de côté" in "\n".join(batch.summary["remarks"])
    found = refusals(batch)
    assert found[("refused", "services.csv", "3")].startswith("id\u00a0: Même identifiant qu’à la ligne 2")
    assert "n’est pas dans le fichier" in found[("refused", "services.csv", "4")]
    assert "Sans nom" in found[("refused", "services.csv", "5")]
    assert "Sans identifiant" in found[("refused", "services.csv", "6")]
    assert "On ne sait pas de qui" in found[("refused", "phones.csv", "3")]
    assert "Ce numéro ne se lit pas" in found[("refused", "phones.csv", "4")]
    assert "de quel organisme est ce lieu" in found[("refused", "locations.csv", "2")]
    assert [service.name for service in Service.select()] == ["Repas"]
    assert not Phone.select().exists()


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("url", "javascript:alert(1)", "adresse de site"),
        ("url", "https://", "adresse de site"),
        ("email", "pas une adresse", "courriel"),
        ("minimum_age", "1e400", "impossible"),
        ("minimum_age", "-3", "impossible"),
        ("maximum_age", "nan", "impossible"),
        ("assured_date", "2026-02-31", "date"),
        ("assured_date", "2099-01-01", "à venir"),
        ("status", "peut-être", "État inconnu"),
        ("description", "a" * 5000, "coupé à 4000"),
    ],
)
def test_a_cell_that_cannot_be_used_leaves_the_rest_of_its_row(cast, context, column, value, words):
    batch = imported(package(service={column: value}), cast.secretariat)

    ((_where, reason),) = refusals(batch).items()
    assert words in reason
    assert Service.get().name == "Repas"
    assert Service.get().website == ""


AT = "3fa85f64-5717-4562-b3fc-2c963f66af01"
PLACE = "3fa85f64-5717-4562-b3fc-2c963f66af02"
FOREIGN = {
    "status": "inactive",
    "fees": "5 $",
    "minimum_age": "6.0",
    "url": "lephare.example",
    "assured_date": "2026-10-01",
}
OTHERS = {
    "service": FOREIGN,
    "locations": [{"id": PLACE, "location_type": "physical", "latitude": "45.5"}],
    "addresses": [
        {"id": "a1", "location_id": PLACE, "address_1": "Casier 3", "address_type": "postal", "country": "CA"},
        {
            "id": "a2",
            "location_id": PLACE,
            "address_1": "5, rue A",
            "address_type": "physical",
            "country": "Canada",
        },
    ],
    "accessibility": [{"id": "x", "location_id": PLACE, "description": "Wheelchair accessible entrance"}],
    "service_at_location": [{"id": AT, "service_id": SERVICE["id"], "location_id": PLACE}],
    "schedules": [
        {
            "id": "h1",
            "service_at_location_id": AT,
            "freq": "WEEKLY",
            "byday": "TH,MO",
            "opens_at": "9:00-05:00",
            "closes_at": "24:00",
            "wkst": "MO",
        },
        {"id": "h2", "service_id": SERVICE["id"], "freq": "MONTHLY", "byday": "2MO", "opens_at": "10:00"},
        {"id": "h3", "location_id": PLACE, "byday": "SU", "opens_at": "08:30:00", "closes_at": "12:00:00"},
    ],
    "phones": [{"id": "t", "service_at_location_id": AT, "number": "514 555-0101", "type": "TTY", "extension": "7"}],
    "languages": [{"id": "l", "service_id": SERVICE["id"], "name": "Spanish"}],
    "service_areas": [
        {"id": "z", "service_id": SERVICE["id"], "name": "Verdun"},
        {"id": "y", "service_id": SERVICE["id"], "description": "LaSalle"},
    ],
    "cost_options": [{"id": "c", "service_id": SERVICE["id"], "amount": "12.5", "currency": "cad", "option": "Adulte"}],
    "taxonomy_terms": [
        {"id": "m1", "name": "Food", "description": "d", "code": "equipement-et-alimentation--alimentation"},
        {"id": "m2", "name": "Jonglerie", "description": "d", "taxonomy": "Cirque"},
    ],
    "attributes": [
        {"id": f"b{n}", "link_id": SERVICE["id"], "link_entity": "service", "taxonomy_term_id": f"m{n}"} for n in (1, 2)
    ],
}


def test_the_words_of_others_become_ours(cast, context):
    imported(package(**OTHERS), cast.secretariat)

    service, row = Service.get(), Place.get()
    assert (service.state, service.cost, service.age_min, service.website) == (
        "suspendu",
        "5 $",
        6,
        "https://lephare.example",
    )
    assert (service.free, service.territory, service.languages) == (False, "Verdun, LaSalle", ["es"])
    assert (service.confirmed_at.date().isoformat(), service.confirm_by.isoformat()) == ("2026-10-01", "2027-10-01")
    assert (row.address, row.country, row.accessible, row.latitude) == ("5, rue A", "CA", True, 45.5)
    hours = {tuple(one.byday): (one.opens_at, one.closes_at, one.place_id) for one in Schedule.select()}
    assert hours == {
        ("MO", "TH"): ("09:00", "24:00", row.id),
        ("SU",): ("08:30", "12:00", row.id),
        (): (None, None, None),
    }
    assert (Phone.get().kind, Phone.get().extension, Phone.get().service_id) == ("ats", "7", service.id)
    assert [one.code for one in m.ServiceCategory.select()] == ["alimentation"]
    told = "\n".join(ImportBatch.get().summary["remarks"])
    assert "Cirque / Jonglerie (1)" in told
    reasons = " ".join(refusals(ImportBatch.get()).values())
    assert "gardé en mots" in reasons
    assert "Une autre adresse" in reasons


@pytest.mark.parametrize("shape", ["page", "list", "one"])
def test_the_answers_of_an_hsds_api_are_read(cast, context, shape):
    whole = SERVICE | {
        "organization": ORGANIZATION,
        "phones": [{"id": "t1", "number": "514 555-0101"}],
        "service_at_locations": [{"id": "x1", "location": {"id": "l1", "location_type": "physical", "name": "Salle"}}],
        "languages": [{"id": "g1", "code": "ar"}],
        "mystery": {"a": 1},
    }
    del whole["organization_id"]
    document = {"page": {"total_items": 1, "contents": [whole]}, "list": [whole], "one": whole}[shape]

    batch = imported(as_json(document), cast.secretariat, name="services.json")

    service = Service.get()
    assert (service.organization.name, service.languages, Phone.get().service_id) == ("Le Phare", ["ar"], service.id)
    assert (Place.get().organization_id, m.ServicePlace.get().service_id) == (service.organization_id, service.id)
    assert "service.mystery (1)" in "\n".join(batch.summary["remarks"])


def test_a_description_of_the_package_gives_the_files_their_names(cast, context):
    described = {
        "resources": [
            {"name": "organization", "path": "data/orgs.csv"},
            {"name": "service", "path": "https://elsewhere.example/s.csv"},
            {"name": "phone", "path": ["a"]},
            7,
        ]
    }
    content = packed({"datapackage.json": json.dumps(described), "data/orgs.csv": [ORGANIZATION], "s.csv": [SERVICE]})

    imported(content, cast.secretariat)

    assert (Organization.get().name, Service.get().name) == ("Le Phare", "Repas")


def test_a_service_that_is_over_is_not_added_and_one_we_have_is_suspended(cast, context):
    imported(package(), cast.secretariat)
    gone = [SERVICE | {"status": "defunct"}, SERVICE | {"id": "autre", "name": "Ancien", "status": "defunct"}]

    batch = imported(packed({"organizations.csv": [ORGANIZATION], "services.csv": gone}), cast.secretariat)

    assert [(one.name, one.state) for one in Service.select()] == [("Repas", "suspendu")]
    told = "\n".join(batch.summary["remarks"])
    assert "1 service qui n’existe plus, selon le fichier, n’est pas ajouté" in told
    assert "archivez-le si c’est vrai" in told


def test_pupils_and_partners_are_told_apart_by_the_file(cast, context):
    assert taken_in(package(), cast.secretariat, name="x.zip").subject == "partners"
    with pytest.raises(FileRefused, match="contient des élèves"):
        steps.upload(io.BytesIO(b"Fiche,Nom\n1,Roy"), "liste.csv", by=cast.agent)


def test_counts_say_nothing_of_what_is_not_there(cast, context):
    assert counts(imported(package(), cast.secretariat)) == {"created": 2}

"""A directory that uses everything a sheet can say, and the HSDS files of it, made and read back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from schoolapp.accounts.models import User
from schoolapp.imports.models import ImportBatch
from schoolapp.partners import cards, categories, hsds_files, hsds_rows
from schoolapp.partners import models as m
from schoolapp.partners.models import Organization, Service
from tests.imports.helpers import applied
from tests.partners.helpers import hours, phone


def full_directory(directory: Any, by: User) -> None:
    """The small directory of the tests, with all that its sheets can say besides."""
    own = categories.add("Friperie", "vetements", by=by)
    tablee, service = directory.tablee, Service.get_by_id(directory.depannage.id)
    Organization.update(
        other_name="Tablée",
        email="info@tablee.example",
        website="tablee.example",
        source="Liste du CLSC",
    ).where(Organization.id == tablee.id).execute()
    Organization.update(national=True, words="« Écoute » : jour et nuit,\nen français\u00a0!").where(
        Organization.id == directory.relais.id
    ).execute()
    Service.update(
        other_name="Dépannage",
        words="=Paniers\n+ café",
        website="https://tablee.example/paniers",
        email="p@tablee.example",
        state="suspendu",
        eligibility="Familles du quartier",
        age_min=0,
        age_max=99,
        territory="Des Érables; Laval",
        interpretation="Arabe sur demande",
        means=["appeler", "se_presenter"],
        approached_by="familles",
        how="Appeler la veille.",
        wait="2 jours",
        documents="Preuve d’adresse\nCarte",
        translations={"ar": {"name": "مساعدة غذائية", "checked": False}},
        confirmed_at=datetime(2026, 9, 1, 15, tzinfo=UTC),
        confirm_by=date(2027, 9, 1),
        languages=["es", "fr", "autre"],
    ).where(Service.id == service.id).execute()
    m.ServiceCategory.create(service=service, code=own.code)
    _around(directory, service)
    cards.refresh_all([service.id, directory.cuisine.id])


def _around(directory: Any, service: Service) -> None:
    tablee = directory.tablee
    m.Place.update(
        address_more="porte 3",
        province="QC",
        latitude=45.5,
        longitude=-73.25,
        access_words="Rampe au sud",
        transport="Autobus 51",
    ).where(m.Place.id == directory.hall.id).execute()
    m.Place.create(uuid=str(uuid4()), organization=tablee, name="Parc", city="Montréal", country="", accessible=None)
    m.Schedule.create(
        uuid=str(uuid4()),
        service=service,
        place=directory.hall,
        valid_from=date(2026, 9, 1),
        valid_to=date(2027, 6, 1),
        **hours("SA", "20:00", "24:00", words="sauf l’été"),
    )
    m.Schedule.create(uuid=str(uuid4()), service=directory.cuisine, words="Le premier samedi du mois")
    _people(directory, service)


def _people(directory: Any, service: Service) -> None:
    tablee = directory.tablee
    person = m.Contact.create(
        uuid=str(uuid4()),
        organization=tablee,
        service=service,
        name="Ana Díaz",
        title="Coordonnatrice",
        department="Accueil",
        email="ana@tablee.example",
    )
    for number, more in (("8005550100", {"kind": "sans_frais"}), ("5145550199", {"extension": "0123"})):
        m.Phone.create(uuid=str(uuid4()), contact=person, **phone(number, **more))
    m.Phone.create(uuid=str(uuid4()), place=directory.hall, **phone("5145550155", kind="texto", extension="12"))
    m.Phone.create(uuid=str(uuid4()), organization=tablee, **phone("5145550156", typed="+1 514 555-0156", kind="ats"))


def package() -> bytes:
    return hsds_files.package(hsds_rows.rows())


def document() -> bytes:
    return hsds_files.document(hsds_rows.rows())


def clear() -> None:
    """An empty directory: what another house would have."""
    for model in (
        m.SheetChange,
        m.Tip,
        m.Phone,
        m.Contact,
        m.Schedule,
        m.ServicePlace,
        m.ServiceCategory,
        m.Service,
        m.Place,
        m.Organization,
        m.Category,
    ):
        model.delete().execute()


def imported(content: bytes, by: User, name: str = "repertoire.zip") -> ImportBatch:
    """A file of HSDS checked and applied."""
    return applied(content, by, name=name)


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of a package, by file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def packed(files: dict[str, Any]) -> bytes:
    """A package from rows by file; bytes and texts go in as they are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, rows in files.items():
            archive.writestr(name, rows if isinstance(rows, str | bytes) else _csv(rows))
    return buffer.getvalue()


def _csv(rows: list[dict[str, Any]]) -> str:
    buffer = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(buffer, names)
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def as_json(value: Any) -> bytes:
    return json.dumps(value).encode()

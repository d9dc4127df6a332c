"""Files of partners against what people made of the directory: questions, archives, undo; and mere tables."""

from __future__ import annotations

import io

import pytest

from schoolapp import models as house
from schoolapp.audit.models import AuditEvent
from schoolapp.formats import search_key
from schoolapp.imports import queries, steps, subjects, writing
from schoolapp.imports.models import ImportBatch, ImportChange, ImportLine, State
from schoolapp.imports.options import Choices
from schoolapp.partners import archiving, sheets
from schoolapp.partners import models as m
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Organization, Phone, Place, Service, SheetChange
from tests.imports.helpers import changes, counts, lines, questions, settled
from tests.imports.helpers import checked as checked_as_pupils
from tests.imports.makers import table, workbook
from tests.marks import MARKS
from tests.partners.hsds_makers import imported, package, packed, tables

NOT_UNDONE = MARKS | {ImportBatch, ImportChange, ImportLine, AuditEvent}
LIST = """
Organisme | Service | Description | Besoins | Langues | Âge | Gratuit | Téléphone | Adresse | Ville | Horaire | Contact | Notes
La Tablée des érables | Dépannage alimentaire | Paniers | Alimentation | français et espagnol | | oui | 514 555-0161 | | | | |
Maison Ouverte | Aide aux devoirs | Après l’école | devoirs; Mentorat | anglais | 6 à 12 ans | non | 514 555-0177 poste 4; 1 800 555-0100 (sans frais) | 5, rue B | Laval | Lundi, 16 h | Ana Díaz | x
Maison Ouverte | Halte-garderie | Le mardi | Petite enfance | zzyx | vieux | peut-être | appelez | | | | |
Maison Ouverte | | | | | | | | | | | |
"""  # noqa: E501


def everything():
    hidden = {"version"}
    return {
        model.__name__: sorted(
            str(sorted((name, value) for name, value in row.items() if name not in hidden))
            for row in model.select().dicts()
        )
        for model in house.ALL
        if model not in NOT_UNDONE
    }


def checked(content, by, name="services.csv"):
    """A table of services read as guessed."""
    raw = table(content).encode() if isinstance(content, str) else content
    batch = steps.upload(io.BytesIO(raw), name, by=by, subject="partners")
    steps.check(batch, Choices.of(batch.options), by=by)
    return queries.batch_for(batch.id)


def applied(content, by, name="services.csv"):
    batch = checked(content, by, name)
    steps.apply(batch, by=by)
    return queries.batch_for(batch.id)


def edited(content, **columns):
    """The same package, with these values on the service « Dépannage alimentaire »."""
    files = tables(content)
    row = next(row for row in files["services.csv"] if row["name"] == "Dépannage alimentaire")
    row |= columns
    return packed(files)


def rewritten(directory, by, **values):
    service = Service.get_by_id(directory.depannage.id)
    sheets.rewrite_service(service, service.version, values, hand=Hand(by))


# ---- what people made of it


def test_what_somebody_wrote_by_hand_is_asked_about_and_kept_by_default(context, directory, cast):
    content = edited(package(), description="Du fichier", wait_time="3 jours")
    rewritten(directory, cast.agent, words="À la main")

    batch = checked_as_pupils(content, cast.secretariat, name="x.zip")

    (question,) = questions(batch)
    assert (question.kind, question.detail["now"], question.detail["file"]) == ("field", "À la main", "Du fichier")
    assert changes(batch) == {"Dépannage alimentaire": [["Attente", "", "3 jours"]]}
    steps.apply(settled(batch, cast.secretariat, "take"), by=cast.secretariat)
    assert Service.get_by_id(directory.depannage.id).words == "Du fichier"


def test_a_file_that_repeats_itself_does_not_ask_twice(context, directory, cast, frozen):
    content = edited(package(), description="Du fichier")
    imported(content, cast.secretariat)
    frozen.move(minutes=5)
    rewritten(directory, cast.agent, words="Corrigé")

    batch = imported(content, cast.secretariat)

    assert (counts(batch), questions(batch)) == ({"unchanged": 5}, [])
    assert Service.get_by_id(directory.depannage.id).words == "Corrigé"


def test_a_change_by_a_file_is_kept_in_the_history_and_raises_the_version(context, directory, cast):
    before = Service.get_by_id(directory.francais.id)
    files = tables(package())
    next(row for row in files["services.csv"] if row["name"].startswith("Francisation"))["wait_time"] = "Un mois"
    files["phones.csv"].append({"id": "t9", "service_id": before.uuid, "number": "514 555-0190", "type": "voice"})

    imported(packed(files), cast.secretariat, name="reseau.zip")

    after = Service.get_by_id(before.id)
    assert after.version == before.version + 1
    kept = SheetChange.select().where((SheetChange.service == after) & (SheetChange.origin == "importation"))
    assert {(one.field, one.before, one.by_words) for one in kept} == {
        ("wait", "", "reseau.zip"), ("phones", "", "reseau.zip"),
    }  # fmt: skip


def test_archived_sheets_are_left_as_they_are_and_said(context, directory, cast):
    content = edited(package(), description="Du fichier")
    archiving.archive_service(directory.depannage, by=cast.agent)

    batch = imported(content, cast.secretariat)

    assert Service.get_by_id(directory.depannage.id).words == ""
    told = "\n".join(batch.summary["remarks"])
    assert "1 fiche du fichier est archivée ici" in told
    assert "3 éléments de fiches laissées de côté" in told


def test_the_same_row_under_another_id_is_known_by_what_it_says(context, directory, cast):
    files = tables(package())
    for row in files["phones.csv"]:
        row["id"] = row["id"][:-4] + "0000"
    count = Phone.select().count()

    batch = imported(packed(files), cast.secretariat)

    assert (Phone.select().count(), counts(batch)) == (count, {"unchanged": 5})
    assert {row["id"] for row in files["phones.csv"]} == {phone.uuid for phone in Phone.select()}


def test_a_directory_that_changes_after_the_check_is_checked_again(context, directory, cast, monkeypatch):
    batch = checked(LIST, cast.secretariat)
    plain = writing.prepare

    def prepare(*plan):
        prepared = plain(*plan)
        rewritten(directory, cast.agent, wait="Long")
        return prepared

    monkeypatch.setattr(writing, "prepare", prepare)
    steps.apply(batch, by=cast.secretariat)

    batch = queries.batch_for(batch.id)
    assert (batch.state, "ont changé depuis" in batch.error) == (State.CHECKED, True)
    assert not Service.select().where(Service.name == "Aide aux devoirs").exists()


# ---- undo


def test_an_import_is_taken_back_whole(context, directory, cast, frozen):
    files = tables(
        edited(package(), description="Du fichier", wait_time="2 jours", last_modified="2026-11-01T00:00:00Z")
    )
    files["organizations.csv"].append({"id": "o9", "name": "Nouveau", "description": "n"})
    files["services.csv"].append({"id": "s9", "organization_id": "o9", "name": "Neuf", "status": "active"})
    files["phones.csv"].append({"id": "t9", "service_id": "s9", "number": "514 555-0190"})
    files["languages.csv"].append({"id": "l9", "service_id": "s9", "code": "ar"})
    before = everything()
    batch = imported(packed(files), cast.secretariat)
    assert everything() != before

    frozen.move(minutes=5)
    assert subjects.blockers(batch) == []
    steps.undo(batch, by=cast.secretariat)

    assert queries.batch_for(batch.id).state == State.UNDONE
    assert everything() == before


@pytest.mark.parametrize("what", ["sheet", "tip", "service"])
def test_what_was_built_on_an_import_stands_in_the_way(context, directory, cast, frozen, what):
    batch = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    house_, service = (
        Organization.get(Organization.name == "Maison Ouverte"),
        Service.get(Service.name == "Aide aux devoirs"),
    )
    if what == "sheet":
        sheets.rewrite_service(service, service.version, {"wait": "Long"}, hand=Hand(cast.agent))
    elif what == "tip":
        m.Tip.create(organization=house_, words="Sonner", author=cast.agent, written_at=house_.created_at)
    else:
        sheets.create_service(house_, {"name": "Autre"}, sheets.NO_PARTS, hand=Hand(cast.agent))

    found = {(one.name, one.what) for one in subjects.blockers(queries.batch_for(batch.id))}

    expected = {
        "sheet": ("Aide aux devoirs", "une fiche modifiée"), "tip": ("Maison Ouverte", "un conseil"),
        "service": ("Maison Ouverte", "un service ajouté"),
    }  # fmt: skip
    assert found == {expected[what]}
    steps.undo(queries.batch_for(batch.id), by=cast.secretariat)
    assert Service.get_by_id(service.id).name == "Aide aux devoirs"


# ---- tables


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_of_services_is_read(context, directory, cast, form):
    rows = [[cell.strip() for cell in line.split("|")] for line in LIST.strip().splitlines()]
    content = LIST if form == "csv" else workbook([["Liste du quartier"], [], *rows])

    batch = applied(content, cast.secretariat, f"services.{form}")

    assert counts(batch) == {"created": 3, "changed": 1, "unchanged": 1, "refused": 1, "partial": 1}
    devoirs = Service.get(Service.name == "Aide aux devoirs")
    assert (devoirs.age_min, devoirs.age_max, devoirs.free, devoirs.languages) == (6, 12, False, ["en"])
    assert {one.code for one in m.ServiceCategory.select().where(m.ServiceCategory.service == devoirs)} == {
        "devoirs", "mentorat",
    }  # fmt: skip
    numbers = {(one.digits, one.extension, one.kind) for one in Phone.select().where(Phone.service == devoirs)}
    assert {one.typed for one in Phone.select().where(Phone.service == devoirs)} == {"514 555-0177", "1 800 555-0100"}
    assert numbers == {("5145550177", "4", "voix"), ("8005550100", "", "sans_frais")}
    assert (Place.get(Place.address == "5, rue B").city, m.Contact.get().name) == ("Laval", "Ana Díaz")
    assert m.Schedule.get(m.Schedule.service == devoirs).words == "Lundi, 16 h"
    assert search_key("maison ouverte") in devoirs.search_text
    reasons = " ".join(line.detail["reason"] for line in lines(batch, "partial"))
    for words in ("zzyx", "Ces âges ne se lisent pas", "Ni oui ni non", "Ce numéro ne se lit pas"):
        assert words in reasons
    assert "Colonnes laissées de côté\u00a0: Notes." in batch.summary["remarks"]
    assert Organization.select().where(Organization.search_key.startswith("la tablee")).count() == 1


def test_a_table_again_changes_nothing_and_a_sheet_renamed_here_is_still_known(context, directory, cast, frozen):
    applied(LIST, cast.secretariat)
    numbers = {model: model.select().count() for model in (Service, Organization, Phone, Place, m.Contact, m.Schedule)}
    service = Service.get(Service.name == "Aide aux devoirs")
    frozen.move(minutes=5)
    sheets.rewrite_service(service, service.version, {"name": "Devoirs"}, hand=Hand(cast.agent))

    batch = applied(LIST, cast.secretariat)

    assert (counts(batch)["unchanged"], "created" in counts(batch)) == (5, False)
    assert {model: model.select().count() for model in numbers} == numbers


def test_columns_not_understood_can_be_said_and_kept(context, cast):
    batch = checked("Qui | Quoi\nLe Phare | Repas", cast.secretariat)

    assert counts(batch) == {"refused": 1}
    assert not Service.select().exists()

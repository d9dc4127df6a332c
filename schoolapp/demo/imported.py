"""Hands a list of two groups to the product's own import, some days ago: its page then has something true to show."""

from __future__ import annotations

import csv
import io
from datetime import datetime, time

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.families.models import Group, Guardian, Guardianship, Pupil
from schoolapp.imports import steps, tasks
from schoolapp.imports.models import ImportBatch
from schoolapp.imports.options import Choices

DAYS_AGO = 9
FILE = "groupes-101-et-302.csv"
MAPPING = "Liste de groupe"
HEADERS = (
    "Fiche", "Nom de l’élève", "Prénom de l’élève", "Date de naissance", "Groupe",
    "Répondant 1", "Lien répondant 1", "Cellulaire répondant 1", "Courriel répondant 1",
)  # fmt: skip
# What the office corrected in the list: numbers and addresses that changed, and two rows that cannot be read.
NEW_NUMBERS = ("514 555-0190", "438 555-0191", "450 555-0192")
NEW_MAILS = ("nouvelle.adresse1@courriel.test", "nouvelle.adresse2@courriel.test")
UNREADABLE = (
    ("", "", "", "", "302", "", "", "", ""),
    ("2699999", "Tremblay", "Alexis", "2018-02-31", "302", "", "", "", ""),
)


def moment(calendar: Calendar) -> datetime:
    """When the list was imported."""
    return datetime.combine(calendar.day_ago(DAYS_AGO), time(10, 15), tzinfo=ZONE)


def hand_in(calendar: Calendar, secretary: int, groups: list[int]) -> None:
    """Import the list, as the secretary did by the page."""
    with clock.frozen(moment(calendar)):
        by = User.get_by_id(secretary)
        batch = steps.upload(io.BytesIO(_file(groups)), FILE, by=by)
        choices = Choices.of(batch.options)
        choices.full = False
        steps.save_mapping(MAPPING, choices, by=by)
        ImportBatch.update(options=choices.kept()).where(ImportBatch.id == batch.id).execute()
        tasks.check(ImportBatch.get_by_id(batch.id))
        tasks.apply(ImportBatch.get_by_id(batch.id), by)


def _file(groups: list[int]) -> bytes:
    """The list as the school's other software would write it: semicolons, and the mark that Excel likes."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADERS)
    numbers, mails = list(NEW_NUMBERS), list(NEW_MAILS)
    for place, row in enumerate(_rows(groups)):
        if place % 5 == 2 and row[7] and numbers:
            row[7] = numbers.pop()
        elif place % 5 == 4 and row[5] and mails:
            row[8] = mails.pop()
        writer.writerow(row)
    writer.writerows(UNREADABLE)
    return text.getvalue().encode("utf-8-sig")


def _rows(groups: list[int]) -> list[list[str]]:
    pupils = (
        Pupil.select(Pupil, Group)
        .join(Group, on=(Pupil.group == Group.id))
        .where(Pupil.group.in_(groups) & Pupil.left_on.is_null())
        .order_by(Group.code, Pupil.sort_key, Pupil.id)
    )
    return [_row(pupil) for pupil in pupils]


def _row(pupil: Pupil) -> list[str]:
    known = [pupil.number, pupil.last_name, pupil.first_name, pupil.birth_date.isoformat(), pupil.group.code]
    link = (
        Guardianship.select(Guardianship, Guardian)
        .join(Guardian)
        .where(Guardianship.pupil == pupil.id)
        .order_by(Guardian.id)
        .first()
    )
    if link is None:
        return [*known, "", "", "", ""]
    cells = [phone.raw for phone in link.guardian.phones if phone.kind == "cellulaire"]
    return [*known, link.guardian.name, link.relation, cells[0] if len(cells) == 1 else "", link.guardian.email]

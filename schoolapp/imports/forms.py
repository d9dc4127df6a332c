"""The forms of an import: the file, its columns, the last confirmation; and the answers, read by question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf.file import FileField, FileRequired
from wtforms import FieldList, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from schoolapp import forms
from schoolapp.formats import NBSP
from schoolapp.imports.directory import service_columns
from schoolapp.imports.models import ImportBatch, ImportQuestion
from schoolapp.imports.options import Choices
from schoolapp.imports.planning.wanted import YearWanted
from schoolapp.imports.readers.columns import GUARDIAN_FIELDS, GUARDIANS, PUPIL_FIELDS
from schoolapp.imports.readers.records import Table
from schoolapp.imports.subjects import Subject

ORDERS = {
    "": _l("Reconnaître d’après la colonne"),
    "dmy": _l("Jour, mois, année (31/12/2018)"),
    "mdy": _l("Mois, jour, année (12/31/2018)"),
}
ANSWERS = {"pupil": ("same", "distinct"), "guardian": ("same", "distinct"), "field": ("keep", "take")}
MANY_GONE = 10


class UploadForm(forms.Form):
    """The file to import."""

    subject = RadioField(_l("Que contient ce fichier?"), choices=[])
    file = FileField(_l("Fichier"), validators=[FileRequired(_l("Choisissez un fichier."))])

    def __init__(self, offered: Sequence[Subject], wanted: str = "", **options: Any) -> None:
        codes = [one.code for one in offered]
        super().__init__(data={"subject": wanted if wanted in codes else codes[0]}, **options)
        self.subject.choices = forms.choices_of((one.code, str(one.words)) for one in offered)


class ChoicesForm(forms.Form):
    """What the office says of a file, whatever its kind."""

    full = RadioField(
        _l("Élèves de ce fichier"),
        choices=[
            SelectChoice("oui", _l("Tous les élèves de l’école : qui n’y est pas est parti")),
            SelectChoice("non", _l("Une partie des élèves : les autres restent comme ils sont")),
        ],
        validators=[InputRequired(_l("Dites si ce fichier contient tous les élèves de l’école."))],
    )
    year = SelectField(_l("Année scolaire"), choices=[])
    school = SelectField(_l("École à importer"), choices=[], validate_choice=True)

    def __init__(self, choices: Choices, offered: Iterable[YearWanted], **options: Any) -> None:
        full = None if choices.full is None else "oui" if choices.full else "non"
        super().__init__(data={"full": full, "year": choices.year, "school": choices.school}, **options)
        self.year.choices = forms.choices_of((one.label, one.label) for one in offered)
        self.school.choices = forms.choices_of(
            (code, f"{name} ({ngettext('%(num)d élève', '%(num)d élèves', count)})")
            for code, name, count in choices.schools
        )
        if not choices.schools:
            del self.school

    def chosen(self, choices: Choices) -> Choices:
        """The choices with what the form says."""
        choices.full = self.full.data == "oui"
        choices.year = self.year.data
        if "school" in self:
            choices.school = self.school.data
        return choices


class TableForm(forms.Form):
    """What each column of a table holds."""

    columns = FieldList(SelectField(choices=[]))
    save_as = forms.text(_l("Garder ces colonnes sous le nom"), 80)

    def lay_out(self, choices: Choices, fields: list[SelectChoice]) -> None:
        """One line for each column of the file, neither more nor less."""
        while len(self.columns.entries) > len(choices.headers):
            self.columns.pop_entry()
        for at, header in enumerate(choices.headers):
            if at == len(self.columns.entries):
                self.columns.append_entry(choices.targets[at])
            entry = self.columns.entries[at]
            entry.label.text = header or _("Colonne %(number)s", number=at + 1)
            entry.choices = fields
        if not self.is_submitted():
            self.save_as.data = choices.mapping

    @property
    def targets(self) -> list[str]:
        """What each column was said to be."""
        return [entry.data or "" for entry in self.columns.entries]

    def mark_problems(self, problems: Iterable[str], missing: str) -> None:
        """Say beside each column that another one holds the same, and at the head what no column holds."""
        for problem in problems:
            holders = [entry for entry in self.columns.entries if entry.data == problem]
            if len(holders) < 2:
                self.form_errors.append(missing)
            for entry in holders[1:]:
                entry.errors = [*entry.errors, _("Une autre colonne contient déjà ceci.")]


class ColumnsForm(ChoicesForm, TableForm):
    """How to read the columns of a table of pupils."""

    date_order = forms.choice(_l("Dates de naissance"), ORDERS)
    relation_1 = forms.text(_l("Lien du responsable 1"), 80)
    relation_2 = forms.text(_l("Lien du responsable 2"), 80)
    relation_3 = forms.text(_l("Lien du responsable 3"), 80)
    relation_4 = forms.text(_l("Lien du responsable 4"), 80)

    def __init__(self, choices: Choices, offered: Iterable[YearWanted], **options: Any) -> None:
        super().__init__(choices, offered, **options)
        self.lay_out(choices, field_choices())
        if not self.is_submitted():
            self.date_order.data = choices.date_order
            for number in range(1, GUARDIANS + 1):
                self[f"relation_{number}"].data = choices.relations.get(str(number), "")

    @property
    def relations(self) -> list[Any]:
        """The fields that say what each guardian is, when no column does."""
        return [self[f"relation_{number}"] for number in range(1, GUARDIANS + 1)]

    def chosen(self, choices: Choices) -> Choices:
        choices = super().chosen(choices)
        choices.targets = self.targets
        choices.date_order = self.date_order.data
        choices.relations = {str(number): field.data for number, field in enumerate(self.relations, 1) if field.data}
        return choices

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: no field given to two columns, and a name for the pupils."""
        valid = super().validate(extra_validators)
        problems = Choices(headers=[""] * len(self.targets), targets=self.targets).columns().problems()
        self.mark_problems(problems, _("Dites quelle colonne contient le nom des élèves."))
        return valid and not problems


class SetForm(forms.Form):
    """Nothing to say of a set of files whose columns are known: it is checked as it is."""

    def __init__(self, _choices: Choices, **options: Any) -> None:
        super().__init__(**options)

    def chosen(self, choices: Choices) -> Choices:
        """The choices, unchanged."""
        return choices


class ServicesForm(TableForm):
    """How to read the columns of a table of services."""

    def __init__(self, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.lay_out(choices, service_choices())

    def chosen(self, choices: Choices) -> Choices:
        """The choices with what the form says."""
        choices.targets = self.targets
        return choices

    def validate(self, extra_validators: Any = None) -> bool:
        """Besides each field: no field given to two columns, and a name for the services and their organisations."""
        valid = super().validate(extra_validators)
        problems = service_columns.problems(self.targets)
        self.mark_problems(problems, _("Dites quelles colonnes contiennent le nom du service et celui de l’organisme."))
        return valid and not problems


class ReadingForm(forms.Form):
    """Where the table is in the file."""

    sheet = SelectField(_l("Feuille"), choices=[])
    header_row = forms.whole(_l("Ligne des en-têtes"), 1, 100_000, required=True)

    def __init__(self, choices: Choices, table: Table, **options: Any) -> None:
        super().__init__(data={"sheet": choices.sheet, "header_row": choices.header_row}, **options)
        self.sheet.choices = forms.choices_of((name, name) for name in table.sheets)
        if len(table.sheets) < 2:
            del self.sheet


class ApplyForm(forms.Form):
    """The last word before an import is written."""

    gone = forms.flag(_l("Oui, ces élèves ont quitté l’école"))

    def __init__(self, batch: ImportBatch, **options: Any) -> None:
        super().__init__(**options)
        counts = batch.summary.get("counts", {})
        present = counts.get("unchanged", 0) + counts.get("changed", 0)
        self.leaving = counts.get("gone", 0)
        if self.leaving < max(MANY_GONE, present // 5):
            del self.gone

    def validate_gone(self, field: Any) -> None:
        if not field.data:
            raise forms.ValidationError(_("Confirmez que ces élèves sont bien partis, ou revenez aux colonnes."))


def field_choices() -> list[SelectChoice]:
    """What a column can be, by whom it speaks of."""
    pupil = _("Élève")
    found = [SelectChoice("", _("Laisser de côté"))]
    found += [SelectChoice(code, str(words), optgroup=pupil) for code, words in PUPIL_FIELDS.items()]
    for number in range(1, GUARDIANS + 1):
        group = _("Responsable %(number)s", number=number)
        found += [
            SelectChoice(f"g{number}.{code}", f"{group}{NBSP}: {str(words).lower()}", optgroup=group)
            for code, words in GUARDIAN_FIELDS.items()
        ]
    return found


def service_choices() -> list[SelectChoice]:
    """What a column of a table of services can be, by what it speaks of."""
    found = [SelectChoice("", _("Laisser de côté"))]
    for group, names in service_columns.GROUPS:
        found += [SelectChoice(code, str(words), optgroup=str(group)) for code, words in names.items()]
    return found


def read_answers(sent: Mapping[str, str], questions: Iterable[ImportQuestion]) -> dict[int, str]:
    """The answers sent, by question; « tout » answers every pair of people at once. Anything else is left aside."""
    given: dict[int, str] = {}
    every = sent.get("tout", "")
    for question in questions:
        value = every if question.kind != "field" and every else sent.get(f"q{question.id}", "")
        if value in ANSWERS[question.kind]:
            given[question.id] = value
    return given


def page_number(text: str) -> int:
    """A page of a list, the first one when the address says nothing that can be one."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,5}", text, re.ASCII) else 1

"""The forms of school years and groups."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, ValidationError

from schoolapp import forms
from schoolapp.families import groups_queries
from schoolapp.families.models import Group, SchoolYear
from schoolapp.families.vocabulary import LEVELS


class YearForm(forms.Form):
    """A new school year."""

    label = forms.text(_l("Nom de l’année"), 20, required=True)
    starts_on = forms.day(_l("Premier jour"), required=True)
    ends_on = forms.day(_l("Dernier jour"), required=True)

    def validate_label(self, field: Any) -> None:
        if not field.errors and groups_queries.has_year(field.data):
            raise ValidationError(_("Cette année existe déjà."))

    def validate_ends_on(self, field: Any) -> None:
        if field.data and self.starts_on.data and not 100 <= (field.data - self.starts_on.data).days <= 400:
            raise ValidationError(_("L’année finit de trois mois à un an après son premier jour."))


class GroupForm(forms.Form):
    """A group of a year, with its teachers."""

    code = forms.text(_l("Numéro du groupe"), 40, required=True)
    level = forms.choice(_l("Niveau"), LEVELS)
    label = forms.text(_l("Nom du groupe"), 80)
    teachers = SelectMultipleField(_l("Personnel enseignant"), coerce=int, choices=[])

    def __init__(self, year: SchoolYear, group: Group | None = None, **options: Any) -> None:
        kept: dict[str, Any] = {}
        if group is not None and not self.is_submitted():
            kept = {name: getattr(group, name) for name in ("code", "level", "label", "version")}
            kept["teachers"] = groups_queries.teacher_ids(group)  # not the rows that ``group.teachers`` would give
        super().__init__(data=kept, **options)
        self.year, self.group = year, group
        self.teachers.choices = [(user.id, user.name) for user in groups_queries.possible_teachers(group)]

    def validate_code(self, field: Any) -> None:
        if not field.errors and groups_queries.has_group(self.year, field.data, but=self.group):
            raise ValidationError(_("Cette année a déjà un groupe de ce numéro."))

    @property
    def columns(self) -> dict[str, Any]:
        """What the verbs take. A group without a name is called by its level and its number."""
        code, level = self.code.data, self.level.data
        label = self.label.data or (
            _("%(level)s, groupe %(code)s", level=LEVELS[level], code=code)
            if level
            else _("Groupe %(code)s", code=code)
        )
        return {"code": code, "level": level, "label": label[:80], "teachers": self.teachers.data}


class EditGroupForm(GroupForm):
    version = forms.version()

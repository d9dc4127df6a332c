"""The forms of the people of a family: homes, guardians, pupils."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, ValidationError

from schoolapp import clock, forms
from schoolapp.families.contact_words import language_name
from schoolapp.families.file_sheet import Child, Home, group_words
from schoolapp.families.people import Group, Guardian, Household, Pupil
from schoolapp.families.people_verbs import Entry
from schoolapp.families.vocabulary import LANGUAGES, PHONE_KINDS
from schoolapp.formats import phone

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
MOST_PHONES = 6
SPARE_PHONES = 2
ANY_DIGIT = re.compile(r"\d")


class Inner(forms.Form):
    """A small form inside another, which carries the token of both."""

    class Meta(forms.Form.Meta):
        csrf = False


class PhoneForm(Inner):
    """A number as people say it, and what it is."""

    raw = forms.text(_l("Numéro"), 60)
    kind = forms.choice(_l("Sorte"), PHONE_KINDS)

    def in_words(self) -> str:
        return f"{self.raw.data} ({PHONE_KINDS[self.kind.data]})" if self.raw.data else ""

    def validate_raw(self, field: Field) -> None:
        if field.data and not ANY_DIGIT.search(field.data):
            raise ValidationError(_("Un numéro contient des chiffres. Les mots vont dans la remarque."))


class TieForm(Inner):
    """What a guardian is to one child."""

    pupil_id = HiddenField()
    linked = forms.flag(_l("Responsable de cet enfant"))
    relation = forms.text(_l("Lien avec l’enfant"), 80)
    child: Child | None = None

    def in_words(self) -> str:
        if not (self.child and self.linked.data):
            return ""
        return f"{self.child.name} ({self.relation.data})" if self.relation.data else self.child.name


class HomeForm(forms.Form):
    """A home: a name when there are several, and an address."""

    version = forms.version(default=1)
    label = forms.text(_l("Nom du foyer"), 120, description=_l("Par exemple : chez maman, chez les grands-parents."))
    address = forms.text(_l("Adresse"), 300)

    @classmethod
    def of(cls, home: Household, **options: Any) -> HomeForm:
        return cls(data={"version": home.version, "label": home.label, "address": home.address}, **options)

    @property
    def values(self) -> dict[str, Any]:
        return {"label": self.label.data or "", "address": self.address.data or ""}


class NewHomeForm(HomeForm):
    """One more home: it needs a name, by which the family's homes are told apart."""

    def validate(self, *arguments: Any, **options: Any) -> bool:
        sound = super().validate(*arguments, **options)
        return sound & self.needs(self.label, _("Donnez un nom à ce foyer."))


def homes_of(homes: Sequence[Home]) -> list[tuple[int, str]]:
    """The homes of a family as choices."""
    return [(home.id, home.title) for home in homes]


class GuardianForm(forms.Form):
    """A responsible person, with their numbers and what they are to each child."""

    version = forms.version(default=1)
    name = forms.text(_l("Nom"), 200, required=True, description=_l("Comme la personne le dit et l’écrit."))
    household_id = forms.choice(_l("Foyer"), (), coerce=int)
    phones = FieldList(FormField(PhoneForm), label=_l("Téléphones"), max_entries=MOST_PHONES)
    email = forms.text(_l("Courriel"), 254)
    language = forms.choice(_l("Langue"), {"": _l("Celle de la famille")} | LANGUAGES)
    ties = FieldList(FormField(TieForm), label=_l("Enfants"), max_entries=30)
    note = forms.text(_l("Remarque"), 300)

    @classmethod
    def of(
        cls, homes: Sequence[Home], children: Iterable[Child], guardian: Guardian | None = None, **options: Any
    ) -> GuardianForm:
        """The form of a guardian, or of a new one: then responsible for all the children, until told otherwise."""
        children = list(children)
        form = cls(data=_known(guardian, homes, children) if guardian else _unknown(homes, children), **options)
        form.household_id.choices = forms.choices_of(homes_of(homes))
        if guardian is not None and guardian.language and guardian.language not in LANGUAGES:
            own = forms.choices_of({guardian.language: language_name(guardian.language)})
            form.language.choices = [*form.language.choices, *own]
        found = {str(child.id): child for child in children}
        for tie in form.ties:
            tie.form.child = found.get(str(tie.pupil_id.data))
        return form

    @property
    def entry(self) -> Entry:
        """What the form says, for the verbs."""
        values = {name: self[name].data or "" for name in ("name", "email", "language", "note")}
        numbers = [(entry["kind"], entry["raw"]) for entry in self.phones.data if entry["raw"]]
        ties = [tie.form for tie in self.ties if tie.form.child]
        relations = {tie.child.id: tie.relation.data or "" for tie in ties if tie.linked.data}
        return Entry(values | {"household": self.household_id.data}, numbers, [tie.child.id for tie in ties], relations)

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Cette adresse ne se lit pas. Exemple : nom@exemple.ca."))


def _phones(numbers: list[dict[str, str]]) -> list[dict[str, str]]:
    room = min(MOST_PHONES, max(len(numbers) + 1, SPARE_PHONES))
    return numbers + [{"raw": "", "kind": "cellulaire"}] * (room - len(numbers))


def _unknown(homes: Sequence[Home], children: list[Child]) -> dict[str, Any]:
    ties = [{"pupil_id": child.id, "linked": True, "relation": ""} for child in children]
    return {"household_id": homes[0].id if homes else None, "phones": _phones([]), "ties": ties}


def _known(guardian: Guardian, homes: Sequence[Home], children: list[Child]) -> dict[str, Any]:
    """What is known of a guardian: their own row, their numbers and ties as read with the homes."""
    adult = next(adult for home in homes for adult in home.adults if adult.id == guardian.id)
    relations = adult.ties
    numbers = [
        {"raw": phone(one.number) if one.number else one.raw, "kind": one.kind if one.kind in PHONE_KINDS else "autre"}
        for one in adult.phones
    ]
    ties = [
        {"pupil_id": child.id, "linked": child.id in relations, "relation": relations.get(child.id, "")}
        for child in children
    ]
    columns = {
        name: getattr(guardian, name) for name in ("version", "name", "household_id", "email", "language", "note")
    }
    return columns | {"phones": _phones(numbers), "ties": ties}


class PupilForm(forms.Form):
    """A pupil, as far as the family's file goes; the group is left out for whoever may not place pupils."""

    version = forms.version(default=1)
    first_name = forms.text(_l("Prénom"), 120, required=True)
    last_name = forms.text(_l("Nom"), 120)
    preferred_name = forms.text(_l("Prénom usuel"), 120, description=_l("Celui que l’enfant veut entendre."))
    birth_date = forms.day(_l("Date de naissance"), earliest=date(1990, 1, 1))
    number = forms.text(_l("Numéro de fiche de l’élève"), 40)
    group_id = forms.choice(_l("Groupe"), (), coerce=int)
    left_on = forms.day(_l("A quitté l’école le"))
    homes = forms.several(_l("Vit à"), {}, coerce=int)

    @classmethod
    def of(
        cls, homes: Sequence[Home], groups: Iterable[Group] | None, pupil: Pupil | None = None, **options: Any
    ) -> PupilForm:
        """The form of a pupil, or of a new one; without ``groups``, the place at school is not asked."""
        names = ("version", "first_name", "last_name", "preferred_name", "birth_date", "number", "left_on")
        data: dict[str, Any] = {name: getattr(pupil, name) for name in names} if pupil else {}
        data["group_id"] = (pupil.group_id or 0) if pupil else 0
        data["homes"] = [home.id for home in homes if pupil and pupil.id in {child.id for child in home.children}]
        form = cls(data=data | ({} if pupil else {"homes": [home.id for home in homes[:1]]}), **options)
        form.homes.choices = forms.choices_of(homes_of(homes))
        if groups is None:
            del form.group_id, form.left_on
        else:
            known = [(group.id, group_words(group.code, group.level, group.label)) for group in groups]
            form.group_id.choices = forms.choices_of([(0, _("Aucun groupe")), *known])
        return form

    @property
    def values(self) -> dict[str, Any]:
        found = {name: self[name].data or "" for name in ("first_name", "last_name", "preferred_name", "number")}
        found["birth_date"] = self.birth_date.data
        if "group_id" in self:
            found |= {"group": self.group_id.data or None, "left_on": self.left_on.data}
        return found

    def validate_birth_date(self, field: Field) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Cette date est à venir."))

    def validate_homes(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choisissez au moins un foyer."))


class SearchForm(forms.Form):
    """Finding a pupil of the school by name."""

    class Meta(forms.Form.Meta):
        csrf = False

    q = forms.text(_l("Nom de l’élève"), 100)

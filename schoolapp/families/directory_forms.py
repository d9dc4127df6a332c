"""The form of a family made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, StringField, ValidationError
from wtforms.validators import Length, Optional, Regexp

from schoolapp import forms
from schoolapp.families.directory_verbs import FirstGuardian
from schoolapp.families.models import Family
from schoolapp.families.vocabulary import LANGUAGES, PHONE_KINDS

ROOM_FOR_PUPILS = 5
E_MAIL = Regexp(
    r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Cette adresse ne se lit pas. Exemple : prenom.nom@exemple.ca.")
)


class NewFamilyForm(forms.Form):
    """A family, its home, its first responsible person and its children."""

    name = forms.text(_l("Nom de la famille"), 200, required=True)
    guardian = forms.text(_l("Première personne responsable"), 200, required=True)
    relation = forms.text(_l("Lien avec les enfants"), 80)
    phone = forms.text(_l("Téléphone"), 60)
    phone_kind = forms.choice(_l("Genre de téléphone"), PHONE_KINDS)
    email = StringField(_l("Courriel"), [Optional(), Length(max=254), E_MAIL], filters=[forms.tidy])
    address = forms.text(_l("Adresse"), 300)
    language = forms.choice(_l("Langue à la maison"), {"": _l("On ne sait pas encore")} | LANGUAGES)
    pupils = FieldList(forms.text(_l("Enfant"), 300), min_entries=ROOM_FOR_PUPILS, max_entries=20)
    confirmed = forms.flag(_l("C’est bien une autre famille : faire quand même une nouvelle fiche"))

    known: Mapping[str, int] = {}
    alike: list[Family] = []

    def validate_pupils(self, field: Any) -> None:
        unknown = [text for text in field.data if text and text not in self.known]
        if unknown:
            raise ValidationError(_("Aucun élève de l’école ne porte ce nom : %(names)s.", names=", ".join(unknown)))

    @property
    def pupil_ids(self) -> list[int]:
        """The children chosen, each once."""
        return list(dict.fromkeys(self.known[text] for text in self.pupils.data if text in self.known))

    def chosen(self) -> dict[str, Any]:
        """What the verb takes."""
        person = (self.guardian.data, self.relation.data, self.phone.data, self.phone_kind.data, self.email.data)
        return {
            "name": self.name.data,
            "address": self.address.data or "",
            "language": self.language.data,
            "guardian": FirstGuardian(*(text or "" for text in person)),
            "pupil_ids": self.pupil_ids,
        }

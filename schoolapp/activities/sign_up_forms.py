"""The forms of sign-ups, as the staff fills them: the same questions as on the parents' pages."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, ValidationError

from schoolapp import clock, forms
from schoolapp.activities.persons import Person
from schoolapp.activities.vocabulary import CHECKS, MEANS, NO_MEANS, SIGNED, STAFF_CAME_BY, VERIFIED
from schoolapp.languages import LANGUAGES
from schoolapp.opened_forms import OpenedForm

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
ANY_DIGIT = re.compile(r"\d")


class SignUpForm(OpenedForm):
    """Somebody who answered on paper, by phone or in person. One way to be told things suffices, or none."""

    name = forms.text(_l("Nom du parent"), 120, required=True, render_kw={"autocomplete": "off"})
    phone = forms.text(_l("Téléphone"), 60, render_kw={"inputmode": "tel", "autocomplete": "off"})
    email = forms.text(_l("Courriel"), 254, render_kw={"inputmode": "email", "autocomplete": "off"})
    by_child = forms.flag(_l("Par mon enfant"))
    child_words = forms.text(_l("Prénom et groupe de l’enfant"), 200, render_kw={"autocomplete": "off"})
    language = forms.choice(_l("Langue"), LANGUAGES, default="fr")
    came_by = RadioField(_l("Comment la réponse est venue"), choices=forms.choices_of(STAFF_CAME_BY), default="papier")
    message = forms.text(_l("Message du parent"), 500)

    @property
    def person(self) -> Person:
        """Who signs up, once valid."""
        return Person(
            name=self.name.data,
            phone=self.phone.data or "",
            email=self.email.data or "",
            by_child=self.by_child.data,
            child_words=self.child_words.data or "",
            language=self.language.data,
            message=self.message.data or "",
        )

    def validate_phone(self, field: Field) -> None:
        if field.data and not ANY_DIGIT.search(field.data):
            raise ValidationError(_("Un numéro contient des chiffres."))

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Ce courriel ne se lit pas. Exemple : nom@exemple.ca."))


class MarkForm(forms.Form):
    """Whether somebody came."""

    state = forms.choice("", dict.fromkeys((SIGNED, "present", "excuse", "absent"), ""), coerce=str)


class LinkForm(forms.Form):
    """The family of somebody who signed up, and which of its people it is."""

    family = forms.identifier(_l("Famille"))
    guardian = forms.identifier(required=False)


class MergeForm(forms.Form):
    """The sign-up that is the same person."""

    other = forms.identifier()


class ToldForm(forms.Form):
    """By which means somebody was told."""

    means = forms.choice("", {code: "" for code in MEANS if code != NO_MEANS}, coerce=str)


class CheckForm(forms.Form):
    """Where a volunteer's check stands."""

    status = forms.choice(_l("Vérification d’antécédents judiciaires"), CHECKS)
    on = forms.day(_l("Vérifiée le"), earliest=date(2000, 1, 1))
    version = forms.version(required=False)

    def validate_on(self, field: Field) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("Cette date n’est pas encore venue."))

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.status.data == VERIFIED:
            sound &= self.needs(self.on, _("Écrivez la date de la vérification."))
        return sound

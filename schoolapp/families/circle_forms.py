"""The forms of the circle: bringing somebody in, opening a file from outside."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError
from wtforms.validators import Length

from schoolapp import clock, forms
from schoolapp.accounts.models import User

LEAST_REASON = 10


class MemberForm(forms.Form):
    """Who comes into the circle, why, and until when."""

    user_id = forms.choice(_l("Personne"), (), coerce=int)
    reason = forms.text(_l("Raison"), 300, required=True)
    until = forms.day(_l("Jusqu’au"))

    def __init__(self, people: Iterable[User]) -> None:
        super().__init__()
        named = [(person.id, f"{person.name} · {person.role_label}") for person in people]
        self.user_id.choices = forms.choices_of([(0, _("Choisissez une personne")), *named])

    def validate_user_id(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choisissez une personne."))

    def validate_until(self, field: Field) -> None:
        if field.data is not None and field.data < clock.today():
            raise ValidationError(_("Choisissez aujourd’hui ou une date à venir."))


class OpeningForm(forms.Form):
    """Why a professional needs a file outside their circle."""

    reason = forms.area(_l("Pourquoi devez-vous ouvrir cette fiche?"), 500, required=True)

    def validate_reason(self, field: Field) -> None:
        Length(min=LEAST_REASON, message=_("Dites-en un peu plus : au moins %(num)d caractères.", num=LEAST_REASON))(
            self, field
        )

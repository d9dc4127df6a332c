"""The forms of needs without an answer."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from schoolapp import forms
from schoolapp.accounts.models import User
from schoolapp.languages import LANGUAGES
from schoolapp.opened_forms import OpenedForm
from schoolapp.partners import categories


class NeedForm(OpenedForm):
    """Something that was looked for and not found."""

    category = forms.choice(_l("Quel besoin"), {"": _l("À choisir")}, validate_choice=False)
    words = forms.area(_l("Ce qu’on cherchait"), 500)
    language = forms.choice(_l("Dans quelle langue"), {"": _l("peu importe"), **LANGUAGES})
    famille = forms.identifier(required=False)
    demande = forms.identifier(required=False)

    def __init__(self, user: User, **options: Any) -> None:
        super().__init__(user, **options)
        self.known = categories.current()
        self.category.choices = forms.choices_of({"": _("À choisir"), **self.known})

    def validate_category(self, field: Field) -> None:
        if field.data not in self.known:
            raise ValidationError(_("Choisissez le besoin."))


class MetForm(forms.Form):
    """An answer was found."""

    words = forms.text(_l("Laquelle"), 300)

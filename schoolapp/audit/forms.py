"""What the direction may look for in the journal."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError

from schoolapp import forms
from schoolapp.audit.actions import ACTIONS
from schoolapp.audit.queries import SYSTEM, Filters

SUBJECTS = {
    "family": _l("Familles : tout"),
    "circle": _l("Cercles : tout"),
    "note": _l("Notes : tout"),
    "follow_up": _l("Suivis : tout"),
    "import": _l("Importations : tout"),
    "account": _l("Comptes : tout"),
    "calendar": _l("Calendrier scolaire : tout"),
    "absence": _l("Absences : tout"),
    "session": _l("Connexions : tout"),
}


def _identifier(value: Any) -> int | None:
    if value in (None, ""):
        return None
    number = int(value)
    if not 0 <= number <= forms.MAX_ID:
        raise ValueError("out of range")
    return number


class JournalForm(forms.Form):
    """Filters of the journal, read from the address."""

    class Meta(forms.Form.Meta):
        csrf = False

    personne = SelectField(_l("Personne"), coerce=_identifier, default="")
    famille = forms.text(_l("Famille"), 100)
    fiche = forms.identifier(required=False)
    geste = SelectField(_l("Geste"), coerce=str, default="")
    depuis = forms.day(_l("Du"))
    jusqua = forms.day(_l("Au"))

    def __init__(self, formdata: Any, people: list[tuple[int, str]]) -> None:
        super().__init__(formdata)
        self.personne.choices = [("", _("Toutes")), *people, (SYSTEM, _("Système ou visiteur"))]
        self.geste.choices = [("", _("Tous")), *SUBJECTS.items(), *ACTIONS.items()]

    def validate_jusqua(self, field: Any) -> None:
        if field.data and self.depuis.data and field.data < self.depuis.data:
            raise ValidationError(_("La fin vient avant le début."))

    def filters(self) -> Filters:
        """The filters as the queries take them."""
        return Filters(
            person=self.personne.data,
            family=self.fiche.data,
            family_name=self.famille.data or "",
            action=self.geste.data or "",
            since=self.depuis.data,
            until=self.jusqua.data,
        )

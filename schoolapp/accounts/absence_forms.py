"""The form of an absence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError

from schoolapp import clock, forms
from schoolapp.access import SCHOOL_STAFF
from schoolapp.accounts import queries
from schoolapp.accounts.models import User

LONGEST = timedelta(days=400)


def _person(value: Any) -> int | None:
    return int(value) if value else None


class AbsenceForm(forms.Form):
    """When somebody is away, and who stands in."""

    starts_on = forms.day(_l("Premier jour"), required=True)
    ends_on = forms.day(_l("Dernier jour"))
    stand_in = SelectField(_l("En cas de besoin, voir"), coerce=_person, default="")
    words = forms.text(_l("Ce que l’équipe peut lire"), 200, render_kw={"autocomplete": "off"})

    def __init__(self, user: User, **options: Any) -> None:
        super().__init__(**options)
        others = [(other.id, other.name) for other in queries.staff(SCHOOL_STAFF) if other.id != user.id]
        self.stand_in.choices = forms.choices_of([("", _("Personne en particulier")), *others])

    def validate_ends_on(self, field: Any) -> None:
        start, end = self.starts_on.data, field.data or self.starts_on.data
        if start is None or self.starts_on.errors:
            return
        if end < start:
            raise ValidationError(_("Le dernier jour vient avant le premier."))
        if end < clock.today():
            raise ValidationError(_("Cette absence est déjà passée."))
        if end - start > LONGEST:
            raise ValidationError(_("Plus d’un an : désactivez plutôt le compte."))

    @property
    def columns(self) -> dict[str, Any]:
        """What ``Absence.plan`` takes."""
        start = self.starts_on.data
        return {
            "starts_on": start,
            "ends_on": self.ends_on.data or start,
            "stand_in_id": self.stand_in.data,
            "words": self.words.data or "",
        }

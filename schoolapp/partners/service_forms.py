"""The form of a service: what it is, for whom, how to reach it, when and where."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, RadioField, SelectMultipleField, ValidationError

from schoolapp import forms
from schoolapp.accounts.models import User
from schoolapp.languages import LANGUAGES
from schoolapp.partners import categories
from schoolapp.partners.forms import YES_NO, said
from schoolapp.partners.models import Service
from schoolapp.partners.sheet_form_base import PhonesForm, check_email, check_website
from schoolapp.partners.sheet_lines import MOST_LINES, HoursLine, hours_data, rows, spare
from schoolapp.partners.sheet_queries import Rows
from schoolapp.partners.sheets import Parts
from schoolapp.partners.vocabulary import (
    ACTIVE,
    APPROACHED_BY,
    CONFIRM_MONTHS,
    EVERYONE,
    FREE,
    MEANS,
    STATES,
    SUSPENDED,
)

OLDEST = 120
TEXTS = (
    "name", "other_name", "words", "eligibility", "territory", "interpretation", "cost", "how", "documents", "wait",
    "email", "website",
)  # fmt: skip
SAME = ("age_min", "age_max", "languages", "means", "approached_by", "confirm_months", "state")


class ServiceForm(PhonesForm):
    """A service of an organisation."""

    name = forms.text(_l("Nom du service"), 200, required=True)
    other_name = forms.text(_l("Autre nom"), 200)
    words = forms.area(_l("Ce que c’est"), 4000)
    categories = SelectMultipleField(_l("Besoins auxquels il répond"), choices=[])
    state = RadioField(
        _l("En ce moment"), choices=forms.choices_of({code: STATES[code] for code in (ACTIVE, SUSPENDED)})
    )
    eligibility = forms.area(_l("Pour qui"), 1000, render_kw={"rows": 2})
    age_min = forms.whole(_l("À partir de (ans)"), 0, OLDEST)
    age_max = forms.whole(_l("Jusqu’à (ans)"), 0, OLDEST)
    territory = forms.text(_l("Territoire"), 500)
    languages = forms.several(_l("Langues"), LANGUAGES)
    interpretation = forms.text(_l("Interprète"), 500)
    free = RadioField(_l("Gratuit"), choices=forms.choices_of(FREE), default="")
    cost = forms.text(_l("Coût"), 500)
    means = forms.several(_l("Comment entrer en contact"), MEANS)
    approached_by = RadioField(_l("Qui fait le premier pas"), choices=forms.choices_of(APPROACHED_BY), default=EVERYONE)
    how = forms.area(_l("Les étapes"), 1000, render_kw={"rows": 3})
    documents = forms.text(_l("À apporter"), 500)
    wait = forms.text(_l("Attente"), 200)
    email = forms.text(_l("Courriel"), 254)
    website = forms.text(_l("Site"), 300)
    places = SelectMultipleField(_l("Lieux"), coerce=int, choices=[])
    schedules = FieldList(FormField(HoursLine), label=_l("Horaire"), max_entries=MOST_LINES)
    confirm_months = forms.choice(_l("À confirmer"), CONFIRM_MONTHS, coerce=int, default=12)

    validate_email = check_email
    validate_website = check_website

    @classmethod
    def of(cls, user: User, around: Rows, service: Service | None = None) -> ServiceForm:
        """The form of a service, as it is or as it was sent; of a new one without ``service``."""
        form = cls(user)
        if not form.is_submitted():
            form.state.data = ACTIVE
            if service is not None:
                form._fill(service, around)
        form._offer(around, service)
        return form

    def _fill(self, service: Service, around: Rows) -> None:
        for name in (*TEXTS, *SAME, "version"):
            self[name].data = getattr(service, name)
        self.free.data = said(service.free)
        self.categories.data = [code for code, _name, _parent in around.needs]
        self.places.data = [place.id for place in around.places]
        self.fill_phones(number for number in around.phones if number.owner == "service")
        for row in around.hours:
            self.schedules.append_entry(hours_data(row))

    def _offer(self, around: Rows, service: Service | None) -> None:
        """The lists to choose from; what the service has stays in them."""
        kept = [code for code, _name, _parent in around.needs] if service else []
        self.categories.choices = forms.choices_of(categories.current(kept))
        unknown = [code for code in (service.languages if service else ()) if code not in LANGUAGES]
        self.languages.choices = forms.choices_of([*LANGUAGES.items(), *((code, code) for code in unknown)])
        months = {**CONFIRM_MONTHS} | ({} if service is None else _own_months(service.confirm_months))
        self.confirm_months.choices = forms.choices_of(dict(sorted(months.items())))

    def give_places(self, places: list[tuple[int, str]]) -> None:
        """The places of the organisation."""
        self.places.choices = forms.choices_of(places)
        self.given = [(0, _("Tous les lieux")), *places]
        for line in self.schedules:
            line.form.place.choices = forms.choices_of(self.given)

    def spread(self) -> None:
        super().spread()
        spare(self.schedules, asked=self.more.data == "schedules")
        for line in self.schedules:
            line.form.place.choices = forms.choices_of(self.given)

    def validate_age_max(self, field: Field) -> None:
        if field.data is not None and self.age_min.data is not None and field.data < self.age_min.data:
            raise ValidationError(_("Le deuxième âge est plus petit que le premier."))

    def validate_means(self, field: Field) -> None:
        wanted = field.data or ()
        if "appeler" in wanted and not self.phone_rows and not self.organization_calls:
            raise ValidationError(_("Pour appeler, il faut un numéro plus bas, ou celui de l’organisme."))

    organization_calls = False

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the service, once valid."""
        same = {name: self[name].data for name in SAME}
        same |= {"languages": self.languages.data or [], "means": [code for code in MEANS if code in self.means.data]}
        return self.plain(*TEXTS) | same | {"free": YES_NO.get(self.free.data)}

    @property
    def parts(self) -> Parts:
        """The rows of the service, once valid."""
        return Parts(
            categories=self.categories.data or [], places=self.places.data or [], schedules=rows(self.schedules),
            phones=self.phone_rows,
        )  # fmt: skip


def _own_months(months: int) -> dict[int, str]:
    return {} if months in CONFIRM_MONTHS else {months: _("tous les %(count)s mois", count=months)}

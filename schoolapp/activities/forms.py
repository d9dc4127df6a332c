"""The forms of activities and of their times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectMultipleField, ValidationError

from schoolapp import clock, forms
from schoolapp.accounts.models import User
from schoolapp.activities import partnered
from schoolapp.activities.models import Activity, Slot
from schoolapp.activities.series import MOST_TIMES, MOST_WEEKS, Times
from schoolapp.activities.vocabulary import AUDIENCES, EVERYONE, GROUPS, KINDS
from schoolapp.families.models import Group
from schoolapp.formats import local, to_utc
from schoolapp.languages import LANGUAGES
from schoolapp.opened_forms import OpenedForm

EARLIEST = date(2000, 1, 1)
PIECES = {
    0: _l("non, un seul moment"),
    10: _l("de 10 minutes"),
    15: _l("de 15 minutes"),
    20: _l("de 20 minutes"),
    30: _l("de 30 minutes"),
    60: _l("d’une heure"),
}
SCOPES = {"un": _l("Ce moment seulement"), "suite": _l("Ce moment et les suivants de la série")}


class TimesForm(OpenedForm):
    """When it takes place: once, every week, or cut into appointments."""

    day = forms.day(_l("Date"), required=True, earliest=EARLIEST)
    starts = forms.hour(_l("De"), required=True)
    ends = forms.hour(_l("À"), required=True)
    capacity = forms.whole(_l("Places"), 1, 2000, required=True, default=8)
    until = forms.day(_l("Chaque semaine jusqu’au"), earliest=EARLIEST)
    pieces = forms.choice(_l("Découper en rendez-vous"), PIECES, coerce=int, default=0)

    @property
    def times(self) -> Times:
        """What was asked, once valid."""
        return Times(
            self.day.data, self.starts.data, self.ends.data, self.capacity.data, self.until.data, self.pieces.data or 0
        )

    def validate_ends(self, field: Field) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("La fin vient après le début."))

    def validate_until(self, field: Field) -> None:
        if field.data is None or self.day.data is None:
            return
        if field.data < self.day.data:
            raise ValidationError(_("La dernière semaine vient après la première."))
        if field.data > self.day.data + timedelta(weeks=MOST_WEEKS):
            raise ValidationError(_("Une série tient dans une année scolaire."))

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        spans = self.times.spans
        if not spans:
            self.day.errors = [_("Il n’y aurait aucun moment : vérifiez les heures et le calendrier scolaire.")]
        elif len(spans) >= MOST_TIMES:
            self.until.errors = [_("C’est plus de %(most)s moments d’un coup.", most=MOST_TIMES)]
        return bool(spans) and len(spans) < MOST_TIMES


class ActivityFields(OpenedForm):
    """What an activity is, without its times."""

    kind = forms.choice(_l("Sorte d’activité"), KINDS)
    title = forms.text(_l("Titre"), 120, required=True)
    words = forms.area(_l("Mots pour les parents"), 1000)
    place = forms.text(_l("Lieu"), 120)
    group = forms.choice(_l("Classe"), {0: ""}, coerce=int, default=0)
    host = forms.choice(_l("Qui accueille"), {0: ""}, coerce=int, default=0)
    organization = forms.choice(_l("Tenue avec un partenaire"), {0: ""}, coerce=int, default=0)
    languages = forms.several(_l("Langues parlées sur place"), LANGUAGES)
    interpreter = forms.flag(_l("Interprète sur place"))
    childcare = forms.flag(_l("Garde d’enfants offerte"))
    transport = forms.flag(_l("Transport offert"))
    bring = forms.text(_l("Quoi apporter"), 300)
    regular_contact = forms.flag(_l("Contact régulier avec des élèves"))
    audience = RadioField(_l("Qui peut la voir"), choices=forms.choices_of(AUDIENCES), default=EVERYONE)
    groups = SelectMultipleField(_l("Groupes"), coerce=int, validate_choice=False)
    opens_day = forms.day(_l("Ouverture des inscriptions"), earliest=EARLIEST)
    closes_day = forms.day(_l("Fermeture des inscriptions"), earliest=EARLIEST)
    cancel_hours = forms.whole(_l("Annulation possible jusqu’à (heures avant)"), 0, 720, default=0)
    version = forms.version(required=False)

    def __init__(self, user: User, groups: Iterable[Group], people: Iterable[User], **options: Any) -> None:
        super().__init__(user, **options)
        self.known_groups = list(groups)
        pairs = [(group.id, group.label or group.code) for group in self.known_groups]
        self.group.choices = forms.choices_of([(0, _("Toute l’école")), *pairs])
        self.groups.choices = forms.choices_of(pairs)
        self.host.choices = forms.choices_of([(0, _("À choisir")), *((one.id, one.name) for one in people)])
        self.organization.choices = forms.choices_of([(0, _("Aucun")), *partnered.choices()])

    def fill(self, activity: Activity, groups: list[int]) -> None:
        """Start with the activity as it is."""
        names = ("kind", "title", "words", "place", "languages", "interpreter", "childcare", "transport", "bring",
                 "regular_contact", "audience", "cancel_hours", "version")  # fmt: skip
        for name in names:
            self[name].data = getattr(activity, name)
        self.group.data, self.host.data, self.groups.data = activity.group_id or 0, activity.host_id or 0, groups
        self.organization.data = activity.organization_id or 0
        self.keep_choice(self.group, activity.group_id, activity.group_id and activity.group.label)
        self.keep_choice(self.host, activity.host_id, activity.host_id and activity.host.name)
        held_with = activity.organization
        self.keep_choice(self.organization, activity.organization_id, held_with and held_with.name)
        for field, moment in ((self.opens_day, activity.opens_at), (self.closes_day, activity.closes_at)):
            field.data = local(moment - timedelta(seconds=field is self.closes_day)).date() if moment else None

    def keep_choice(self, field: Field, number: int | None, words: str | None) -> None:
        """A class of last year, somebody who left: what is chosen stays in the list."""
        if number and number not in {line.value for line in field.choices}:
            field.choices = [*field.choices, *forms.choices_of([(number, words or str(number))])]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the activity and its groups, once valid."""
        plain = ("kind", "title", "languages", "interpreter", "childcare", "transport", "regular_contact", "audience")
        known = {group.id for group in self.known_groups}
        return {name: self[name].data for name in plain} | {
            "words": self.words.data or "",
            "place": self.place.data or "",
            "bring": self.bring.data or "",
            "group": self.group.data or None,
            "host": self.host.data or None,
            "organization": self.organization.data or None,
            "cancel_hours": self.cancel_hours.data or 0,
            "opens_at": _midnight(self.opens_day.data),
            "closes_at": _midnight(self.closes_day.data, after=1),
            "groups": [number for number in self.groups.data or () if number in known],
        }

    def validate_groups(self, field: Field) -> None:
        known = {group.id for group in self.known_groups}
        if self.audience.data == GROUPS and not [number for number in field.data or () if number in known]:
            raise ValidationError(_("Cochez au moins un groupe."))

    def validate_closes_day(self, field: Field) -> None:
        if field.data and self.opens_day.data and field.data < self.opens_day.data:
            raise ValidationError(_("La fermeture vient après l’ouverture."))

    def validate_group(self, field: Field) -> None:
        if not field.data and self.user.role == "enseignant" and len(self.known_groups) == 1:
            field.data = self.known_groups[0].id


def _midnight(day: date | None, after: int = 0) -> datetime | None:
    """The beginning of this day, or of the next one: sign-ups close at the end of the day that is written."""
    return to_utc(day + timedelta(days=after), time(0)) if day else None


class ActivityForm(ActivityFields, TimesForm):
    """A new activity, with its first times."""

    def begin(self, kind: str, organization: str = "") -> None:
        """Start a new one: next school morning, for one's own class when there is one."""
        known = {str(line.value): line.value for line in self.organization.choices}
        self.organization.data = known.get(organization, 0)
        self.kind.data = kind if kind in KINDS else "cafe"
        self.day.data = clock.today() + timedelta(days=7)
        self.starts.data, self.ends.data = time(9, 0), time(10, 0)
        if self.user.role == "enseignant" and self.known_groups:
            self.group.data, self.host.data = self.known_groups[0].id, self.user.id
            self.kind.data = kind if kind in KINDS else "classe"


class SlotForm(OpenedForm):
    """A time that changes, alone or with those that follow."""

    day = forms.day(_l("Date"), required=True, earliest=EARLIEST)
    starts = forms.hour(_l("De"), required=True)
    ends = forms.hour(_l("À"), required=True)
    capacity = forms.whole(_l("Places"), 1, 2000, required=True)
    scope = RadioField(_l("Changer"), choices=forms.choices_of(SCOPES), default="un")
    version = forms.version()

    validate_ends = TimesForm.validate_ends

    def fill(self, slot: Slot) -> None:
        start = local(slot.starts_at)
        self.day.data, self.starts.data, self.ends.data = start.date(), start.time(), local(slot.ends_at).time()
        self.capacity.data, self.version.data = slot.capacity, slot.version

    @property
    def rest(self) -> bool:
        return self.scope.data == "suite"

    def change(self, slot: Slot) -> dict[str, Any]:
        """What the verb takes, once valid."""
        return {
            "days": (self.day.data - local(slot.starts_at).date()).days,
            "starts": self.starts.data,
            "ends": self.ends.data,
            "capacity": self.capacity.data,
            "rest": self.rest,
        }


class ScopeForm(forms.Form):
    """One time, or it and those that follow."""

    scope = forms.choice("", {"un": "", "suite": ""}, coerce=str, default="un")

    @property
    def rest(self) -> bool:
        return self.scope.data == "suite"


class IdsForm(forms.Form):
    """Rows chosen in a list; ``form_key`` names the form that chose them."""

    ids = SelectMultipleField("", coerce=int, validate_choice=False)
    form_key = forms.text("", 40)

    @property
    def chosen(self) -> list[int]:
        return [number for number in dict.fromkeys(self.ids.data or ()) if 0 < number <= forms.MAX_ID][:500]

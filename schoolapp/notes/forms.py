"""The forms of notes and follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from schoolapp import clock, forms
from schoolapp.accounts.models import User
from schoolapp.families.circle import can_see_restricted
from schoolapp.families.models import Family
from schoolapp.formats import local, to_utc
from schoolapp.notes.note import Note
from schoolapp.notes.vocabulary import (
    EFFECTS,
    NOTE_MEANS,
    PRACTICES,
    REACHED,
    RESTRICTED,
    TEXT_LIMIT,
    VISIBILITIES,
)
from schoolapp.opened_forms import LongText, OpenedForm

EARLIEST = date(2000, 1, 1)
AHEAD = timedelta(minutes=10)  # clocks differ a little; a note tells what happened


class ContentForm(OpenedForm):
    """What a note says."""

    day = forms.day(_l("Date"), required=True, earliest=EARLIEST)
    hour = forms.hour(_l("Heure"), required=True)
    means = forms.choice(_l("Par quel moyen"), NOTE_MEANS, validate_choice=False)
    reached = forms.choice(_l("Contact"), REACHED, default="yes")
    people = forms.text(_l("Qui était là"), 300)
    minutes = forms.whole(_l("Durée en minutes"), 1, 600)
    practices = forms.several(_l("Ce que vous avez fait"), PRACTICES)
    text = LongText(_l("Ce qui s’est passé"), TEXT_LIMIT, render_kw={"rows": 7, "dir": "auto"})
    visibility = forms.choice(_l("Qui peut lire cette note"), VISIBILITIES, default="circle")

    def __init__(self, user: User, note: Note | None = None, **options: Any) -> None:
        super().__init__(user, **options)
        self.note = note
        if not can_see_restricted(user):
            self.visibility.choices = [line for line in self.visibility.choices if line.value != RESTRICTED]

    @property
    def moment(self) -> datetime:
        """When it happened. A correction that leaves date and time alone keeps the very moment."""
        if self.note is not None:
            shown = local(self.note.happened_at)
            if (self.day.data, self.hour.data) == (shown.date(), time(shown.hour, shown.minute)):
                return self.note.happened_at
        return to_utc(self.day.data, self.hour.data)

    @property
    def content(self) -> dict[str, Any]:
        """The columns of the note, once valid."""
        return {
            "happened_at": self.moment,
            "means": self.means.data,
            "reached": self.reached.data,
            "people": self.people.data or "",
            "minutes": self.minutes.data,
            "practices": [code for code in PRACTICES if code in self.practices.data],
            "text": self.text.data or "",
            "visibility": self.visibility.data,
        }

    def validate_means(self, field: Field) -> None:
        if field.data not in NOTE_MEANS:
            raise ValidationError(_("Dites comment le contact s’est fait."))

    def validate_hour(self, field: Field) -> None:
        if self.day.data and field.data and not self.day.errors and self.moment > clock.now() + AHEAD:
            raise ValidationError(_("Ce moment est à venir. Une note raconte ce qui s’est passé."))

    def validate_practices(self, field: Field) -> None:
        if self.reached.data != "no" and not field.data:
            raise ValidationError(_("Choisissez au moins une façon de faire."))

    def validate_text(self, field: Field) -> None:
        if self.reached.data == "na" and not field.data:
            raise ValidationError(_("Sans contact direct, quelques mots disent ce qui s’est passé."))

    def _show_moment(self, moment: datetime) -> None:
        shown = local(moment)
        self.day.data, self.hour.data = shown.date(), time(shown.hour, shown.minute)


def pick_assignee(label: Any) -> Any:
    return forms.choice(label, {0: ""}, coerce=int, validate_choice=False)


def check_assignee(field: Field) -> None:
    """Refuse someone who may not open the file; the template offers to add them to the circle."""
    if field.data not in {line.value for line in field.choices}:
        raise ValidationError(_("Cette personne n’a pas accès à la fiche. Ajoutez-la d’abord au cercle de la famille."))


def check_not_past(field: Field) -> None:
    if field.data and field.data < clock.today():
        raise ValidationError(_("Cette date est déjà passée."))


class NoteForm(ContentForm):
    """A new note, and the follow-up it calls for when there is one."""

    follow_what = forms.text(_l("Quoi"))
    follow_who = pick_assignee(_l("Qui"))
    follow_on = forms.day(_l("Pour quand"))

    def __init__(self, user: User, staff: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(user, **options)
        self.follow_who.choices = forms.choices_of(staff)

    def prefill(self, family: Family) -> None:
        """Start with the present moment, the means this family prefers, and oneself for what comes next."""
        self._show_moment(clock.now())
        self.means.data = next((code for code in family.means if code in NOTE_MEANS), None)
        self.follow_who.data = self.user.id

    @property
    def plans(self) -> bool:
        """Whether a follow-up was filled in."""
        return bool(self.follow_what.data or self.follow_on.raw_data and any(self.follow_on.raw_data))

    @property
    def follow_up(self) -> dict[str, Any] | None:
        """What the follow-up needs, once valid."""
        if not self.plans:
            return None
        who = self.follow_who.data
        return {"what": self.follow_what.data, "due_on": self.follow_on.data, "assignee_id": who}

    def validate(self, extra_validators: Any = None) -> bool:
        """The three fields of a follow-up go together."""
        fine = super().validate(extra_validators)
        if not self.plans or self.form_errors:
            return fine
        needed = ((self.follow_what, _("Dites ce qu’il y a à faire.")), (self.follow_on, _("Dites pour quand.")))
        for field, words in needed:
            if not field.data and not field.errors:
                field.errors = [words]
        return fine and not any(field.errors for field, _words in needed)

    def validate_follow_who(self, field: Field) -> None:
        if self.plans:
            check_assignee(field)

    def validate_follow_on(self, field: Field) -> None:
        check_not_past(field)


class CorrectionForm(ContentForm):
    """A note that its author corrects."""

    version = forms.version()

    def prefill(self) -> None:
        """Start with the note as it is."""
        for name, value in self.note.content.items():
            if name in self:
                self[name].data = value
        self.version.data = self.note.version
        self._show_moment(self.note.happened_at)


class NotReachedForm(OpenedForm):
    """« Pas rejoint », in two taps."""

    means = forms.choice(_l("Par quel moyen"), NOTE_MEANS)


class WithdrawalForm(forms.Form):
    """Taking a note away from the file, with the reason."""

    version = forms.version()
    reason = forms.text(_l("Pourquoi la retirer"), 500, required=True)


class VersionForm(forms.Form):
    """An act on a row as the person saw it."""

    version = forms.version()


class EffectForm(forms.Form):
    """What changed since, in one word and a few more."""

    effect = forms.choice(_l("Depuis, c’est"), EFFECTS, validate_choice=False)
    words = forms.area(_l("Ce que vous avez observé"), 2000)
    seen = HiddenField()

    def validate_effect(self, field: Field) -> None:
        if field.data not in EFFECTS:
            raise ValidationError(_("Choisissez une des quatre réponses."))

    @property
    def seen_at(self) -> datetime | None:
        """The moment of the observation that the person had before them."""
        try:
            moment = datetime.fromisoformat(self.seen.data or "")
        except ValueError:
            return None
        return moment if moment.tzinfo else None

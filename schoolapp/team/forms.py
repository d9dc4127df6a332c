"""The forms of meetings: when and with whom, the agenda, what is decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectMultipleField, ValidationError

from schoolapp import clock, forms
from schoolapp.access import ROLE_LABELS, Role
from schoolapp.accounts.models import User
from schoolapp.families.vocabulary import LINK_STATES, SIGNALS, TIERS
from schoolapp.formats import local, to_utc
from schoolapp.opened_forms import LongText, OpenedForm
from schoolapp.team.ahead import Ahead
from schoolapp.team.models import TeamMeeting
from schoolapp.team.vocabulary import LENGTHS, WORDS_LIMIT

EARLIEST = date(2000, 1, 1)
MOST_GUESTS = 60


class MeetingForm(OpenedForm):
    """Date, hour, place, people; ``version`` comes with a change."""

    day = forms.day(_l("Date"), required=True, earliest=EARLIEST)
    hour = forms.hour(_l("Heure"), required=True)
    minutes = forms.choice(_l("Durée"), LENGTHS, coerce=int, default=60)
    place = forms.text(_l("Lieu"), 120)
    guests = SelectMultipleField(_l("Personnes invitées"), coerce=int, validate_choice=False)
    version = forms.version(required=False)

    def __init__(self, user: User, people: Iterable[User], **options: Any) -> None:
        super().__init__(user, **options)
        self.people = list(people)

    def fill(self, meeting: TeamMeeting | None, guests: Iterable[int]) -> None:
        """Start with the meeting as it is; a new one in the afternoon, with the people of the last one."""
        self.guests.data = list(guests)
        self.version.data = meeting.version if meeting else ""
        if meeting is None:
            self.hour.data = time(15, 30)
            return
        start = local(meeting.starts_at)
        self.day.data, self.hour.data, self.place.data = start.date(), start.time(), meeting.place
        self.minutes.data = meeting.minutes if meeting.minutes in LENGTHS else 60

    @property
    def by_role(self) -> list[tuple[Any, list[User]]]:
        """Who may be invited, by role."""
        roles = (Role.DIRECTION, Role.AGENT, Role.PROFESSIONAL, Role.TEACHER)
        groups = [(ROLE_LABELS[role], [one for one in self.people if one.role == role]) for role in roles]
        return [(label, people) for label, people in groups if people]

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the meeting and its people, once valid."""
        known = {one.id for one in self.people}
        return {
            "starts_at": to_utc(self.day.data, self.hour.data),
            "minutes": self.minutes.data,
            "place": self.place.data or "",
            "guests": [number for number in self.guests.data if number in known],
        }

    def validate_guests(self, field: Field) -> None:
        known = {one.id for one in self.people}
        if not [number for number in field.data or () if number in known]:
            raise ValidationError(_("Invitez au moins une personne."))


class CancelForm(forms.Form):
    """Calling a meeting off."""

    words = forms.text(_l("Pourquoi"), 300)


class PresenceForm(forms.Form):
    """Whether someone was there."""

    person = forms.identifier()
    there = forms.choice("", {"1": "", "0": "", "": ""}, coerce=str)

    @property
    def present(self) -> bool | None:
        return {"1": True, "0": False}.get(self.there.data)


class TitleForm(forms.Form):
    """A point in one's own words, or a standing point."""

    title = forms.text(_l("Le point"), 200, required=True)
    version = forms.version(required=False)


class TopicsForm(forms.Form):
    """Families and requests to put on the agenda: « famille:12 », « demande:7 »."""

    topics = SelectMultipleField(_l("Familles et demandes"), coerce=str, validate_choice=False)
    why = forms.text(_l("Pourquoi en parler"), 300)

    def ids(self, kind: str) -> list[int]:
        """The ids of one kind."""
        found = []
        for value in self.topics.data or ():
            name, _sign, number = value.partition(":")
            if name == kind and number.isascii() and number.isdecimal() and len(number) < 11:
                found.append(int(number))
        return [number for number in dict.fromkeys(found) if number <= forms.MAX_ID]

    def validate_topics(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Cochez au moins une famille ou une demande."))


class FamilyTopicForm(forms.Form):
    """The meeting at which to speak of a family, the next one first, and why."""

    meeting = RadioField(_l("À quelle rencontre"), coerce=str, validate_choice=False)
    why = forms.text(_l("Pourquoi en parler"), 300)

    def __init__(self, meetings: list[Ahead], **options: Any) -> None:
        super().__init__(**options)
        free = [(str(one.id), one.words) for one in meetings if one.free]
        self.meeting.choices = forms.choices_of(free)
        if not self.is_submitted() and free:
            self.meeting.data = free[0][0]

    def validate_meeting(self, field: Field) -> None:
        if field.data not in {choice.value for choice in self.meeting.choices}:
            raise ValidationError(_("Choisissez une rencontre."))


class PlaceForm(forms.Form):
    """A point's new place: under another one, or one step up or down."""

    after = forms.identifier(required=False)
    step = forms.choice("", {"": "", "haut": "", "bas": ""}, coerce=str, default="")

    @property
    def steps(self) -> int:
        return {"haut": -1, "bas": 1}.get(self.step.data, 0)


class WordsForm(OpenedForm):
    """The words of a decision."""

    words = LongText(_l("Décision"), WORDS_LIMIT)
    version = forms.version()


class LookForm(forms.Form):
    """When to look at it again."""

    look_on = forms.day(_l("Y revenir le"))
    version = forms.version()

    def validate_look_on(self, field: Field) -> None:
        _not_past(field)


class ActionForm(OpenedForm):
    """Who does what by when."""

    what = forms.text(_l("Quoi"), required=True)
    who = forms.choice(_l("Qui"), {0: ""}, coerce=int, validate_choice=False)
    due_on = forms.day(_l("Pour quand"), required=True)

    def __init__(self, user: User, doers: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(user, **options)
        self.who.choices = forms.choices_of([(0, _("Choisir")), *doers])

    @property
    def plan(self) -> dict[str, Any]:
        """What the verb takes, once valid."""
        return {"what": self.what.data, "due_on": self.due_on.data, "assignee_id": self.who.data}

    def validate_who(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Dites qui s’en charge."))
        if field.data not in {line.value for line in field.choices}:
            raise ValidationError(_("Cette personne n’a pas accès à la fiche : ajoutez-la d’abord au cercle."))

    def validate_due_on(self, field: Field) -> None:
        _not_past(field)


class LinkForm(forms.Form):
    """The family's new column; with its signals when it is not on the board yet."""

    state = forms.choice(_l("Lien"), LINK_STATES, coerce=str)
    signals = forms.several(_l("Ce qui a attiré l’attention"), SIGNALS)
    version = forms.version()

    def __init__(self, *, joins: bool, **options: Any) -> None:
        super().__init__(**options)
        self.joins = joins

    def validate_signals(self, field: Field) -> None:
        if self.joins and not field.data:
            raise ValidationError(_("Choisissez au moins un signal."))


class TierForm(forms.Form):
    """The family's tier, why, and when to look at it again."""

    tier = forms.choice(_l("Palier"), TIERS, coerce=int)
    reason = forms.text(_l("Raison"), 1000, required=True)
    review_on = forms.day(_l("À revoir le"))
    seen = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        return {"tier": self.tier.data, "tier_review_on": self.review_on.data}

    def validate_review_on(self, field: Field) -> None:
        _not_past(field)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if self.tier.data in (2, 3):
            sound &= self.needs(self.review_on, _("Dites quand ce palier sera revu."))
        return sound


def _not_past(field: Field) -> None:
    if field.data is not None and field.data < clock.today():
        raise ValidationError(_("Cette date est déjà passée."))

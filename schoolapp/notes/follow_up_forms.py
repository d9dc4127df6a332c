"""The forms of follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from schoolapp import forms
from schoolapp.accounts.models import User
from schoolapp.notes.follow_up import FollowUp
from schoolapp.notes.forms import check_assignee, check_not_past, pick_assignee
from schoolapp.opened_forms import OpenedForm


class FollowUpForm(OpenedForm):
    """Something to do; ``version`` comes with a change."""

    what = forms.text(_l("Quoi"), required=True)
    who = pick_assignee(_l("Qui"))
    due_on = forms.day(_l("Pour quand"), required=True)
    version = HiddenField()

    def __init__(
        self, user: User, staff: Iterable[tuple[int, str]], before: date | None = None, **options: Any
    ) -> None:
        super().__init__(user, **options)
        self.who.choices = forms.choices_of(staff)
        self.before = before

    @property
    def plan(self) -> dict[str, Any]:
        """What the follow-up needs, once valid."""
        return {"what": self.what.data, "due_on": self.due_on.data, "assignee_id": self.who.data}

    def fill(self, follow_up: FollowUp, assignee: str) -> None:
        """Start with the follow-up as it is; whoever lost access since still shows, for someone else to be chosen."""
        self.what.data, self.due_on.data, self.who.data = follow_up.what, follow_up.due_on, follow_up.assignee_id
        self.version.data = follow_up.version
        if follow_up.assignee_id not in {line.value for line in self.who.choices}:
            gone = [(follow_up.assignee_id, _("%(name)s (n’a plus accès)", name=assignee))]
            self.who.choices = [*forms.choices_of(gone), *self.who.choices]

    @property
    def expected(self) -> int:
        """The version the person saw; 0 matches none."""
        return int(self.version.data) if (self.version.data or "").isdecimal() and len(self.version.data) < 10 else 0

    def validate_who(self, field: Field) -> None:
        check_assignee(field)

    def validate_due_on(self, field: Field) -> None:
        if field.data != self.before:
            check_not_past(field)
            if self.before and field.data and field.data > self.before:
                raise ValidationError(_("Pour repousser la date, choisissez « Reporter » : la raison y est gardée."))


class PostponeForm(forms.Form):
    """A later date, and why."""

    version = forms.version()
    due_on = forms.day(_l("Nouvelle date"), required=True)
    reason = forms.text(_l("Pourquoi"), 500, required=True)

    def __init__(self, before: date, **options: Any) -> None:
        super().__init__(**options)
        self.before = before

    def validate_due_on(self, field: Field) -> None:
        check_not_past(field)
        if field.data and field.data <= self.before:
            raise ValidationError(_("La nouvelle date vient après celle d’avant."))


class CancelForm(forms.Form):
    """Giving a follow-up up, and why."""

    version = forms.version()
    reason = forms.text(_l("Pourquoi l’annuler"), 500, required=True)

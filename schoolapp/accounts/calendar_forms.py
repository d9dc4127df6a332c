"""The forms of the school's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, SelectMultipleField, ValidationError

from schoolapp import forms
from schoolapp.accounts import calendar_lines
from schoolapp.accounts.calendar_lines import LONGEST, Span
from schoolapp.accounts.calendar_page import Year
from schoolapp.accounts.school_days import KINDS
from schoolapp.formats import search_key

Days = list[tuple[date, str, str]]
LONGEST_LABEL, MOST_LINES, MOST_DAYS = 120, 200, 400
LONGEST_CODES = 3000  # an undo waits in a cookie


def _kind() -> RadioField:
    return RadioField(_l("Sorte de jour"), choices=forms.choices_of(KINDS), default="conge")


class SpanForm(forms.Form):
    """A day, or some in a row."""

    kind = _kind()
    label = forms.text(_l("Nom"), LONGEST_LABEL, render_kw={"autocomplete": "off"})
    first = forms.day(_l("Premier jour"), required=True, earliest=date(2000, 1, 1))
    last = forms.day(_l("Dernier jour"), earliest=date(2000, 1, 1))

    def validate_last(self, field: Any) -> None:
        if not field.data or not self.first.data or self.first.errors:
            return
        if field.data < self.first.data:
            raise ValidationError(_("Le dernier jour vient avant le premier."))
        if field.data - self.first.data > LONGEST:
            raise ValidationError(_("Au plus quatre mois d’un coup. Vérifiez les dates."))

    @property
    def days(self) -> Days:
        """What ``DayOff.add`` takes."""
        span = Span(self.first.data, self.last.data or self.first.data, "")
        return [(day, self.kind.data, self.label.data or "") for day in span.days]


class LinesForm(forms.Form):
    """The school's calendar, copied from another document."""

    kind = _kind()
    lines = forms.area(_l("Une ligne par jour ou par période"), 8000, required=True, render_kw={"rows": 6})

    def __init__(self, year: Year, **options: Any) -> None:
        super().__init__(**options)
        self.year = year
        self.spans: list[Span] = []

    def validate_lines(self, field: Any) -> None:
        self.spans, unread = calendar_lines.read(field.data or "", self.year.starts_on, self.year.ends_on)
        if unread:
            shown = _(", ").join(_("« %(line)s »", line=line[:80]) for line in unread[:3])
            raise ValidationError(
                ngettext(
                    "Cette ligne ne se lit pas : %(shown)s. Écrivez une date, puis le nom.",
                    "%(num)s lignes ne se lisent pas, dont : %(shown)s. Écrivez une date, puis le nom.",
                    len(unread),
                    shown=shown,
                )
            )
        if len(self.spans) > MOST_LINES or any(len(span.words) > LONGEST_LABEL for span in self.spans):
            raise ValidationError(
                _("Au plus %(lines)s lignes, de %(letters)s lettres.", lines=MOST_LINES, letters=LONGEST_LABEL)
            )

    @property
    def days(self) -> Days:
        """What ``DayOff.add`` takes; a line that says « pédagogique » is that, whatever the sort chosen for all."""
        return [
            (day, "pedagogique" if "pedagogique" in search_key(span.words) else self.kind.data, span.words)
            for span in self.spans
            for day in span.days
        ]


class HolidaysForm(forms.Form):
    """The statutory holidays to add, among those proposed."""

    days = SelectMultipleField(_l("Congés à ajouter"))

    def __init__(self, proposed: list[tuple[date, str]], **options: Any) -> None:
        super().__init__(**options)
        self.words = {day.isoformat(): words for day, words in proposed}
        self.days.choices = forms.choices_of(self.words)

    @property
    def chosen(self) -> Days:
        """What ``DayOff.add`` takes."""
        return [(date.fromisoformat(code), "conge", self.words[code]) for code in self.days.data]


def _span(first: str, last: str) -> Span:
    """A span from its two dates.

    Raises:
        ValueError: for anything else.
    """
    span = Span(date.fromisoformat(first), date.fromisoformat(last), "")
    if not timedelta(0) <= span.last - span.first <= timedelta(days=MOST_DAYS):
        raise ValueError("too long")
    return span


class RemovalForm(forms.Form):
    """Days on which there is school after all: « 2026-12-21/2027-01-01,2027-01-04/2027-01-04 »."""

    days = forms.text("", LONGEST_CODES, required=True)
    dates: Iterable[date] = ()

    def validate_days(self, field: Any) -> None:
        try:
            spans = [_span(*code.split("/")) for code in field.data.split(",")]
        except (ValueError, TypeError):
            raise ValidationError(_("Cette date ne se lit pas. Exemple : 2026-11-30.")) from None
        self.dates = {day for span in spans for day in span.days}


class RestoreForm(forms.Form):
    """Days off that were just taken away: lines of « first;last;kind;name »."""

    lines = forms.area("", LONGEST_CODES, required=True)

    def validate_lines(self, field: Any) -> None:
        self.days: Days = []
        try:
            for line in field.data.split("\n"):
                first, last, kind, label = line.split(";", 3)
                days = _span(first, last).days
                self.days += [(day, {code: code for code in KINDS}[kind], label[:LONGEST_LABEL]) for day in days]
        except (ValueError, KeyError):
            raise ValidationError(_("Cette date ne se lit pas. Exemple : 2026-11-30.")) from None

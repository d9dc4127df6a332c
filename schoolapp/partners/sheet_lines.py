"""The lines that repeat in the forms of sheets: numbers, and hours."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, ValidationError

from schoolapp import forms
from schoolapp.families.people_phones import EXTENSION, understand
from schoolapp.formats import digits
from schoolapp.partners.vocabulary import DAYS, PHONE_KINDS

MOST_LINES = 14
MIDNIGHT = "24:00"


class Inner(forms.Form):
    """A small form inside another, which carries the token of both."""

    class Meta(forms.Form.Meta):
        csrf = False


class PhoneLine(Inner):
    """A number; without one, there is no line."""

    typed = forms.text(_l("Numéro"), 60)
    extension = forms.text(_l("Poste"), 20)
    kind = forms.choice(_l("Sorte"), PHONE_KINDS, default="voix")
    words = forms.text(_l("Précision"), 200)

    def validate_typed(self, field: Field) -> None:
        if field.data and len(digits(field.data)) < 3:
            raise ValidationError(_("Un numéro compte au moins trois chiffres."))

    def validate_words(self, field: Field) -> None:
        if field.data and not self.typed.data:
            raise ValidationError(_("Écrivez aussi le numéro."))

    @property
    def row(self) -> dict[str, Any] | None:
        """The number as a sheet takes it."""
        typed = self.typed.data or ""
        if not typed:
            return None
        said = EXTENSION.search(typed)
        plain, extension = (typed[: said.start()], said[1]) if said else (typed, self.extension.data or "")
        found = understand(plain).digits
        return {"digits": found, "typed": plain, "extension": extension, "kind": self.kind.data,
                "words": self.words.data or ""}  # fmt: skip


class HoursLine(Inner):
    """Days and hours, somewhere or everywhere, for a season or all year; or only words."""

    byday = forms.several(_l("Jours"), DAYS)
    opens_at = forms.hour(_l("De"))
    closes_at = forms.hour(_l("À"))
    place = forms.choice(_l("Lieu"), {0: ""}, coerce=int, default=0)
    valid_from = forms.day(_l("À partir du"))
    valid_to = forms.day(_l("Jusqu’au"))
    words = forms.text(_l("Précision"), 300)

    def validate_closes_at(self, field: Field) -> None:
        opens = self.opens_at.data
        if field.data and opens and time(0) < field.data <= opens and opens < time(12):
            raise ValidationError(_("La fermeture vient après l’ouverture."))

    def validate_byday(self, field: Field) -> None:
        if (self.opens_at.data or self.closes_at.data) and not field.data:
            raise ValidationError(_("Choisissez au moins un jour."))

    def validate_valid_to(self, field: Field) -> None:
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("La fin de la saison vient après son début."))

    @property
    def row(self) -> dict[str, Any] | None:
        """The hours as a sheet takes them."""
        closes = _text(self.closes_at.data)
        row = {
            "byday": [day for day in DAYS if day in (self.byday.data or ())], "opens_at": _text(self.opens_at.data),
            "closes_at": MIDNIGHT if closes == "00:00" else closes, "place": self.place.data or None,
            "valid_from": self.valid_from.data, "valid_to": self.valid_to.data, "words": self.words.data or "",
        }  # fmt: skip
        return row if row["byday"] or row["words"] else None


def _text(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None


def as_time(text: str | None) -> time | None:
    """« 18:30 » for a form; midnight, which ends a day, is the beginning of the next one."""
    return time.fromisoformat("00:00" if text == MIDNIGHT else text) if text else None


def phone_data(row: Any) -> dict[str, Any]:
    """A number for its line."""
    return {"typed": row.typed, "extension": row.extension, "kind": row.kind, "words": row.words}


def hours_data(row: Any) -> dict[str, Any]:
    """Hours for their line."""
    return {
        "byday": row.byday, "opens_at": as_time(row.opens_at), "closes_at": as_time(row.closes_at),
        "place": row.place_id or 0, "valid_from": row.valid_from, "valid_to": row.valid_to, "words": row.words,
    }  # fmt: skip


def spare(lines: FieldList, *, asked: bool = False) -> None:
    """An empty line at the end, and one more when it was asked for."""
    empty = bool(lines.entries) and lines.entries[-1].form.row is None and not lines.entries[-1].errors
    for _number in range((not empty) + asked):
        if len(lines.entries) < MOST_LINES:
            lines.append_entry()


def rows(lines: FieldList) -> list[dict[str, Any]]:
    """What the lines say, the empty ones left out."""
    return [row for line in lines if (row := line.form.row) is not None]

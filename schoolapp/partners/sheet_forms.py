"""The partner's own form: one sheet as the school has it, each field to be corrected or left as it is.

The address that opens it is the secret, so there is no cookie and no anti-forgery token. ``seen`` says what each field
showed: what was left as it was proposes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, RadioField, ValidationError

from schoolapp import forms
from schoolapp.formats import digits
from schoolapp.languages import LANGUAGES
from schoolapp.partners import sheet_fields, words
from schoolapp.partners.models import Organization, Proposal, Service
from schoolapp.partners.sheet_fields import LIMIT, OFFERED, TELL, ages_text, codes_text, mark
from schoolapp.partners.vocabulary import APPROACHED_BY, DAYS, FREE, MEANS, PHONE_KINDS

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
HOUR = re.compile(r"(\d{1,2})\s*(?:[:hH]\s*(\d{2})?)?")
PAIR = re.compile(r"[1-9][0-9]{0,8}:[1-9][0-9]{0,8}")
MOST_LINES, MOST_PLACES, MOST_SHEETS = 12, 30, 200
OLDEST = 120
NAMED_HOURS = {"midi": "12:00", "minuit": "24:00"}


class _Bare(forms.Form):
    class Meta(forms.Form.Meta):
        csrf = False


def hour_text(typed: str) -> str | None:
    """« 9 h », « 9h30 », « 18:30 », « minuit » as « 09:00 »…; None for what is no hour."""
    if named := NAMED_HOURS.get(typed.casefold()):
        return named
    found = HOUR.fullmatch(typed)
    hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
    return f"{hour:02d}:{minute:02d}" if minute < 60 and (hour < 24 or (hour, minute) == (24, 0)) else None


class PhoneLine(_Bare):
    """One number; empty, it goes."""

    number = forms.text(_l("Numéro"), 60, render_kw={"type": "tel", "autocomplete": "off"})
    extension = forms.text(_l("Poste"), 20)
    kind = forms.choice(_l("Genre"), PHONE_KINDS)
    words = forms.text(_l("Précision"), 200)

    def row_of(self, known: dict[str, str]) -> SimpleNamespace | None:
        """The number as a sheet has it; ``known`` gives the digits of those that it has already, as they are shown."""
        typed = self.number.data
        if not typed:
            return None
        said = {"extension": self.extension.data or "", "kind": self.kind.data, "words": self.words.data or ""}
        return SimpleNamespace(digits=known.get(typed) or digits(typed), typed=typed, **said)

    def is_complete(self, known: dict[str, str]) -> bool:
        """Whether the number may be one; short ones such as 811 are."""
        typed = self.number.data
        return not typed or typed in known or 3 <= len(digits(typed)) <= 20


class HoursLine(_Bare):
    """One stretch of hours, the same on several days; ``place`` and the season stay what they are."""

    byday = forms.several(_l("Jours"), DAYS)
    opens_at = forms.text(_l("De"), 10)
    closes_at = forms.text(_l("À"), 10)
    words = forms.text(_l("Précision"), 300)
    gone = forms.flag(_l("Retirer cette ligne"))
    kept = HiddenField()

    def _hour(self, field: Field) -> None:
        if field.data and hour_text(field.data) is None:
            raise ValidationError(_("Écrivez une heure, par exemple 9 h 30."))

    validate_opens_at = validate_closes_at = _hour

    def row_of(self, lines: list[dict[str, Any]]) -> dict[str, Any] | None:
        """The stretch as a sheet has it; what the form does not show comes from the line it was filled from."""
        if self.gone.data or not (self.byday.data or self.opens_at.data or self.closes_at.data or self.words.data):
            return None
        number = self.kept.data or ""
        known = number.isascii() and number.isdecimal() and len(number) < 3 and int(number) < len(lines)
        base = lines[int(number)] if known else {}
        hours = {name: hour_text(self[name].data) if self[name].data else None for name in ("opens_at", "closes_at")}
        kept = {name: base.get(name) for name in ("place", "valid_from", "valid_to")}
        return kept | hours | {"byday": self.byday.data or [], "words": self.words.data or ""}


class PlaceLine(_Bare):
    """One place that the school has; ``kept`` is its id."""

    kept = HiddenField()
    name = forms.text(_l("Nom du lieu"), 200)
    address = forms.text(_l("Adresse"), 200)
    address_more = forms.text(_l("Local, étage"), 200)
    city = forms.text(_l("Ville"), 100)
    postal_code = forms.text(_l("Code postal"), 20)
    access_words = forms.text(_l("Accès en fauteuil roulant"), 500)
    transport = forms.text(_l("Autobus, métro"), 500)

    def row_of(self, known: dict[str, dict[str, Any]]) -> SimpleNamespace | None:
        """The place as the partner has it; None for one that is not this organisation's."""
        base = known.get(self.kept.data or "")
        said = {name: self[name].data or "" for name in sheet_fields.PLACE}
        return SimpleNamespace(**base | said) if base else None


class SheetForm(_Bare):
    """What both sheets have."""

    who = forms.text(_l("Votre nom"), 120, required=True, render_kw={"autocomplete": "name"})
    seen = HiddenField()
    name = forms.text(_l("Nom"), 200, required=True)
    words = forms.area(_l("Description"), 4000)
    phones = FieldList(FormField(PhoneLine), label=_l("Téléphones"), max_entries=MOST_LINES)
    email = forms.text(_l("Courriel"), 254, render_kw={"type": "email", "autocomplete": "off"})
    website = forms.text(_l("Site"), 300, render_kw={"inputmode": "url"})
    message = forms.area(_l("Autre chose à nous dire?"), 2000)

    def __init__(self, texts: dict[str, str], **options: Any) -> None:
        self.texts = texts
        super().__init__(data=self._data(), **options)
        if not self.is_submitted():
            self.seen.data = " ".join(f"{name}:{mark(text)}" for name, text in texts.items())
        self._one_more(self.phones, [line.form.number for line in self.phones])

    def _data(self) -> dict[str, Any]:
        numbers = [vars(one) | {"number": one.typed} for one in sheet_fields.phone_rows(self.texts["phones"])]
        plain = ("name", "words", "email", "website", TELL)
        return {name: self.texts[name] for name in plain} | {"phones": numbers}

    @staticmethod
    def _one_more(lines: FieldList, filled: Iterable[Field]) -> None:
        """An empty line at the end, to add what is missing."""
        if (not lines.entries or any(field.data for field in list(filled)[-1:])) and len(lines) < MOST_LINES:
            lines.append_entry()

    def validate_email(self, field: Field) -> None:
        if field.data and self.touched("email", field.data) and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Cette adresse ne semble pas complète. Exemple : nom@exemple.ca"))

    def validate_website(self, field: Field) -> None:
        if field.data and self.touched("website", field.data):
            address = field.data if "://" in field.data else f"https://{field.data}"
            if not re.fullmatch(r"https?://[^\s/:@\"<>]+\.[^\s\"<>]+", address) or len(address) > 300:
                raise ValidationError(_("Écrivez l’adresse du site, par exemple www.exemple.ca"))
            field.data = address

    @property
    def shown(self) -> dict[str, str]:
        """The marks of what the page showed."""
        pairs = (pair.partition(":") for pair in (self.seen.data or "")[:4000].split())
        return {name: text for name, _colon, text in pairs}

    def touched(self, name: str, text: str) -> bool:
        """Whether this is not what the page showed."""
        return mark(text) != self.shown.get(name)

    def validate(self, extra_validators: Any = None) -> bool:
        """All of it has to fit where it is kept."""
        valid = super().validate(extra_validators)
        for line in self.phones:
            if not line.form.is_complete(self.known):
                line.form.number.errors = [_("Ce numéro ne semble pas complet.")]
                valid = False
        if valid:
            for name, text in self.answers().items():
                if len(text) > LIMIT:
                    self[name].errors = [_("C’est trop long pour une fiche.")]
                    valid = False
        return valid

    @property
    def known(self) -> dict[str, str]:
        """The digits of the numbers of the sheet, by the way they are shown."""
        return {one.typed: one.digits for one in sheet_fields.phone_rows(self.texts["phones"])}

    def answers(self) -> dict[str, str]:
        """Each field as its text."""
        plain = {name: self[name].data or "" for name in ("name", "words", "email", "website", TELL)}
        rows = [row for line in self.phones if (row := line.form.row_of(self.known))]
        return plain | {"phones": sheet_fields.phones_text(rows)}


class OrganizationForm(SheetForm):
    """The organisation itself."""

    other_name = forms.text(_l("Autre nom, sigle"), 200)
    places = FieldList(FormField(PlaceLine), label=_l("Lieux"), max_entries=MOST_PLACES)

    def _data(self) -> dict[str, Any]:
        rows = sheet_fields.place_rows(self.texts["places"])[:MOST_PLACES]
        sites = [row | {"kept": str(row["id"])} for row in rows]
        return super()._data() | {"other_name": self.texts["other_name"], "places": sites}

    def answers(self) -> dict[str, str]:
        """Each field as its text. A place that the form does not say anything of stays what it is."""
        known = {str(row["id"]): row for row in sheet_fields.place_rows(self.texts["places"])}
        said = {row.id: row for line in self.places if (row := line.form.row_of(known))}
        sites = [said.get(row["id"]) or SimpleNamespace(**row) for row in known.values()]
        return super().answers() | {"other_name": self.other_name.data or "", "places": sheet_fields.places_text(sites)}


PLAIN = ("how", "documents", "wait", "eligibility", "territory", "cost", "interpretation")


class ServiceForm(SheetForm):
    """One service."""

    state = RadioField(_l("Ce service est"), choices=forms.choices_of(OFFERED))
    schedules = FieldList(FormField(HoursLine), label=_l("Horaire"), max_entries=MOST_LINES)
    means = forms.several(_l("Comment entrer en contact"), MEANS)
    approached_by = RadioField(_l("Qui fait le premier pas"), choices=forms.choices_of(APPROACHED_BY))
    how = forms.area(_l("Les étapes"), 1000)
    documents = forms.text(_l("À apporter"), 500)
    wait = forms.text(_l("Attente"), 200)
    eligibility = forms.area(_l("Pour qui"), 1000)
    age_min = forms.whole(_l("À partir de (ans)"), 0, OLDEST)
    age_max = forms.whole(_l("Jusqu’à (ans)"), 0, OLDEST)
    territory = forms.text(_l("Territoire"), 500)
    free = RadioField(_l("Gratuit"), choices=forms.choices_of(FREE))
    cost = forms.text(_l("Coût"), 500)
    languages = forms.several(_l("Langues"), LANGUAGES)
    interpretation = forms.text(_l("Interprète"), 500)

    def __init__(self, texts: dict[str, str], **options: Any) -> None:
        super().__init__(texts, **options)
        others = [code for code in texts["languages"].split() if code not in LANGUAGES]
        self.languages.choices = forms.choices_of([*LANGUAGES.items(), *((code, code) for code in others)])
        self._one_more(self.schedules, [line.form.kept for line in self.schedules])

    def _data(self) -> dict[str, Any]:
        low, high = sheet_fields.ages_of(self.texts["ages"])
        hours = [
            row | {"kept": str(place), "opens_at": _typed(row["opens_at"]), "closes_at": _typed(row["closes_at"])}
            for place, row in enumerate(sheet_fields.schedule_rows(self.texts["schedules"]))
        ]
        chosen = {name: self.texts[name].split() for name in ("means", "languages")}
        same = {name: self.texts[name] for name in (*PLAIN, "state", "approached_by", "free")}
        return super()._data() | same | chosen | {"age_min": low, "age_max": high, "schedules": hours}

    def validate_age_max(self, field: Field) -> None:
        if field.data is not None and self.age_min.data is not None and field.data < self.age_min.data:
            raise ValidationError(_("Le deuxième âge est plus petit que le premier."))

    def answers(self) -> dict[str, str]:
        """Each field as its text."""
        base = sheet_fields.schedule_rows(self.texts["schedules"])
        rows = [row for line in self.schedules if (row := line.form.row_of(base))]
        chosen = {"means": codes_text(self.means.data, MEANS), "languages": codes_text(self.languages.data, LANGUAGES)}
        plain = {name: self[name].data or "" for name in (*PLAIN, "state", "approached_by", "free")}
        hours = {"schedules": sheet_fields.schedules_text([SimpleNamespace(**row) for row in rows])}
        return super().answers() | plain | chosen | hours | {"ages": ages_text(self.age_min.data, self.age_max.data)}


def _typed(text: str | None) -> str:
    return words.hour_words(text) if text else ""


def form_of(
    row: Organization | Service, texts: dict[str, str], waits: dict[str, Proposal], **options: Any
) -> SheetForm:
    """The form of a sheet, filled with what waits for the school where the partner has proposed something already."""
    kind = ServiceForm if isinstance(row, Service) else OrganizationForm
    return kind(texts | {name: one.after for name, one in waits.items()})


class ConfirmForm(_Bare):
    """« Everything is right », said of one sheet or of all those of the page, as they were shown."""

    who = forms.text(_l("Votre nom"), 120, required=True, render_kw={"autocomplete": "name"})

    @property
    def seen(self) -> dict[int, int]:
        """The versions of the sheets that the person says are right, by id: « 12:3 »."""
        chosen = request.form.getlist("fiche") or request.form.getlist("toutes")
        pairs = [text.split(":") for text in chosen[:MOST_SHEETS] if PAIR.fullmatch(text)]
        return {int(number): int(version) for number, version in pairs}

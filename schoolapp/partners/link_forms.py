"""The forms of what the school does with sheets to confirm, with partners' links and with what they propose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from schoolapp import forms
from schoolapp.partners.freshness import Seen
from schoolapp.partners.links import DAYS, FEWEST_DAYS, MOST_DAYS
from schoolapp.partners.sheet_forms import EMAIL, MOST_SHEETS, PAIR

TRIPLE = re.compile(r"[1-9][0-9]{0,8}:[1-9][0-9]{0,8}:[0-9a-f]{12}")


def pairs(names: Iterable[str]) -> list[Seen]:
    """The sheets that a form names, as they were seen: « 12:3 »."""
    texts = [text for name in names for text in request.form.getlist(name)][:MOST_SHEETS]
    return [Seen(*(int(part) for part in text.split(":"))) for text in texts if PAIR.fullmatch(text)]


class ConfirmationForm(forms.Form):
    """Sheets to confirm, and the page one comes from. One sheet's own button counts alone."""

    suite = HiddenField()

    @property
    def seen(self) -> list[Seen]:
        """The sheets, as they were seen."""
        return pairs(["seule"]) or pairs(["fiche"])


class MailingForm(forms.Form):
    """Links to send to the partners of the sheets that are ticked; ``oui`` once one has read to whom."""

    oui = HiddenField()

    @property
    def services(self) -> list[int]:
        """The ids of the sheets."""
        return [one.service_id for one in pairs(["fiche"])]


class LinkForm(forms.Form):
    """A link for somebody of an organisation."""

    person = forms.text(_l("Pour qui"), 200, render_kw={"autocomplete": "off"})
    email = forms.text(_l("Courriel"), 254, render_kw={"type": "email", "autocomplete": "off", "list": "known-emails"})
    days = forms.whole(_l("Combien de jours le lien fonctionne"), FEWEST_DAYS, MOST_DAYS, required=True, default=DAYS)

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Cette adresse ne semble pas complète. Exemple : nom@exemple.ca"))

    def validate(self, extra_validators: object = None) -> bool:
        """A mail needs an address."""
        valid = super().validate(extra_validators)
        if "envoyer" in request.form:
            return self.needs(self.email, _("Écrivez le courriel, ou faites le lien sans l’envoyer.")) and valid
        return valid


class ActForm(forms.Form):
    """An act on a proposal, as the person saw it and its sheet."""

    version = forms.version()
    mark = forms.text("", 12)

    @property
    def expected(self) -> int:
        """The version the person saw; 0 matches none."""
        return self.version.data or 0


class AllForm(forms.Form):
    """Everything that waits on a sheet, as it was seen."""

    @property
    def seen(self) -> list[tuple[int, int, str]]:
        """The proposals: id, version, mark of what the sheet said."""
        texts = [text for text in request.form.getlist("correction")[:MOST_SHEETS] if TRIPLE.fullmatch(text)]
        return [(int(number), int(version), mark) for number, version, mark in (text.split(":") for text in texts)]

"""What the forms of sheets share: who opened them, lines that repeat, addresses that make sense."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, ValidationError

from schoolapp import forms
from schoolapp.opened_forms import OpenedForm
from schoolapp.partners.sheet_lines import MOST_LINES, PhoneLine, phone_data, rows, spare

EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
SITE = re.compile(r"https?://[^\s/:@\"<>]+\.[^\s\"<>]+")


def check_email(_form: Any, field: Field) -> None:
    """An address that mail can be sent to."""
    if field.data and not EMAIL.fullmatch(field.data):
        raise ValidationError(_("Cette adresse ne semble pas complète. Exemple : nom@exemple.ca"))


def check_website(_form: Any, field: Field) -> None:
    """The address of a site; « https:// » is added when it is missing."""
    if not field.data:
        return
    address = field.data if "://" in field.data else f"https://{field.data}"
    if not SITE.fullmatch(address) or len(address) > 300:
        raise ValidationError(_("Cette adresse de site ne se lit pas. Exemple : www.exemple.ca"))
    field.data = address


class PhonesForm(OpenedForm):
    """A form with numbers. ``more`` asks for one more empty line: nothing is written then."""

    version = forms.version(required=False)
    phones = FieldList(FormField(PhoneLine), label=_l("Téléphones"), max_entries=MOST_LINES)
    more = HiddenField()

    @property
    def asks_for_lines(self) -> bool:
        """Whether the person only asked for one more line."""
        return bool(self.more.data)

    def spread(self) -> None:
        """Give each list its empty line; to be called before the form is shown."""
        spare(self.phones, asked=self.more.data == "phones")

    def fill_phones(self, numbers: Any) -> None:
        """Start with the numbers there are."""
        for row in numbers:
            self.phones.append_entry(phone_data(row))

    @property
    def phone_rows(self) -> list[dict[str, Any]]:
        return rows(self.phones)

    def plain(self, *names: str) -> dict[str, Any]:
        """Texts, empty rather than missing."""
        return {name: self[name].data or "" for name in names}

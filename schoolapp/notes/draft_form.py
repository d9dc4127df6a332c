"""What a page sends of a note as it is typed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from schoolapp import forms
from schoolapp.accounts.models import User
from schoolapp.database import clean_text
from schoolapp.notes.draft import Save
from schoolapp.notes.forms import OpenedForm, own_key

# The fields that a draft keeps, and how much it keeps: more than a note may hold, so that too long a text can be cut
# later by the one who wrote it.
DRAFTED = (
    *("day", "hour", "means", "reached", "people", "minutes", "practices", "text", "visibility", "version"),
    *("follow_what", "follow_who", "follow_on"),
)
DRAFT_LIMIT = 100_000


class DraftForm(OpenedForm):
    """A note as it is typed: only what the service needs is checked, the rest is kept as it stands on the page."""

    writer = HiddenField(filters=[own_key])
    sequence = forms.whole("", 0, 2**53)
    seen = forms.whole("", 0, forms.MAX_ID)
    note_id = forms.identifier(required=False)

    def __init__(self, user: User, typed: MultiDict[str, str], **options: Any) -> None:
        super().__init__(user, **options)
        self.content = {name: [clean_text(value) for value in typed.getlist(name)[:20]] for name in DRAFTED}

    def validate(self, extra_validators: Any = None) -> bool:
        """Bound what is kept."""
        if sum(len(value) for values in self.content.values() for value in values) > DRAFT_LIMIT:
            self.form_errors.append(_("Ce texte est trop long pour être gardé comme brouillon."))
            return False
        return super().validate(extra_validators)

    @property
    def save(self) -> Save:
        """The save on its way, once valid."""
        return Save(
            form_key=self.form_key.data,
            writer=self.writer.data,
            sequence=self.sequence.data or 0,
            seen=self.seen.data or 0,
            content={name: values for name, values in self.content.items() if values},
        )

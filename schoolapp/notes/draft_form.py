"""What a page sends of a note as it is typed."""

from __future__ import annotations

from schoolapp import forms
from schoolapp.opened_forms import DraftForm as _DraftForm


class DraftForm(_DraftForm):
    """A note as it is typed, new or corrected."""

    note_id = forms.identifier(required=False)

    drafted = (
        *("day", "hour", "means", "reached", "people", "minutes", "practices", "text", "visibility", "version"),
        *("follow_what", "follow_who", "follow_on"),
    )

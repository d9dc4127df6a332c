"""The form of two sheets to be made one: for each field where they differ, which of the two stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import request

from schoolapp import forms
from schoolapp.partners.fields import ORGANIZATION_FIELDS, SERVICE_FIELDS, as_text, label
from schoolapp.partners.models import Service
from schoolapp.records import NamedTuple

KEPT, GONE = "celle-ci", "autre"


class Difference(NamedTuple):
    """A field where two sheets differ, in words; ``choice`` is the name of its form field."""

    name: str
    label: str
    kept: str
    gone: str
    choice: str


class PairForm(forms.Form):
    """Nothing but the token."""


class MergeForm(forms.Form):
    """Which value of each field stands, and the two versions as they were compared."""

    version = forms.version()
    other_version = forms.version()

    def __init__(self, kept: Any, gone: Any, **options: Any) -> None:
        super().__init__(data={"version": kept.version, "other_version": gone.version}, **options)
        self.kept, self.gone = kept, gone
        self.differences = list(_differences(kept, gone))

    def chosen(self, one: Difference) -> str:
        """Which of the two stands: as sent; otherwise that of the sheet that stays, unless it says nothing."""
        sent = request.form.get(one.choice, "")
        if sent in (KEPT, GONE):
            return sent
        return KEPT if one.kept else GONE

    @property
    def values(self) -> dict[str, Any]:
        """The values taken from the sheet that goes."""
        return {one.name: getattr(self.gone, one.name) for one in self.differences if self.chosen(one) == GONE}

    @property
    def versions(self) -> tuple[int, int]:
        """The two versions as they were compared."""
        return self.version.data, self.other_version.data


def _differences(kept: Any, gone: Any) -> Iterator[Difference]:
    for name in SERVICE_FIELDS if isinstance(kept, Service) else ORGANIZATION_FIELDS:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        if mine != theirs and (as_text(name, mine) or as_text(name, theirs)):
            yield Difference(name, label(name), as_text(name, mine), as_text(name, theirs), f"choix-{name}")

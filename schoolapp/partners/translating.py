"""Keeping what a service's sheet says in other languages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.i18n import LANGUAGES
from schoolapp.partners import history
from schoolapp.partners.models import Service


def translate(service: Service, expected: int, translations: dict[str, dict[str, Any]], *, by: User) -> None:
    """Write the translations if nobody changed the sheet meanwhile; the history tells which languages are there.

    Raises:
        Stale: somebody did.
    """
    before = service.translations or {}
    if before == translations and service.version == expected:
        return
    with atomic():
        service.change(expected, translations=translations, updated_at=clock.now())
        changed = sorted(code for code in LANGUAGES if before.get(code) != translations.get(code))
        told = {"translations": (_languages(before), _languages(translations))}
        history.write(service.organization_id, service.id, told, history.Hand(by), clock.now())
        audit.record("service.translated", by=by, subject=service, detail={"langues": changed})


def _languages(translations: dict[str, Any]) -> str:
    """« English, español (à vérifier) »."""
    names = []
    for code, label in LANGUAGES.items():
        if code in translations:
            names.append(f"{label}" if translations[code].get("checked") else _("%(name)s (à vérifier)", name=label))
    return ", ".join(names)

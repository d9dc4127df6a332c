"""What is said to a parent by text, by mail or on the phone, in their language, when something changes.

Short, so that it fits in one text message; the staff sends it from their own telephone.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp.activities.public_words import day_words, time_words, told
from schoolapp.activities.vocabulary import CALLED_OFF, CHANGED, PLACE
from schoolapp.i18n import LANGUAGES, speaking, unchecked


def language_of(code: str) -> str:
    """The language in which it will be said: the parent's when the school has it, else French."""
    return code if code in LANGUAGES else "fr"


def is_unchecked(code: str) -> bool:
    """Whether some of these words were never checked by a person."""
    return unchecked(language_of(code)) > 0


def said(reason: str, code: str, activity: Any, slot: Any) -> str:
    """The words for one reason; ``slot`` is none for somebody who asked to be called."""
    with speaking(language_of(code)):
        if slot is None or activity is None:
            return _("Bonjour! Vous avez demandé que l’école vous appelle.")
        about = {"what": told(activity).title, "day": day_words(slot.starts_at), "time": time_words(slot.starts_at)}
        if reason == CALLED_OFF:
            return _("Bonjour! L’activité « %(what)s » du %(day)s est annulée. Merci, et à une autre fois!", **about)
        if reason == PLACE:
            return _("Bonjour! Une place est libre pour « %(what)s », %(day)s, %(time)s. La voulez-vous?", **about)
        if reason == CHANGED:
            words = _("Bonjour! L’activité « %(what)s » aura lieu %(day)s, %(time)s.", **about)
        else:
            words = _("Bonjour! Nous vous attendons pour « %(what)s », %(day)s, %(time)s.", **about)
        return f"{words} {activity.place}".strip()

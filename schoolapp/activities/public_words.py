"""Dates, times and the school's own words, in the language that a parents' page speaks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp.i18n import TAGS, Speech, spoken
from schoolapp.records import dataclass
from schoolapp.spoken import day_words, time_words

# What a parent may agree to, one box each, and the version of these words: change it whenever they change.
WORDING = "2026-11"
PURPOSES = {
    "rappels": _l("Oui, l’école peut me rappeler ce moment quelques jours avant."),
    "invitations": _l("Oui, l’école peut m’inviter à d’autres activités."),
    "langue": _l("Oui, l’école peut retenir ma langue pour m’écrire."),
}


def moment_words(moment: datetime) -> str:
    """A day and a time: until when a place is kept."""
    return _("%(day)s à %(time)s", day=day_words(moment), time=time_words(moment))


def span_words(starts_at: datetime, ends_at: datetime) -> str:
    """« mardi 8 décembre, de 9 h à 10 h », with a capital where the language has them."""
    words = _(
        "%(day)s, de %(start)s à %(end)s",
        day=day_words(starts_at),
        start=time_words(starts_at),
        end=time_words(ends_at),
    )
    return words[:1].upper() + words[1:]


@dataclass(frozen=True)
class Told:
    """What the school wrote of an activity, in the language of the page when it has it, else in French.

    Attributes:
        tag: the language it is in, for ``lang``; empty when it is that of the page.
        direction: « ltr » beside that tag, which a page in Arabic needs.
    """

    title: str
    words: str
    tag: str = ""
    direction: str = ""

    @property
    def attributes(self) -> Markup:
        """``lang`` and ``dir``, where they differ from those of the page."""
        return Markup(' lang="{}" dir="{}"').format(self.tag, self.direction) if self.tag else Markup("")


def told(activity: Any, speech: Speech | None = None) -> Told:
    """The title and the words of an activity for whoever reads this page."""
    speech = speech or spoken()
    own = (activity.translations or {}).get(speech.code) or {}
    if speech.code == "fr" or own.get("title"):
        title, words = own.get("title") or activity.title, own.get("words") or activity.words
        return Told(title, words)
    return Told(activity.title, activity.words, TAGS["fr"], "ltr")


def left_words(slot: Any) -> str:
    """How many places a time has left."""
    if not slot.left:
        return _("Complet : il y a une liste d’attente")
    return ngettext("Il reste %(num)d place", "Il reste %(num)d places", slot.left)


def more_words(count: int) -> str:
    """The times that a card has no room for."""
    return ngettext("et %(num)d autre moment", "et %(num)d autres moments", count)


def before_words(count: int) -> str:
    """How far somebody is on the waiting list."""
    if not count:
        return _("Vous êtes en tête de la liste.")
    return ngettext("Il y a %(num)d personne avant vous.", "Il y a %(num)d personnes avant vous.", count)

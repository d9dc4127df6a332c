"""How and when a family wishes to be reached, in a few words: on its card, at the head of its file, in lists."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from schoolapp.families.vocabulary import LANGUAGES, MEANS, MEANS_ICONS, MOMENTS

SCHOOL_LANGUAGE = "fr"
UNKNOWN_ICON = "circle-help"


def reach_icon(means: Sequence[str], moments: Sequence[str] = (), language: str = "") -> str:
    """The icon beside the words: that of the first means that the family prefers, else that of what is known."""
    if means:
        return MEANS_ICONS.get(means[0], UNKNOWN_ICON)
    if moments:
        return "clock"
    return "languages" if language not in ("", SCHOOL_LANGUAGE) else UNKNOWN_ICON


def reach_words(means: Sequence[str], moments: Sequence[str], language: str) -> str:
    """« le soir, par téléphone, en arabe »; empty when nobody asked the family yet."""
    words = [str(MOMENTS[moment]) for moment in moments if moment in MOMENTS]
    if words:
        words = [_(" ou ").join(words)]
    words += [str(MEANS[chosen]) for chosen in means[:1] if chosen in MEANS]
    if language and language != SCHOOL_LANGUAGE and language in LANGUAGES:
        words.append(in_language(language))
    return ", ".join(words)


def in_language(language: str) -> str:
    """« en arabe »."""
    if language == "autre":
        return _("en une autre langue")
    return _("en %(language)s", language=LANGUAGES[language])

"""A browser in words, so that people recognise their own sessions: « Firefox sur Windows »."""

from __future__ import annotations

from flask_babel import gettext as _

# The first that is found wins: many browsers also claim to be Chrome or Safari.
NAMES = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def _first(agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((word for mark, word in known if mark in agent), "")


def browser_words(agent: str) -> str:
    """The browser and the system that a user-agent line speaks of."""
    name, system = _first(agent, NAMES), _first(agent, SYSTEMS)
    if name and system:
        return _("%(browser)s sur %(system)s", browser=name, system=system)
    return name or system or _("Navigateur inconnu")

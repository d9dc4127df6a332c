"""Languages: French is the source of every text; other catalogues come with the parents' pages."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel.support import NullTranslations
from flask import Flask
from flask_babel import Babel, Domain
from markupsafe import Markup

babel = Babel()


class Source(NullTranslations):
    """The texts as they are in the source, where French counts « 0 jour »."""

    def ungettext(self, singular: str, plural: str, number: float) -> str:
        return singular if abs(number) < 2 else plural


SOURCE = Source()


class SourceDomain(Domain):
    """Looks nothing up. A board holds thousands of short texts: asking for the locale of each took half of its time."""

    def get_translations(self) -> NullTranslations:
        return SOURCE


@lru_cache(maxsize=10_000)
def _source(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - texts of our own templates


def shown(text: str, /, **variables: Any) -> Markup:
    """``_("…")`` in templates: the text, its variables escaped. Jinja's own makes three calls of each."""
    return _source(text) % variables


def register(app: Flask) -> None:
    """Speak French to the staff; dates and numbers follow Québec's ways."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr_CA")
    babel.init_app(app, locale_selector=lambda: "fr_CA")
    babel.domain_instance = SourceDomain()
    app.jinja_env.install_gettext_callables(gettext=SOURCE.ugettext, ngettext=SOURCE.ungettext, newstyle=True)
    app.jinja_env.globals["_"] = shown
    app.jinja_env.policies["ext.i18n.trimmed"] = True

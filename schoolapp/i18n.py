"""Languages: French is the source of every text; other catalogues come with the parents' pages."""

from __future__ import annotations

from flask import Flask
from flask_babel import Babel

babel = Babel()


def register(app: Flask) -> None:
    """Speak French to the staff; dates and numbers follow Québec's ways."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "fr_CA")
    babel.init_app(app, locale_selector=lambda: "fr_CA")
    app.jinja_env.policies["ext.i18n.trimmed"] = True

"""Trait d’union: the intranet of one school, linking its staff and the families that are furthest from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from schoolapp.settings import Settings

ROOMS = (
    *("audit", "accounts", "mail", "families", "notes", "agent_requests", "partners", "activities", "team"),
    *("imports", "search", "day"),
)


def create_app(settings: Settings) -> Flask:
    """The application of one instance: settings, core, then each room is registered.

    The imports are in here so that reading the settings, or starting the server, does not load Flask.
    """
    from importlib import import_module

    from schoolapp import access, database, errors, extensions, formats, health, i18n, jobs, navigation, tokens
    from schoolapp import periodic as clockwork
    from schoolapp.commands import Commands

    app = extensions.House(__name__)
    app.url_rule_class = extensions.LateRule
    app.cli = Commands(app.name)
    app.config["SETTINGS"] = settings
    app.config["SECRET_KEY"] = settings.secret_key
    app.config["TESTING"] = settings.testing
    _trust_proxy(app, settings)
    app.extensions["database"] = database.connect(settings)
    for part in (extensions, i18n, formats, errors, access, jobs, tokens, clockwork):
        part.register(app)
    app.context_processor(navigation.context)
    app.teardown_request(lambda _error: database.release())
    for room in ROOMS:
        import_module(f"schoolapp.{room}.routes").register(app)
    health.register(app)
    return app


def _trust_proxy(app: Flask, settings: Settings) -> None:
    """Believe the forwarded headers of the one proxy named in the settings, and of nobody else."""
    if not settings.trusted_proxy:
        return
    from werkzeug.middleware.proxy_fix import ProxyFix

    plain, fixed = app.wsgi_app, ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)

    def choose(environ: dict[str, Any], start_response: Any) -> Any:
        chosen = fixed if environ.get("REMOTE_ADDR") == settings.trusted_proxy else plain
        return chosen(environ, start_response)

    app.wsgi_app = choose  # type: ignore[method-assign]

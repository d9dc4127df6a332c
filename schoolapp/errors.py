"""What can go wrong, and the plain French page that says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, Response, render_template, request
from flask_babel import gettext as _
from peewee import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from schoolapp.database import Stale

__all__ = ["Refused", "Stale", "error_page", "refusing", "register"]


class Refused(Exception):
    """A domain rule refuses the act; the message is for the person, in French."""


@contextmanager
def refusing(refusal: Callable[[], Refused]) -> Iterator[None]:
    """Two people wrote the same unique thing at once: the second is refused. To be put outside the transaction."""
    try:
        yield
    except IntegrityError as error:
        raise refusal() from error


def _words(code: int) -> tuple[str, str]:
    pages = {
        400: (_("Demande incomprise"), _("La page a reçu quelque chose d’inattendu. Rien n’a été changé.")),
        403: (_("Cette page ne vous est pas ouverte"), _("Votre rôle ne permet pas de voir ou de faire ceci.")),
        404: (_("Page introuvable"), _("Cette page n’existe pas, ou vous n’y avez pas accès.")),
        405: (_("Geste impossible ici"), _("Cette adresse ne permet pas ce geste. Rien n’a été changé.")),
        409: (_("Changé entre-temps"), _("Quelqu’un a changé cette fiche avant vous. Rien n’a été écrasé.")),
        413: (_("Fichier trop lourd"), _("Le fichier dépasse la taille permise. Rien n’a été changé.")),
        429: (_("Un instant, s’il vous plaît"), _("Trop de demandes d’un coup. Réessayez dans quelques secondes.")),
        503: (
            _("Un instant, s’il vous plaît"),
            _("Beaucoup de monde écrit en ce moment. Réessayez; rien n’est perdu."),
        ),
    }
    return pages.get(
        code, (_("Quelque chose s’est mal passé"), _("L’erreur est consignée. Ce qui était enregistré l’est encore."))
    )


def error_page(code: int, text: str | None = None) -> tuple[str, int]:
    """The page, or for htmx the notice, that says what happened, what is kept and what to do."""
    title, standard = _words(code)
    template = "errors/_error.html" if request.headers.get("HX-Request") else "errors/error.html"
    return render_template(template, code=code, title=title, text=text or standard), code


def with_headers_of(error: HTTPException, response: Response) -> Response:
    """The page that tells an error, with what the error says to programs: when to come back, what is allowed."""
    for name, value in error.get_headers(request.environ):
        if name.lower() in {"retry-after", "allow"}:
            response.headers[name] = value
    return response


def register(app: Flask) -> None:
    """Answer every error with a page of the house."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        response = app.make_response(error_page(error.code))
        return with_headers_of(error, response)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Any:
        return error_page(409, str(error))

    @app.errorhandler(Stale)
    def stale(_error: Stale) -> Any:
        return error_page(409)

    @app.errorhandler(OperationalError)
    def database_busy(error: OperationalError) -> Any:
        app.logger.error("database: %s", error)
        page, code = error_page(503)
        return page, code, {"Retry-After": "5"}

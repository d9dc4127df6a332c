"""Looking for a partner: as one types, by what one needs; and what one keeps at hand."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import allow
from schoolapp.accounts.models import User
from schoolapp.answers import is_htmx, page_or_fragment, saved
from schoolapp.partners import finding, finding_page, finding_queries, uses
from schoolapp.partners.finding_asked import Asked
from schoolapp.partners.routes import bp
from schoolapp.partners.rules import READERS

OWN = ("/partenaires", "/familles/")  # where one may come back to


def me() -> User:
    """The person who looks."""
    return current_user._get_current_object()


@bp.get("/partenaires")
@allow(READERS)
def index() -> Response:
    """The directory: all of it, or what one looks for; the address says what."""
    asked = Asked.of(request.args)
    found = finding.found(me(), asked, request.args.get("page", ""))
    context = finding_page.shown(found)
    if not is_htmx():
        context |= finding_page.bar(found, me().role)
    answer = page_or_fragment("partners/_found.html", "partners/index.html", **context)
    if is_htmx():
        answer.headers["HX-Replace-Url"] = url_for("partners.index", **asked.query())
    return answer


@bp.post("/partenaires/services/<int:service_id>/favori")
@allow(READERS)
def favourite(service_id: int) -> Response:
    """Keep a service at hand, or put it back (« garder » says which)."""
    service = finding_queries.service_for(me(), service_id)
    kept = request.form.get("garder") == "1"
    (uses.keep if kept else uses.put_back)(service, by=me())
    if is_htmx():
        star = finding_page.Star(service.id, service.name, kept)
        return Response(render_template("partners/_favourite.html", favourite=star))
    words = _("« %(name)s » est dans vos favoris.") if kept else _("« %(name)s » n’est plus dans vos favoris.")
    saved(words % {"name": service.name})
    return redirect(back_to(request.form.get("suite", "")), 303)


def back_to(asked: str) -> str:
    """Where the form said one came from, if that is a page of the house that leads back here."""
    plain = "\\" not in asked and asked.isprintable() and len(asked) < 2000
    return asked if plain and asked.startswith(OWN) else url_for("partners.index")

"""Views of the sheets that wait to be confirmed: the list, confirming one or several, taking it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp.access import allow
from schoolapp.accounts.models import User
from schoolapp.answers import go, saved
from schoolapp.errors import error_page
from schoolapp.partners import freshness, links, waiting
from schoolapp.partners.link_forms import ConfirmationForm, MailingForm
from schoolapp.partners.models import Service
from schoolapp.partners.rules import WRITERS

bp = Blueprint("sheets", __name__)


def me() -> User:
    """The person signed in."""
    return current_user._get_current_object()


@bp.get("/partenaires/a-confirmer")
@allow(WRITERS)
def index() -> str:
    view = waiting.COMING if request.args.get("quoi") == waiting.COMING else waiting.WAITING
    text = request.args.get("page", "")
    page = int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 5 else 1
    return render_template("partners/waiting.html", found=waiting.of(view, max(1, page)), sends=links.sends_mail())


def _back(suite: str | None, services: list[Service]) -> str:
    """The page where the person was."""
    if suite == "journee":
        return url_for("day.index")
    if suite == "fiche" and len(services) == 1:
        return url_for("services.show", service_id=services[0].id)
    return url_for("sheets.index")


def _words(done: freshness.Done) -> Any:
    if len(done.confirmed) == 1:
        return _("« %(name)s » est confirmée.", name=done.confirmed[0].name)
    return ngettext("%(num)s fiche confirmée.", "%(num)s fiches confirmées.", len(done.confirmed))


@bp.post("/partenaires/confirmations")
@allow(WRITERS)
def confirm() -> Any:
    form = ConfirmationForm()
    if not form.validate() or not form.seen:
        return error_page(422, _("Cochez au moins une fiche à confirmer."))
    done = freshness.confirm(form.seen, by=me())
    if not done.confirmed:
        return error_page(409, _("Ces fiches ont changé depuis que la page a été ouverte. Relisez-les d’abord."))
    saved(_words(done), undo=(url_for("sheets.take_back", batch=done.batch), {"suite": form.suite.data or ""}))
    if done.moved:
        names = ", ".join(service.name for service in done.moved)
        saved(_("À relire, car modifiées entre-temps : %(names)s", names=names))
    return go(_back(form.suite.data, done.confirmed))


@bp.post("/partenaires/confirmations/<batch>/annulation")
@allow(WRITERS)
def take_back(batch: str) -> Any:
    form = ConfirmationForm()
    done = freshness.take_back(batch, by=me())
    saved(ngettext("Confirmation annulée.", "%(num)s confirmations annulées.", len(done.confirmed)))
    return go(_back(form.suite.data, done.confirmed))


@bp.post("/partenaires/liens/envois")
@allow(WRITERS)
def send_links() -> Any:
    form = MailingForm()
    if not form.validate() or not form.services:
        return error_page(422, _("Cochez au moins une fiche."))
    found = waiting.addresses_of(form.services)
    written = [one for one in found if one.email]
    if not form.oui.data or not written:
        others = [one for one in found if not one.email]
        chosen = request.form.getlist("fiche")
        return render_template("partners/mailing.html", written=written, others=others, chosen=chosen)
    count = links.post_to(written, by=me())
    saved(ngettext("%(num)s courriel part.", "%(num)s courriels partent.", count))
    return go(url_for("sheets.index"))


def register(app: Flask) -> None:
    """Serve these views, with those of proposals and links, which share their addresses."""
    from schoolapp.partners import link_routes, proposal_routes

    for routes in (proposal_routes, link_routes):
        routes.register()
    app.register_blueprint(bp)

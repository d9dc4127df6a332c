"""Views of services: the page, writing one, changing it, its history, tips, archiving."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.errors import Refused, Stale
from schoolapp.partners import archiving, school_words, sheet_pages, sheet_queries, sheets
from schoolapp.partners.forms import TipForm
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Service
from schoolapp.partners.rules import READERS, WRITERS
from schoolapp.partners.service_forms import ServiceForm
from schoolapp.partners.sheet_pages import me

bp = Blueprint("services", __name__)


@bp.get("/partenaires/services/<int:service_id>")
@allow(READERS)
def show(service_id: int) -> Response:
    return sheet_pages.service(sheet_queries.service_for(service_id))


@bp.get("/partenaires/organismes/<int:organization_id>/services/nouveau")
@allow(WRITERS)
def new(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    return sheet_pages.form("service_new.html", sheet_pages.service_form(organization), organization=organization)


@bp.post("/partenaires/organismes/<int:organization_id>/services")
@allow(WRITERS)
def create(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    form = sheet_pages.service_form(organization)
    if form.asks_for_lines:
        return sheet_pages.form("service_new.html", form, organization=organization)
    if not form.validate():
        return sheet_pages.form("service_new.html", form, 422, organization=organization)
    made, _is_new = sheets.create_service(
        organization, form.values, form.parts, hand=Hand(me()), form_key=form.form_key.data
    )
    saved(_("Service ajouté au répertoire."))
    return go(url_for("services.show", service_id=made.id))


@bp.get("/partenaires/services/<int:service_id>/edition")
@allow(WRITERS)
def edit(service_id: int) -> Response:
    service = sheet_queries.writable_service_for(service_id)
    return sheet_pages.form(
        "service_edit.html", sheet_pages.service_form(service.organization, service), service=service
    )


@bp.post("/partenaires/services/<int:service_id>/edition")
@allow(WRITERS)
def update(service_id: int) -> Response:
    service = sheet_queries.writable_service_for(service_id)
    form = sheet_pages.service_form(service.organization, service)
    if form.asks_for_lines:
        return sheet_pages.form("service_edit.html", form, service=service)
    if not form.validate():
        return sheet_pages.form("service_edit.html", form, 422, service=service)
    try:
        sheets.rewrite_service(service, form.version.data or 0, form.values, form.parts, hand=Hand(me()))
    except Stale:
        return _conflict(service_id, form)
    saved(_("Fiche enregistrée."))
    return go(url_for("services.show", service_id=service_id))


def _conflict(service_id: int, form: ServiceForm) -> Response:
    """Somebody else wrote first: both versions, and the same form to send again."""
    fresh: Service = sheet_queries.service_for(service_id)
    form.version.data = fresh.version
    versions = sheet_pages.versions(sheets.compare(fresh, form.values, form.parts))
    return sheet_pages.form("service_edit.html", form, 409, service=fresh, versions=versions)


@bp.get("/partenaires/services/<int:service_id>/historique")
@allow(READERS)
def past(service_id: int) -> str:
    service = sheet_queries.service_for(service_id)
    told = sheet_pages.told(service.organization, service)
    return render_template("partners/history.html", sheet=service, told=told, back=sheet_pages.url_of(service, 0))


@bp.post("/partenaires/services/<int:service_id>/archivage")
@allow(WRITERS)
def archive(service_id: int) -> Response:
    service = sheet_queries.service_for(service_id)
    archiving.archive_service(service, by=me())
    undo = (url_for("services.restore", service_id=service_id), {})
    saved(_("« %(name)s » est dans les archives.", name=service.name), undo=undo)
    return go(url_for("services.show", service_id=service_id))


@bp.post("/partenaires/services/<int:service_id>/retablissement")
@allow(WRITERS)
def restore(service_id: int) -> Response:
    service = sheet_queries.service_for(service_id)
    archiving.restore_service(service, by=me())
    saved(_("« %(name)s » est de nouveau au répertoire.", name=service.name))
    return go(url_for("services.show", service_id=service_id))


@bp.post("/partenaires/services/<int:service_id>/conseils")
@allow(READERS)
def tell(service_id: int) -> Response:
    service, form = sheet_queries.service_for(service_id), TipForm(me())
    if service.merged_into_id:
        raise Refused(_("Cette fiche a été réunie à une autre : c’est celle-là qui sert."))
    if not form.validate():
        return sheet_pages.service(service, form, 422)
    tip = school_words.tell(service.organization, service, form.words.data, by=me())
    saved(_("Conseil ajouté, signé de votre nom."), undo=(url_for("organizations.untell", tip_id=tip.id), {}))
    return go(url_for("services.show", service_id=service_id, _anchor="conseils"))

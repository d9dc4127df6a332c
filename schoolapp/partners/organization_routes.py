"""Views of organisations: the page, writing one, changing it, its history, tips, archiving."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.errors import Refused, Stale
from schoolapp.partners import archiving, organization_listing, school_words, sheet_pages, sheet_queries, sheets
from schoolapp.partners.forms import OrganizationForm, TipForm
from schoolapp.partners.history import Hand
from schoolapp.partners.rules import READERS, WRITERS, can_write
from schoolapp.partners.sheet_pages import me
from schoolapp.partners.sheets import Parts

bp = Blueprint("organizations", __name__)


@bp.get("/partenaires/organismes")
@allow(READERS)
def index() -> str:
    listing = organization_listing.listing(request.args)
    return render_template("partners/organizations.html", listing=listing, writes=can_write(me().role))


@bp.get("/partenaires/organismes/<int:organization_id>")
@allow(READERS)
def show(organization_id: int) -> Response:
    return sheet_pages.organization(sheet_queries.organization_for(organization_id))


@bp.get("/partenaires/organismes/nouveau")
@allow(WRITERS)
def new() -> Response:
    return sheet_pages.form("organization_new.html", OrganizationForm(me()))


@bp.post("/partenaires/organismes")
@allow(WRITERS)
def create() -> Response:
    form = OrganizationForm(me())
    if form.asks_for_lines:
        return sheet_pages.form("organization_new.html", form)
    if not form.validate():
        return sheet_pages.form("organization_new.html", form, 422)
    twins = sheet_queries.namesakes(form.name.data, me(), form.form_key.data)
    if not form.allows(twins):
        return sheet_pages.form("organization_new.html", form, 422, twins=twins)
    parts = Parts(phones=form.phone_rows)
    made, _is_new = sheets.create_organization(form.values, parts, hand=Hand(me()), form_key=form.form_key.data)
    saved(_("Organisme ajouté. Il reste à dire ce qu’il offre."))
    return go(url_for("organizations.show", organization_id=made.id))


@bp.get("/partenaires/organismes/<int:organization_id>/edition")
@allow(WRITERS)
def edit(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    form = OrganizationForm(me())
    form.fill(organization, sheet_queries.own_phones(organization=organization.id))
    return sheet_pages.form("organization_edit.html", form, organization=organization)


@bp.post("/partenaires/organismes/<int:organization_id>/edition")
@allow(WRITERS)
def update(organization_id: int) -> Response:
    organization, form = sheet_queries.writable_organization_for(organization_id), OrganizationForm(me())
    if form.asks_for_lines:
        return sheet_pages.form("organization_edit.html", form, organization=organization)
    if not form.validate():
        return sheet_pages.form("organization_edit.html", form, 422, organization=organization)
    parts = Parts(phones=form.phone_rows)
    try:
        sheets.rewrite_organization(organization, form.version.data or 0, form.values, parts, hand=Hand(me()))
    except Stale as stale:
        return _conflict(stale, form)
    saved(_("Fiche enregistrée."))
    return go(url_for("organizations.show", organization_id=organization_id))


def _conflict(stale: Stale, form: OrganizationForm) -> Response:
    """Somebody else wrote first: both versions, and the same form to send again."""
    fresh = stale.current
    form.version.data = fresh.version
    versions = sheet_pages.versions(sheets.compare(fresh, form.values, Parts(phones=form.phone_rows)))
    return sheet_pages.form("organization_edit.html", form, 409, organization=fresh, versions=versions)


@bp.get("/partenaires/organismes/<int:organization_id>/historique")
@allow(READERS)
def past(organization_id: int) -> str:
    organization = sheet_queries.organization_for(organization_id)
    told, back = sheet_pages.told(organization), sheet_pages.url_of(None, organization_id)
    return render_template("partners/history.html", sheet=organization, told=told, back=back)


@bp.post("/partenaires/organismes/<int:organization_id>/archivage")
@allow(WRITERS)
def archive(organization_id: int) -> Response:
    organization = sheet_queries.organization_for(organization_id)
    count = archiving.archive_organization(organization, by=me())
    undo = (url_for("organizations.restore", organization_id=organization_id), {})
    done = ngettext("Organisme archivé, avec %(num)s service.", "Organisme archivé, avec %(num)s services.", count)
    saved(done if count else _("Organisme archivé."), undo=undo)
    return go(url_for("organizations.show", organization_id=organization_id))


@bp.post("/partenaires/organismes/<int:organization_id>/retablissement")
@allow(WRITERS)
def restore(organization_id: int) -> Response:
    organization = sheet_queries.organization_for(organization_id)
    count = archiving.restore_organization(organization, by=me())
    done = ngettext("Organisme rétabli, avec %(num)s service.", "Organisme rétabli, avec %(num)s services.", count)
    saved(done if count else _("Organisme rétabli."))
    return go(url_for("organizations.show", organization_id=organization_id))


@bp.post("/partenaires/organismes/<int:organization_id>/conseils")
@allow(READERS)
def tell(organization_id: int) -> Response:
    organization, form = sheet_queries.organization_for(organization_id), TipForm(me())
    if organization.merged_into_id:
        raise Refused(_("Cette fiche a été réunie à une autre : c’est celle-là qui sert."))
    if not form.validate():
        return sheet_pages.organization(organization, form, 422)
    tip = school_words.tell(organization, None, form.words.data, by=me())
    saved(_("Conseil ajouté, signé de votre nom."), undo=(url_for("organizations.untell", tip_id=tip.id), {}))
    return go(url_for("organizations.show", organization_id=organization_id, _anchor="conseils"))


@bp.post("/partenaires/conseils/<int:tip_id>/retrait")
@allow(READERS)
def untell(tip_id: int) -> Response:
    tip = sheet_queries.tip_for(me(), tip_id)
    school_words.withdraw(tip, by=me())
    saved(_("Conseil retiré."))
    return go(sheet_pages.url_of(tip.service, tip.organization_id))

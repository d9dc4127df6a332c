"""Views of referrals: the list, one of them, a new one, and what is agreed to and sent."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

from schoolapp.access import Role, allow
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.families import file_queries
from schoolapp.partners import referral_forms as forms
from schoolapp.partners import referral_listing as listing
from schoolapp.partners import referral_pages as pages
from schoolapp.partners import referral_picking as picking
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners import sending, sharing
from schoolapp.partners.referral_pages import me, my_parts
from schoolapp.partners.referral_rules import WORKERS

bp = Blueprint("referrals", __name__)
BOTH = ["GET", "POST"]


@bp.get("/references")
@allow(WORKERS)
def index() -> str:
    listing.noted(me())
    return render_template("partners/referrals.html", **listing.shown(me(), request.args))


@bp.get("/references/<int:referral_id>")
@allow(WORKERS)
def show(referral_id: int) -> Response:
    return pages.show(referral_id)


@bp.route("/familles/<int:family_id>/references/nouvelle", methods=BOTH)
@allow(WORKERS)
def new(family_id: int) -> Response:
    family = file_queries.family_for(me(), family_id)
    form = forms.ReferralForm(me())
    service = picking.service_for(picking.number(request.values.get("service", "")))
    asked = picking.request_for(me(), family, picking.number(request.values.get("demande", "")))
    if service is None or not form.is_submitted() or not form.validate():
        return picking.show(me(), family, service, asked, form)
    values = form.values | {"request": asked.id if asked else None}
    made = verbs.refer(family, service, values, by=me(), form_key=form.form_key.data)
    saved(_("Référence préparée. Rien n’est parti : parlez-en d’abord avec la famille."))
    return go(pages.url_of(made))


@bp.get("/partenaires/services/<int:service_id>/famille")
@allow(WORKERS)
def choose_family(service_id: int) -> Response:
    return picking.choose_family(me(), picking.referable_for(service_id))


@bp.route("/references/<int:referral_id>/renseignements", methods=BOTH)
@allow(WORKERS)
def prepare(referral_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    form = forms.PrepareForm(me(), sharing.source_of(row.family_id))
    if not form.is_submitted():
        picking.fill_prepared(form, row)

    def do() -> None:
        verbs.act("prepare", row, form.expected, by=me(), parts=my_parts(), **form.values)

    return pages.answer(row, "prepare", form, do)


@bp.route("/references/<int:referral_id>/accord", methods=BOTH)
@allow(WORKERS)
def consent(referral_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    form = picking.consent_form(me(), row)

    def do() -> None:
        said = picking.agreed(form)
        sending.agree(row, form.expected, said, form.shown.data, by=me(), parts=my_parts(), form_key=form.form_key.data)

    return pages.answer(row, "consent", form, do, template="partners/_referral_consent.html")


@bp.post("/references/<int:referral_id>/accords/<int:consent_id>/retrait")
@allow(WORKERS)
def withdraw(referral_id: int, consent_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    found = queries.consent_for(row, consent_id)
    try:
        verbs.withdraw(found, by=me(), parts=my_parts())
    except Stale:
        return pages.overtaken(row)
    saved(_("Accord retiré. Les liens qu’il avait ouverts sont fermés."))
    return go(pages.url_of(row))


@bp.route("/references/<int:referral_id>/exception", methods=BOTH)
@allow(WORKERS)
def make_exception(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.ExceptionForm(me())

    def do() -> None:
        said = (form.ground.data, form.reason.data, form.shown.data)
        sending.make_exception(row, form.expected, *said, by=me(), parts=my_parts(), form_key=form.form_key.data)

    return pages.answer(row, "except", form, do)


@bp.post("/references/<int:referral_id>/exceptions/<int:exception_id>/vue")
@allow({Role.DIRECTION})
def acknowledge(referral_id: int, exception_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    sending.acknowledge(queries.exception_for(row, exception_id), by=me(), parts=my_parts())
    saved(_("C’est noté : vous l’avez vue."))
    return go(pages.url_of(row))


@bp.route("/references/<int:referral_id>/envoi", methods=BOTH)
@allow(WORKERS)
def send(referral_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    form = picking.send_form(me(), row)

    def do() -> None:
        way = sending.Way(form.means.data, form.address.data or "", form.days.data or 0)
        sending.send(row, form.expected, way, form.shown.data, by=me(), parts=my_parts(), form_key=form.form_key.data)

    return pages.answer(row, "send", form, do, template="partners/_referral_send.html")


@bp.get("/references/<int:referral_id>/envois/<int:share_id>")
@allow(WORKERS)
def shared(referral_id: int, share_id: int) -> str:
    bundle = queries.bundle_for(me(), referral_id)
    found = bundle.shared(share_id) or abort(404)
    pages.opened(bundle.referral)
    return render_template("partners/shared.html", card=bundle.card, shared=found)


@bp.post("/references/<int:referral_id>/envois/<int:share_id>/revocation")
@allow(WORKERS)
def revoke(referral_id: int, share_id: int) -> Response:
    row = queries.referral_for(me(), referral_id)
    try:
        sending.revoke(queries.share_for(row, share_id), by=me(), parts=my_parts())
    except Stale:
        return pages.overtaken(row)
    saved(_("Lien fermé : il ne montre plus rien."))
    return go(pages.url_of(row))


@bp.post("/references/<int:referral_id>/fil")
@allow(WORKERS)
def say(referral_id: int) -> Response:
    return pages.say(queries.referral_for(me(), referral_id))

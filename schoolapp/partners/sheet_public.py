"""A partner's own page: no account, no cookie, French. Looking changes nothing; confirming and correcting are POST.

Whatever is wrong with an address, its page is the same. The form's address is the secret: no anti-forgery token.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask_babel import gettext as _
from peewee import OperationalError
from werkzeug.exceptions import HTTPException

from schoolapp.access import public
from schoolapp.accounts import attempts
from schoolapp.accounts.attempts import Limit
from schoolapp.accounts.strangers import framed, set_the_clock
from schoolapp.errors import Refused, Stale, with_headers_of
from schoolapp.extensions import csrf
from schoolapp.i18n import speak
from schoolapp.partners import links, proposals, sheet_fields, sheet_page
from schoolapp.partners.models import Organization, Service, SheetLink
from schoolapp.partners.sheet_forms import ConfirmForm, SheetForm, form_of

bp = Blueprint("sheet_pages", __name__)
UNKNOWN = Limit("fiche", 30, timedelta(minutes=10))
ANSWERS = Limit("fiche-mot", 60, timedelta(minutes=10))
DONE = {
    "juste": lambda: _("Merci! C’est noté : ces renseignements sont justes."),
    "corrige": lambda: _("Merci! L’école relira vos corrections avant de les afficher."),
}


@bp.before_request
def speak_french() -> None:
    """These pages are in French, at the school's hours."""
    speak("fr")
    set_the_clock()


@bp.errorhandler(HTTPException)
def refused(error: HTTPException) -> Any:
    """What went wrong, in a few words."""
    code = error.code or 500
    if code < 400:
        return error
    if code == 404:
        why = _("Il est peut-être trop ancien ou incomplet, ou l’école l’a retiré.")
        return word(_("Ce lien ne fonctionne plus"), why, _("L’école peut vous en donner un autre."), status=404)
    response = word(_("Un instant, s’il vous plaît"), _("Rien n’est perdu. Réessayez dans une minute."), status=code)
    return with_headers_of(error, response)


@bp.errorhandler(OperationalError)
def busy(_error: OperationalError) -> Any:
    """Too many people at once for the database."""
    return word(_("Un instant, s’il vous plaît"), _("Rien n’est perdu. Réessayez dans une minute."), status=503)


def word(title: str, *texts: str, status: int = 200) -> Any:
    """A page of a few words."""
    return framed("partners/sheet_word.html", status, title=title, texts=texts)


def own(token: str) -> SheetLink:
    """The link of this address; whoever tries addresses at random is slowed down."""
    link = links.by_token(token)
    if link is None:
        attempts.check(UNKNOWN)
        attempts.note(UNKNOWN)
        abort(404)
    return link


def acting(token: str) -> SheetLink:
    """The same, for an answer."""
    link = own(token)
    attempts.check(ANSWERS, link.token_digest)
    attempts.note(ANSWERS, link.token_digest)
    return link


def sheets_page(link: SheetLink, form: ConfirmForm, status: int = 200, notice: str = "") -> Any:
    """All the sheets of the organisation."""
    done = DONE.get(request.args.get("fait", "")) if status == 200 else None
    return framed(
        "partners/sheets_public.html", status, link=link, token=links.token_of(link), sheets=sheet_page.of(link),
        form=form, notice=notice or (done() if done else ""),
    )  # fmt: skip


@bp.get("/p/<token>")
@public
def show(token: str) -> Any:
    link = own(token)
    return sheets_page(link, ConfirmForm(formdata=None, who=link.person))


@bp.post("/p/<token>/confirmation")
@csrf.exempt
@public
def confirm(token: str) -> Any:
    link, form = acting(token), ConfirmForm()
    if not form.validate():
        return sheets_page(link, form, 422)
    if not form.seen:  # the Enter key, in the name
        return sheets_page(link, form, 422, _("Dites quelle fiche est juste, avec son bouton."))
    try:
        proposals.confirm_all(link, form.seen, form.who.data)
    except (Stale, Refused):
        sorry = _("Une fiche a changé pendant que vous la lisiez. Relisez-la, puis répondez de nouveau.")
        return sheets_page(own(token), form, 409, sorry)
    return redirect(url_for("sheet_pages.show", token=token, fait="juste"), 303)


# ---- correcting one sheet


def sheet_for(link: SheetLink, service_id: int | None) -> Organization | Service:
    """One of the sheets of this link."""
    return sheet_page.sheet_of(link, service_id) or abort(404)


def form_page(link: SheetLink, row: Organization | Service, form: SheetForm | None = None, status: int = 200) -> Any:
    """The form that corrects a sheet, filled with what the partner has proposed already."""
    waits = proposals.waiting_on(row)
    if form is None:
        form = form_of(row, sheet_fields.texts(row, sheet_fields.around(row)), waits)
        form.who.data = link.person
    said = {name: sheet_fields.shown(row, name, one.before) for name, one in waits.items()}
    return framed(
        "partners/sheet_public_form.html", status, row=row, form=form, token=links.token_of(link), waits=said,
        is_service=isinstance(row, Service),
    )  # fmt: skip


def take(link: SheetLink, row: Organization | Service) -> Any:
    """The form as it was sent: kept for the school, or shown again with what is wrong."""
    form = form_of(row, sheet_fields.texts(row, sheet_fields.around(row)), proposals.waiting_on(row))
    if not form.validate():
        return form_page(link, row, form, 422)
    answer = proposals.propose(link, row, form.answers(), form.shown, form.who.data)
    done = "juste" if answer.confirmed else "corrige"
    return redirect(url_for("sheet_pages.show", token=links.token_of(link), fait=done), 303)


@bp.get("/p/<token>/organisme")
@public
def organization(token: str) -> Any:
    link = own(token)
    return form_page(link, link.organization)


@bp.post("/p/<token>/organisme")
@csrf.exempt
@public
def correct_organization(token: str) -> Any:
    link = acting(token)
    return take(link, link.organization)


@bp.get("/p/<token>/services/<int:service_id>")
@public
def service(token: str, service_id: int) -> Any:
    link = own(token)
    return form_page(link, sheet_for(link, service_id))


@bp.post("/p/<token>/services/<int:service_id>")
@csrf.exempt
@public
def correct_service(token: str, service_id: int) -> Any:
    link = acting(token)
    return take(link, sheet_for(link, service_id))


def register(app: Flask) -> None:
    """Open the partners' pages."""
    links.register()
    app.register_blueprint(bp)

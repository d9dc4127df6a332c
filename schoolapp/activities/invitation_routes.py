"""Views of invitations: whom to invite, what becomes of each, calls, sheets of paper."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import periodic
from schoolapp.access import allow
from schoolapp.activities import invitation as invitations
from schoolapp.activities import invitation_choice as choice
from schoolapp.activities import invitation_letters as letters
from schoolapp.activities import invitation_pages as pages
from schoolapp.activities import invitation_parts, notice_letters, poster_routes, reminders
from schoolapp.activities import invitation_queries as queries
from schoolapp.activities import invitation_sheets as sheets
from schoolapp.activities.invitation_forms import (
    PREFERRED,
    AnswerForm,
    InviteForm,
    MeansForm,
    PrintForm,
    VersionForm,
    ids,
)
from schoolapp.activities.invitation_queries import Filters
from schoolapp.activities.invitation_rules import INVITERS, activity_for
from schoolapp.answers import go, is_htmx, saved

bp = Blueprint("invitations", __name__, url_prefix="/calendrier/<int:activity_id>/invitations")


def _list(activity_id: int, **filters: str) -> Response:
    return go(url_for("invitations.index", activity_id=activity_id, **filters))


def _back(activity_id: int) -> Response:
    """To the list, under the filters that it had."""
    return _list(activity_id, **Filters.of_address(request.form.get("retour")).query())


@bp.get("")
@allow(INVITERS)
def index(activity_id: int) -> Response:
    return pages.index(activity_for(current_user, activity_id))


@bp.get("/choix")
@allow(INVITERS)
def choose(activity_id: int) -> Response:
    return pages.choosing(activity_for(current_user, activity_id))


@bp.post("/choix")
@allow(INVITERS)
def invite(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    form = InviteForm(ids(request.form, "family"))
    if not form.validate():
        return pages.choosing(activity, form, 422)
    means = None if form.means.data == PREFERRED else form.means.data
    chosen = choice.chosen(current_user, activity, form.ticked, means)
    batch, added = invitations.invite(activity, chosen, by=current_user)
    undo = (url_for("invitations.take_back", activity_id=activity.id), {"lot": batch})
    saved(pages.invited_words(len(added), len(chosen) - len(added)), undo=undo if added else None)
    return _list(activity.id, lot=batch if added else "")


@bp.post("/annulation")
@allow(INVITERS)
def take_back(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    count = invitations.take_back(activity, request.form.get("lot", "")[:40], by=current_user)
    saved(ngettext("%(num)s invitation retirée", "%(num)s invitations retirées", count))
    return _list(activity.id)


@bp.post("/remise")
@allow(INVITERS)
def hand_out(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    ticked = queries.reachable(current_user, activity, ids(request.form, "invitation"))
    count = invitations.hand_out(activity, ticked, by=current_user)
    undo = (url_for("invitations.take_in", activity_id=activity.id), {"invitations": ",".join(map(str, ticked))})
    words = ngettext("%(num)s invitation notée comme remise", "%(num)s invitations notées comme remises", count)
    saved(words, undo=undo if count else None)
    return _back(activity.id)


@bp.post("/remise/annulation")
@allow(INVITERS)
def take_in(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    ticked = queries.reachable(current_user, activity, queries.split(request.form.get("invitations", "")))
    count = invitations.take_in(activity, ticked, by=current_user)
    saved(ngettext("%(num)s invitation remise à remettre", "%(num)s invitations remises à remettre", count))
    return _back(activity.id)


@bp.post("/courriels")
@allow(INVITERS)
def send_mails(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    count = letters.send(activity, queries.to_mail(current_user, activity), by=current_user)
    saved(ngettext("%(num)s courriel mis à la poste", "%(num)s courriels mis à la poste", count))
    return _back(activity.id)


@bp.get("/appels")
@allow(INVITERS)
def calls(activity_id: int) -> Response:
    return pages.calls(activity_for(current_user, activity_id))


@bp.get("/<int:invitation_id>")
@allow(INVITERS)
def show(activity_id: int, invitation_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    return pages.show(activity, queries.line_for(current_user, activity, invitation_id))


@bp.post("/<int:invitation_id>/moyen")
@allow(INVITERS)
def change_means(activity_id: int, invitation_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    invitation, form = queries.invitation_for(current_user, activity, invitation_id), MeansForm()
    if not form.validate():
        return pages.show(activity, queries.line_for(current_user, activity, invitation_id), 422, form)
    invitation.change_means(form.version.data, form.means.data, form.language.data, by=current_user)
    saved(_("Enregistré"))
    return go(url_for("invitations.show", activity_id=activity_id, invitation_id=invitation_id))


@bp.post("/<int:invitation_id>/reponse")
@allow(INVITERS)
def answer(activity_id: int, invitation_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    invitation, form = queries.invitation_for(current_user, activity, invitation_id), AnswerForm()
    if not form.validate():
        return pages.show(activity, queries.line_for(current_user, activity, invitation_id), 422, answer=form)
    invitation.answer(form.answer.data, by=current_user)
    saved(_("Réponse notée"))
    return _back(activity_id)


@bp.post("/<int:invitation_id>/lien")
@allow(INVITERS)
def renew(activity_id: int, invitation_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    invitation, form = queries.invitation_for(current_user, activity, invitation_id), VersionForm()
    if not form.validate():
        return pages.show(activity, queries.line_for(current_user, activity, invitation_id), 422)
    invitation.renew(form.version.data, by=current_user)
    saved(_("Nouveau lien et nouveau code : les anciens n’ouvrent plus rien"))
    return go(url_for("invitations.show", activity_id=activity_id, invitation_id=invitation_id))


@bp.post("/<int:invitation_id>/retrait")
@allow(INVITERS)
def withdraw(activity_id: int, invitation_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    queries.invitation_for(current_user, activity, invitation_id).withdraw(by=current_user)
    saved(_("Invitation retirée"))
    return _back(activity.id)


@bp.post("/feuilles")
@allow(INVITERS)
def print_sheets(activity_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    filters, form = Filters.of_address(request.form.get("retour")), PrintForm()
    if not form.validate():
        return pages.index(activity, 422, form)
    total = len(queries.listing(current_user, activity, filters).lines)
    printed = sheets.ask(activity, filters, form.layout.data, total, by=current_user)
    return go(url_for("invitations.sheets_of", activity_id=activity.id, print_id=printed.id))


@bp.get("/feuilles/<int:print_id>")
@allow(INVITERS)
def sheets_of(activity_id: int, print_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    return pages.printing(activity, queries.print_for(current_user, activity, print_id))


@bp.get("/feuilles/<int:print_id>/progression")
@allow(INVITERS)
def progress(activity_id: int, print_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    printed = queries.print_for(current_user, activity, print_id)
    if printed.state == pages.WORKING or not is_htmx():
        return pages.progress(activity, printed)
    return go(url_for("invitations.sheets_of", activity_id=activity.id, print_id=printed.id))


@bp.post("/feuilles/<int:print_id>/reprise")
@allow(INVITERS)
def print_again(activity_id: int, print_id: int) -> Response:
    activity = activity_for(current_user, activity_id)
    sheets.again(queries.print_for(current_user, activity, print_id))
    return go(url_for("invitations.sheets_of", activity_id=activity.id, print_id=print_id))


def register(app: Flask) -> None:
    """Serve the invitations, and let their mails leave."""
    app.register_blueprint(bp)
    app.register_blueprint(poster_routes.bp)
    reminders.register()
    notice_letters.register()
    invitation_parts.register()
    periodic.every_minute("activities.prints", sheets.sweep)

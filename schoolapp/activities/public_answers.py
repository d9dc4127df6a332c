"""What a parent reaches by a secret: their own sign-up, their invitation, the code of a sheet of paper.

Looking changes nothing, so that a preview by a messaging program does no harm; every act is a POST. Whatever is wrong
with an address, its page is the same.
"""

from __future__ import annotations

from typing import Any

from flask import Response, abort, redirect, request
from flask_babel import gettext as _

from schoolapp.access import public
from schoolapp.accounts import attempts
from schoolapp.activities import invitation, limits, places, public_invited, public_mine, public_queries
from schoolapp.activities.invitation import Invitation
from schoolapp.activities.invitation_vocabulary import ANOTHER_TIME, CALL_ME, NO
from schoolapp.activities.public import bp, sign_up_page, speak_as, take_sign_up
from schoolapp.activities.public_forms import CodeForm, SignUpForm
from schoolapp.activities.public_pages import address, lines_of, page
from schoolapp.activities.rows import SignUp
from schoolapp.errors import Refused
from schoolapp.extensions import csrf


def own(token: str) -> SignUp:
    """The sign-up of this address, in its language; the page of links that are over when there is none."""
    row = public_queries.sign_up_by_token(token) or abort(404)
    speak_as(row.language)
    return row


def acting(token: str) -> SignUp:
    """The same, for an act: nobody changes their mind forty times in ten minutes."""
    row = own(token)
    attempts.check(limits.ACTS, row.token_digest)
    attempts.note(limits.ACTS, row.token_digest)
    return row


def card_page(row: SignUp, notice: str = "", status: int = 200) -> Response:
    """The card to keep."""
    at = ("parents.mine", {"token": public_mine.token_of(row)})
    return page("public/mine.html", status, at=at, mine=public_mine.of(row), notice=notice)


def back_to(row: SignUp) -> Any:
    return redirect(address("parents.mine", token=public_mine.token_of(row)), 303)


@bp.get("/m/<token>")
@public
def mine(token: str) -> Any:
    return card_page(own(token))


@bp.get("/m/<token>/calendrier.ics")
@public
def file(token: str) -> Any:
    response = Response(public_mine.calendar_file(own(token)), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="moment.ics"'
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.post("/m/<token>/annulation")
@csrf.exempt
@public
def cancel(token: str) -> Any:
    row = acting(token)
    if public_mine.of(row).cancel_url:
        public_invited.give_back(row)
    return back_to(row)


@bp.post("/m/<token>/retour")
@csrf.exempt
@public
def come_back(token: str) -> Any:
    row = acting(token)
    try:
        return back_to(public_invited.come_after_all(row))
    except Refused:
        return card_page(row, _("Ce moment vient de fermer. Appelez l’école : elle vous aidera."), 409)


@bp.post("/m/<token>/place")
@csrf.exempt
@public
def accept(token: str) -> Any:
    row = acting(token)
    try:
        places.accept(row, by=None)
    except Refused:
        sorry = _("Cette place n’est plus gardée pour vous. Vous restez sur la liste d’attente.")
        return card_page(own(token), sorry, 409)
    return back_to(row)


def change_page(row: SignUp, error: str = "", status: int = 200) -> Any:
    """The other times of the activity that have a place."""
    found = public_queries.opened(row.slot.activity_id)
    if found is None or not public_mine.of(row).cancel_url:
        return card_page(row, _("On ne peut plus changer de moment ici. Appelez l’école : elle vous aidera."), 409)
    token = public_mine.token_of(row)
    kept = {slot.id for slot in found.slots if slot.left or slot.id == row.slot_id}
    slots = [line for line in lines_of(found, row.slot_id) if line.id in kept]
    values = {"mine": public_mine.of(row), "slots": slots, "error": error}
    action = address("parents.change", token=token)
    return page("public/change.html", status, at=("parents.ask_change", {"token": token}), action=action, **values)


@bp.get("/m/<token>/moment")
@public
def ask_change(token: str) -> Any:
    return change_page(own(token))


@bp.post("/m/<token>/moment")
@csrf.exempt
@public
def change(token: str) -> Any:
    row = acting(token)
    found, chosen = public_queries.opened(row.slot.activity_id), request.form.get("slot", "")[:12]
    wanted = next((slot for slot in (found.slots if found else ()) if str(slot.id) == chosen), None)
    if wanted is None or not public_mine.of(row).cancel_url:
        return change_page(row, _("Choisissez un moment."), 422)
    try:
        places.move(row, wanted.id, by=None)
    except Refused:
        return change_page(own(token), _("Il n’y a plus de place à ce moment. Vous gardez le vôtre."), 409)
    return back_to(row)


# ---- the code of a sheet


@bp.get("/code")
@public
def ask_code() -> Any:
    return page("public/code.html", form=CodeForm(formdata=None), action=address("parents.check_code"))


@bp.post("/code")
@csrf.exempt
@public
def check_code() -> Any:
    form = CodeForm()
    attempts.check(limits.WRONG_CODES)
    if row := public_queries.sign_up_by_code(form.code.data or ""):
        return back_to(row)
    if invited := public_invited.by_code(form.code.data or ""):
        invited.note_seen()
        return redirect(address("parents.invited", token=invited.token), 303)
    attempts.note(limits.WRONG_CODES)
    form.code.errors = [_("Ce code n’ouvre rien. Vérifiez-le sur votre feuille, ou appelez l’école.")]
    return page("public/code.html", 422, form=form, action=address("parents.check_code"))


# ---- a personal invitation


def guest(token: str) -> Invitation:
    """The invitation of this address, in its language."""
    row = public_invited.by_token(token) or abort(404)
    speak_as(row.language)
    return row


def answering(token: str, state: str) -> Any:
    """Write an answer down, and show it."""
    row = guest(token)
    attempts.check(limits.ACTS, row.token_digest)
    attempts.note(limits.ACTS, row.token_digest)
    public_invited.answer(row, state)
    return redirect(address("parents.invited", token=token), 303)


@bp.get("/i/<token>")
@public
def invited(token: str) -> Any:
    return page("public/invitation.html", invited=public_invited.of(guest(token)))


@bp.get("/i/<token>/oui")
@public
def ask_guest(token: str) -> Any:
    row = guest(token)
    opened = public_queries.opened(row.activity_id) or abort(404)
    form = SignUpForm({slot.id: slot for slot in opened.slots}, formdata=None)
    return sign_up_page(opened, form, address("parents.guest_sign_up", token=token))


@bp.post("/i/<token>/oui")
@csrf.exempt
@public
def guest_sign_up(token: str) -> Any:
    row = guest(token)
    opened = public_queries.opened(row.activity_id) or abort(404)
    taken, answer = take_sign_up(opened, address("parents.guest_sign_up", token=token), row.family)
    if taken is None:
        row.note_seen()
    else:
        invitation.signed_up(row, taken)
    return answer


@bp.post("/i/<token>/non")
@csrf.exempt
@public
def guest_declines(token: str) -> Any:
    return answering(token, NO)


@bp.post("/i/<token>/autre-fois")
@csrf.exempt
@public
def guest_other_time(token: str) -> Any:
    return answering(token, ANOTHER_TIME)


@bp.post("/i/<token>/appel")
@csrf.exempt
@public
def guest_call(token: str) -> Any:
    return answering(token, CALL_ME)


def register() -> None:
    """The addresses are those of the parents' blueprint: loading this module is enough."""

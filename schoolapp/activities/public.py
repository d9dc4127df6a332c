"""The pages of parents: no account, no cookie. The school's open list, the form to sign up, and being called."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, abort, redirect, request
from flask_babel import gettext as _
from peewee import OperationalError
from werkzeug.exceptions import HTTPException

from schoolapp.access import public
from schoolapp.accounts import attempts
from schoolapp.accounts.strangers import set_the_clock
from schoolapp.activities import limits, public_pages, public_queries, public_verbs
from schoolapp.activities.places import SlotClosed
from schoolapp.activities.public_forms import CallForm, SignUpForm
from schoolapp.activities.public_mine import token_of
from schoolapp.activities.public_pages import ASKED, address, page
from schoolapp.activities.public_words import told
from schoolapp.activities.rows import SignUp
from schoolapp.errors import with_headers_of
from schoolapp.extensions import csrf
from schoolapp.families.models import Family
from schoolapp.i18n import LANGUAGES, speak, spoken
from schoolapp.signed_forms import new_key

bp = Blueprint("parents", __name__)


@bp.before_request
def choose_language() -> None:
    """The language asked for, else the first that the browser asks for and we have, else French."""
    wished = [
        request.args.get(ASKED, ""),
        *(tag.partition("-")[0].lower() for tag in request.accept_languages.values()),
    ]
    speak(next((code for code in wished if code in LANGUAGES), "fr"))
    set_the_clock()


def speak_as(language: str) -> None:
    """Speak the language of a sign-up or of an invitation, unless the page asks for another."""
    if request.args.get(ASKED) not in LANGUAGES and language in LANGUAGES:
        speak(language)


@bp.errorhandler(HTTPException)
def refused(error: HTTPException) -> Any:
    """What went wrong, in the parent's language."""
    code = error.code or 500
    if code < 400:
        return error
    if code == 404:
        return public_pages.link_is_over()
    texts = [_("Rien n’est perdu. Réessayez dans une minute."), _("Vous pouvez aussi appeler l’école.")]
    response = public_pages.word(_("Un instant, s’il vous plaît"), *texts, status=code)
    return with_headers_of(error, response)


@bp.errorhandler(OperationalError)
def busy(_error: OperationalError) -> Any:
    """Too many people at once for the database."""
    response = public_pages.word(_("Un instant, s’il vous plaît"), _("Rien n’est perdu. Réessayez dans une minute."))
    response.status_code = 503
    return response


@bp.get("/b")
@public
def open_list() -> Any:
    cards = [public_pages.card(opened) for opened in public_queries.open_list()]
    links = {"call_url": address("parents.ask_call"), "other_time_url": address("parents.ask_other_time")}
    return page("public/list.html", cards=cards, **links)


# ---- signing up


def sign_up_page(opened: Any, form: SignUpForm, action: str, status: int = 200) -> Any:
    """The activity and its questions."""
    activity = opened.activity
    return page(
        "public/sign_up.html",
        status,
        form=form,
        activity=activity,
        told=told(activity),
        kind=public_pages.kind_of(activity),
        slots=public_pages.lines_of(opened),
        opened=form.opens_at if form.is_submitted() else "moment",
        action=action,
    )


def take_sign_up(opened: Any, action: str, family: Family | None = None) -> tuple[SignUp | None, Any]:
    """The form as it was sent: the sign-up when there is one, and the answer: its page, or what is still missing."""
    form = SignUpForm({slot.id: slot for slot in opened.slots})
    if "suite" in request.form:  # the Enter key, before the last question
        return None, sign_up_page(opened, form, action)
    attempts.check(limits.SIGN_UPS)
    if not form.validate():
        return None, sign_up_page(opened, form, action, 422)
    try:
        row = public_verbs.sign_up(
            form.slot.data, form.person(spoken().code), form.agreed, form_key=form.form_key.data, family=family
        )
    except SlotClosed:
        form.slot.errors = [_("Ce moment vient de fermer. Choisissez-en un autre.")]
        return None, sign_up_page(opened, form, action, 422)
    attempts.note(limits.SIGN_UPS)
    return row, redirect(address("parents.mine", token=token_of(row)), 303)


@bp.get("/b/<int:activity_id>")
@public
def ask(activity_id: int) -> Any:
    opened = public_queries.on_the_list(activity_id) or abort(404)
    form = SignUpForm({slot.id: slot for slot in opened.slots}, formdata=None)
    return sign_up_page(opened, form, address("parents.sign_up", activity_id=activity_id))


@bp.post("/b/<int:activity_id>")
@csrf.exempt  # no cookie here: the form's signed key, Origin and Fetch Metadata stand for the token
@public
def sign_up(activity_id: int) -> Any:
    opened = public_queries.on_the_list(activity_id) or abort(404)
    _row, answer = take_sign_up(opened, address("parents.sign_up", activity_id=activity_id))
    return answer


# ---- being called, or coming another time

CALL, OTHER_TIME = "parents.ask_call", "parents.ask_other_time"


def _call_page(endpoint: str, form: CallForm, status: int = 200) -> Any:
    if endpoint == CALL:
        title = _("Je préfère qu’on m’appelle")
        text = _("Une personne de l’école vous appellera, dans votre langue si possible.")
    else:
        title = _("J’aimerais venir une autre fois")
        text = _("Dites-nous quand vous êtes libre. Nous vous appellerons.")
    action = address(f"{endpoint}_sent")
    return page("public/ask.html", status, at=(endpoint, {}), form=form, title=title, text=text, action=action)


def _take_call(endpoint: str, prefix: str = "") -> Any:
    form = CallForm()
    attempts.check(limits.CALLS)
    if not form.validate():
        return _call_page(endpoint, form, 422)
    words = f"{prefix} {form.words.data or ''}".strip()
    public_verbs.ask_for_a_call(form.name.data, form.phone.data, words, spoken().code)
    attempts.note(limits.CALLS)
    return redirect(address("parents.call_noted"), 303)


@bp.get("/b/appel")
@public
def ask_call() -> Any:
    return _call_page(CALL, CallForm(formdata=None, form_key=new_key()))


@bp.post("/b/appel", endpoint="ask_call_sent")
@csrf.exempt
@public
def send_call() -> Any:
    return _take_call(CALL)


@bp.get("/b/autre-fois")
@public
def ask_other_time() -> Any:
    return _call_page(OTHER_TIME, CallForm(formdata=None, form_key=new_key()))


@bp.post("/b/autre-fois", endpoint="ask_other_time_sent")
@csrf.exempt
@public
def send_other_time() -> Any:
    return _take_call(OTHER_TIME, "Aimerait venir une autre fois.")


@bp.get("/b/merci")
@public
def call_noted() -> Any:
    return public_pages.word(_("Merci! C’est noté."), _("Nous vous appellerons dans les prochains jours."))


def register(app: Flask) -> None:
    """Open the parents' pages."""
    from schoolapp.activities import public_answers, public_mail

    public_answers.register()
    public_mail.register()
    app.register_blueprint(bp)

"""A partner's page for one referral: no account, no cookie, French. It shows what was shared on it, and nothing else.

Mail programs open addresses by themselves, to look for what harms: they read nothing of a family, and pass for nobody.
The first visit shows a button only; whoever presses it has read, and the address opens on the page from then on, as
long as it holds and as the ground that the words left on holds: a consent withdrawn or over closes it at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, redirect, url_for
from flask_babel import gettext as _
from peewee import OperationalError
from werkzeug.exceptions import HTTPException

from schoolapp.access import public
from schoolapp.accounts import attempts
from schoolapp.accounts.attempts import Limit
from schoolapp.accounts.strangers import framed, set_the_clock
from schoolapp.errors import Stale
from schoolapp.extensions import csrf
from schoolapp.i18n import speak
from schoolapp.partners import referral_link as link
from schoolapp.partners import referral_mail, sending, sharing, sheet_public
from schoolapp.partners.models import ReferralShare
from schoolapp.partners.referral_answer_forms import WORDED, AnswerForm
from schoolapp.partners.sheet_public import word
from schoolapp.signed_forms import PublicForm

bp = Blueprint("referral_link", __name__)
WRONG = Limit("reference", 30, timedelta(minutes=10))
ANSWERS = Limit("reponse", 40, timedelta(minutes=10))


@bp.before_request
def speak_french() -> None:
    """These pages are in French, at the school's hours."""
    speak("fr")
    set_the_clock()


@bp.errorhandler(HTTPException)
def refused(error: HTTPException) -> Any:
    """What went wrong, in a few words."""
    return over() if error.code == 404 else sheet_public.refused(error)


@bp.errorhandler(OperationalError)
def busy(error: OperationalError) -> Any:
    """Too many people at once for the database."""
    return sheet_public.busy(error)


def over() -> Any:
    """One same page for an address that is unknown, revoked or over."""
    return word(
        _("Ce lien ne fonctionne plus"),
        _("Il est peut-être trop ancien, incomplet, ou l’école l’a fermé."),
        _("Appelez l’école : elle vous en donnera un autre si c’est encore utile."),
        status=404,
    )


def _found(token: str) -> ReferralShare | None:
    """What this address shows; whoever tries addresses at random is slowed down."""
    share = link.by_token(token)
    if share is None:
        attempts.check(WRONG)
        attempts.note(WRONG)
    return share


def _cover(share: ReferralShare, form: PublicForm, status: int = 200) -> Any:
    """What stands before the first reading: for which service it is, and nothing of the family."""
    return framed("partners/public_referral_cover.html", status, share=share, service=share.referral.service, form=form)


def _page(share: ReferralShare, form: AnswerForm, status: int = 200) -> Any:
    sending.note_opened(share)
    return framed(
        "partners/public_referral.html", status, share=share, service=share.referral.service, form=form,
        pieces=sharing.in_order(share.texts), last_day=share.expires_at - timedelta(seconds=1),
        answers=[(one, WORDED.get(one.act, "")) for one in link.answers(share)],
    )  # fmt: skip


@bp.get("/r/<token>")
@public
def show(token: str) -> Any:
    share = _found(token)
    if share is None or not sharing.opens(share):
        return _thanks() if share is not None and link.has_ended(share) else over()
    if share.opened_at is None:
        sending.note_fetched(share)
        return _cover(share, PublicForm(formdata=None))
    return _page(share, AnswerForm(sending.acts_of_partner(share.referral.state), formdata=None))


@bp.post("/r/<token>/lecture")
@csrf.exempt
@public
def read(token: str) -> Any:
    share = _found(token)
    if share is None or not sharing.opens(share):
        return over()
    form = PublicForm()
    if not form.validate():
        return _cover(share, form, 422)
    sending.note_read(share)
    return redirect(url_for("referral_link.show", token=token), 303)


def _thanks() -> Any:
    return word(
        _("Merci! C’est noté."),
        _("Cette demande est terminée. Ce que l’école vous avait confié n’est plus affiché ici."),
        _("Merci aussi d’effacer ce que vous en auriez noté, si vous n’en avez plus besoin."),
    )


@bp.post("/r/<token>")
@csrf.exempt  # no cookie here: the form's signed key, Origin and Fetch Metadata stand for the token
@public
def answer(token: str) -> Any:
    share = _found(token)
    if share is None or not sharing.opens(share):
        return over()
    attempts.check(ANSWERS, f"reference {share.id}")
    form = AnswerForm(sending.acts_of_partner(share.referral.state))
    if not form.validate():
        if share.opened_at is None:  # nobody asked to read yet: a refused form shows what was shared
            return _cover(share, form, 422)
        return _page(share, form, 422)
    return _answered(share, form, token)


def _answered(share: ReferralShare, form: AnswerForm, token: str) -> Any:
    said = (form.act.data, form.words.data or "", form.name.data)
    try:
        sending.answer(share, *said, form_key=form.form_key.data[:80])
    except Stale:
        form.form_errors.append(_("Cette demande a changé entre-temps. Votre texte est gardé : relisez, puis envoyez."))
        return _page(share, form, 409)
    attempts.note(ANSWERS, f"reference {share.id}")
    return redirect(url_for("referral_link.show", token=token, _anchor="recu"), 303)


def register(app: Flask) -> None:
    """Open the partners' pages of referrals."""
    referral_mail.register()
    app.register_blueprint(bp)

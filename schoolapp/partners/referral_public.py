"""A partner's page for one referral: no account, no cookie, French. It shows what was shared on it, and nothing else.

GET shows and POST answers, so that what previews links changes nothing. The link opens as long as it holds and as the
ground that the words left on holds: a consent withdrawn or over closes it at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from peewee import JOIN
from werkzeug.exceptions import HTTPException
from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from schoolapp import clock, forms, tokens
from schoolapp.access import public
from schoolapp.accounts import attempts
from schoolapp.accounts.attempts import Limit
from schoolapp.accounts.strangers import framed, set_the_clock
from schoolapp.errors import Stale
from schoolapp.extensions import csrf
from schoolapp.i18n import speak
from schoolapp.partners import referral_mail, sending, sharing
from schoolapp.partners.models import (
    Consent,
    ConsentException,
    Organization,
    Referral,
    ReferralEntry,
    ReferralShare,
    Service,
)
from schoolapp.partners.referral_vocabulary import COMPLETED, PARTNER_REFUSED, WORDS_LIMIT
from schoolapp.signed_forms import PublicForm

bp = Blueprint("referral_link", __name__)
WRONG = Limit("reference", 30, timedelta(minutes=10))
ANSWERS = Limit("reponse", 40, timedelta(minutes=10))
WORDED = {
    "take_up": _l("Nous prenons cette famille en charge"),
    "start": _l("C’est commencé"),
    "finish": _l("C’est terminé de notre côté"),
    "decline": _l("Nous ne pouvons pas aider"),
    "tell": _l("Écrire un mot à l’école"),
}
NEEDS_WORDS = frozenset({"decline", "tell"})


class AnswerForm(PublicForm):
    """Where it stands for the partner, who says so, and a few words."""

    act = RadioField(_l("Votre réponse"), validate_choice=False)
    name = StringField(_l("Votre nom"), [Length(max=120)], filters=[forms.tidy], render_kw={"maxlength": 120})
    words = TextAreaField(
        _l("Quelques mots pour l’école"), [Length(max=WORDS_LIMIT)], filters=[forms.tidy],
        render_kw={"maxlength": WORDS_LIMIT, "rows": 4},
    )  # fmt: skip

    def __init__(self, acts: list[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.acts = acts
        self.act.choices = forms.choices_of([(code, WORDED[code]) for code in acts])

    def validate_act(self, field: Field) -> None:
        if field.data not in self.acts:
            raise ValidationError(_("Choisissez une réponse."))

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Écrivez votre nom, pour que l’école sache qui lui répond."))

    def validate_words(self, field: Field) -> None:
        if self.act.data in NEEDS_WORDS and not field.data:
            raise ValidationError(_("Écrivez quelques mots."))


@bp.before_request
def speak_french() -> None:
    """These pages are in French, at the school's hours."""
    speak("fr")
    set_the_clock()


@bp.errorhandler(HTTPException)
def refused(error: HTTPException) -> Any:
    """What went wrong, in a few words."""
    if (error.code or 500) < 400:
        return error
    if error.code == 404:
        return over()
    texts = [_("Rien n’est perdu. Réessayez dans une minute."), _("Vous pouvez aussi appeler l’école.")]
    return _word(_("Un instant, s’il vous plaît"), *texts, status=error.code or 500)


def _word(title: str, *texts: str, status: int = 200) -> Any:
    return framed("partners/public_word.html", status, title=title, texts=texts)


def over() -> Any:
    """One same page for an address that is unknown, revoked or over."""
    return _word(
        _("Ce lien ne fonctionne plus"),
        _("Il est peut-être trop ancien, incomplet, ou l’école l’a fermé."),
        _("Appelez l’école : elle vous en donnera un autre si c’est encore utile."),
        status=404,
    )


def _found(token: str) -> ReferralShare | None:
    attempts.check(WRONG)
    rows = ReferralShare.select(ReferralShare, Referral, Service, Organization, Consent, ConsentException)
    rows = rows.join(Referral).join(Service).join(Organization)
    rows = rows.switch(ReferralShare).join(Consent, JOIN.LEFT_OUTER)
    rows = rows.switch(ReferralShare).join(ConsentException, JOIN.LEFT_OUTER)
    share = rows.where(ReferralShare.token_digest == tokens.digest(token)).first()
    if share is None:
        attempts.note(WRONG)
    return share


def _ended(share: ReferralShare) -> bool:
    """Whether the link is closed because it is all over, and not because somebody closed it or took a yes back."""
    ground = share.ground
    held = ground is not None and ground.in_force(clock.today()) and clock.now() < share.expires_at
    return held and share.referral.state in (COMPLETED, PARTNER_REFUSED)


def _page(share: ReferralShare, form: AnswerForm, status: int = 200) -> Any:
    own = ReferralEntry.select().where((ReferralEntry.share == share.id) & ReferralEntry.by.is_null())
    return framed(
        "partners/public_referral.html", status, share=share, service=share.referral.service, form=form,
        pieces=sharing.in_order(share.texts), last_day=share.expires_at - timedelta(seconds=1),
        answers=[(one, WORDED.get(one.act, "")) for one in own.order_by(ReferralEntry.at, ReferralEntry.id)],
    )  # fmt: skip


@bp.get("/r/<token>")
@public
def show(token: str) -> Any:
    share = _found(token)
    if share is None or not sharing.opens(share):
        return _thanks() if share is not None and _ended(share) else over()
    sending.note_opened(share)
    return _page(share, AnswerForm(sending.acts_of_partner(share.referral.state), formdata=None))


def _thanks() -> Any:
    return _word(
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

"""How the pages of referrals answer: the referral itself, and each act with its form.

An act comes in the page's dialog with htmx, on a page of its own without. When somebody was first, or when the words
changed since they were shown, it comes back with what was typed and what is true now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from schoolapp import audit
from schoolapp.accounts.models import User
from schoolapp.answers import go, is_htmx, page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_reading as reading
from schoolapp.partners import referral_rules as rules
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners import sending, sharing
from schoolapp.partners.models import Referral
from schoolapp.partners.referral_forms import ActForm, TellForm
from schoolapp.partners.referral_shown import Card, gap_words
from schoolapp.partners.sending import NotAsShown, NotCovered
from schoolapp.records import NamedTuple

PLAIN = "partners/_referral_fields.html"
OVERTAKEN = _l("Cette référence a changé entre-temps")
CHANGED = _l("Le dossier a changé entre-temps")
UNCOVERED = _l("Rien n’est parti : l’accord ne couvre pas tout")


def me() -> User:
    """The person signed in, with their school."""
    return current_user._get_current_object()


def my_parts() -> frozenset[rules.Part]:
    """What the person signed in is to the referrals that they see."""
    return queries.parts_of(me())


class Act(NamedTuple):
    """An act and its page.

    Attributes:
        shows_words: whether the form shows, word for word, what it is about.
    """

    code: str
    title: Any
    submit: Any
    done: Any
    icon: str = "check"
    kind: str = ""
    intro: Any = ""
    shows_words: bool = False


ACTS = {
    one.code: one
    for one in (
        Act("accept", _l("La famille accepte"), _l("Noter qu’elle accepte"), _l("C’est noté : la famille accepte.")),
        Act("refuse", _l("La famille refuse"), _l("Noter le refus"),
            _l("C’est noté. La référence s’arrête ici, sans insistance."), "x",
            intro=_l("Ce qu’elle avait accepté de transmettre est retiré, et le lien du partenaire se ferme.")),
        Act("come_back", _l("La famille y revient"), _l("Rouvrir la référence"), _l("Référence rouverte."),
            "rotate-ccw"),
        Act("prepare", _l("Ce qui serait transmis"), _l("Enregistrer"), _l("Renseignements enregistrés."),
            intro=_l("Rien ne part d’ici : la famille donne d’abord son accord.")),
        Act("consent", _l("Noter l’accord de la famille"), _l("Noter l’accord"), _l("Accord noté."), "handshake",
            shows_words=True),
        Act("except", _l("Transmettre sans l’accord de la famille"), _l("Enregistrer l’exception"),
            _l("Exception enregistrée. La direction la verra."), "triangle-alert", "danger solid",
            intro=_l("C’est rare, et cela se justifie. L’exception vaut pour ces mots seulement, pendant 30 jours."),
            shows_words=True),
        Act("send", _l("Transmettre au partenaire"), _l("Transmettre"), _l("Transmis, mot pour mot."), "send",
            shows_words=True),
        Act("hand", _l("Coordonnées remises à la famille"), _l("C’est remis"), _l("C’est noté : coordonnées remises."),
            intro=_l("La famille appelle elle-même : rien d’elle n’est transmis au partenaire.")),
        Act("take_up", _l("Prise en charge"), _l("Noter la prise en charge"), _l("Prise en charge notée.")),
        Act("start", _l("En cours"), _l("Noter que c’est en cours"), _l("C’est noté : en cours.")),
        Act("decline", _l("Le partenaire refuse"), _l("Noter le refus"), _l("Refus du partenaire noté."), "x"),
        Act("close", _l("Terminer la référence"), _l("Terminer"), _l("Référence terminée.")),
        Act("effect", _l("L’effet observé"), _l("Noter l’effet"), _l("Effet noté.")),
        Act("no_news", _l("Sans nouvelles"), _l("Noter l’absence de nouvelles"), _l("C’est noté : sans nouvelles.")),
        Act("ask", _l("Nouvelles demandées"), _l("Noter la relance"), _l("Relance notée."), "phone"),
        Act("reopen", _l("Rouvrir la référence"), _l("Rouvrir"), _l("Référence rouverte."), "rotate-ccw"),
        Act("hold", _l("Reprendre cette référence"), _l("Je m’en occupe"), _l("Cette référence est à vous."),
            "user-check"),
        Act("change", _l("Modifier la référence"), _l("Enregistrer"), _l("Référence modifiée.")),
        Act("read", _l("Réponse lue"), _l("C’est lu"), _l("C’est noté.")),
    )
}  # fmt: skip


def opened(row: Referral) -> None:
    """Keep a trace that a referral was read."""
    audit.record("referral.opened", by=me(), subject=row, family=row.family_id)


def url_of(row: Referral) -> str:
    """The page where a referral is read."""
    return url_for("referrals.show", referral_id=row.id)


def service_url(service_id: int) -> str:
    """The page of a service."""
    return url_for("services.show", service_id=service_id)


def link_of(share: Any) -> str:
    """The partner's whole address."""
    base = current_app.config["SETTINGS"].public_url or request.url_root.rstrip("/")
    return base + url_for("referral_link.show", token=sending.token_of(share))


def show(referral_id: int, form: TellForm | None = None, status: int = 200) -> Response:
    """The page of a referral."""
    bundle = queries.bundle_for(me(), referral_id)
    if request.method == "GET":
        opened(bundle.referral)
    form = form or TellForm(me(), formdata=None)
    return page_or_fragment(
        "partners/_referral.html", "partners/referral.html", status=status, bundle=bundle, card=bundle.card, form=form,
        acts=ACTS, service_url=service_url(bundle.card.service_id), gap_words=gap_words, link_of=link_of,
        direction=rules.Part.DIRECTION in my_parts(),
    )  # fmt: skip


def answer(row: Referral, code: str, form: ActForm, do: Callable[[], Any], **context: Any) -> Response:
    """Show an act's form, or do it: 422 with its errors, 409 with what is true now, else the referral."""
    act, parts = ACTS[code], my_parts()
    if not form.is_submitted():
        if not is_htmx():
            opened(row)
        if not rules.allows(code, row.state, parts):
            return conflict(row, act, form, **context)
        form.version.data = row.version
        return show_act(row, act, form, **context)
    if not form.validate():
        return show_act(row, act, form, 422, **context)
    try:
        do()
    except Stale:
        return conflict(queries.referral_for(me(), row.id), act, form, **context)
    except NotAsShown:
        return conflict(row, act, form, CHANGED, **context)
    except NotCovered:
        return conflict(row, act, form, UNCOVERED, **context)
    saved(act.done)
    return go(url_of(row))


def conflict(row: Referral, act: Act, form: ActForm, why: Any = OVERTAKEN, **context: Any) -> Response:
    """The referral as it is now, with what was typed; sending again does it all the same, if it still may be done."""
    form.version.data = row.version
    still = rules.allows(act.code, row.state, my_parts()) and why is not UNCOVERED
    return show_act(row, act, form, 409, overtaken=why, still=still, **context)


def show_act(row: Referral, act: Act, form: ActForm, status: int = 200, **context: Any) -> Response:
    """The form of an act, in the dialog or on its page."""
    card = queries.card_of(row)
    shown = _words(row, card, form) if act.shows_words else {}
    context = {"overtaken": "", "still": True, "template": PLAIN, **shown, **context}
    return page_or_fragment(
        "partners/_referral_act.html", "partners/referral_act.html", status=status, card=card, act=act, form=form,
        here=request.path, live=is_htmx(), gap_words=gap_words, **context,
    )  # fmt: skip


def _words(row: Referral, card: Card, form: Any) -> dict[str, Any]:
    """What would leave now, word for word, its ground, and the mark by which the form says what it showed."""
    source = getattr(form, "source", None) or sharing.source_of(row.family_id)
    texts = sharing.prepared(row, source)
    form.shown.data = sharing.fingerprint(texts, row.contact_id)
    to = sharing.recipient(card.service_id, card.organization_id)
    bases = getattr(form, "bases", None)
    cover = sharing.cover(texts, row.contact_id, reading.bases(row.id) if bases is None else bases, to)
    return {"texts": texts, "pieces": sharing.in_order(texts), "cover": cover}


def one_click(row: Referral, code: str, **columns: Any) -> Response:
    """An act that a button of the page does: twice, or too late, the page says where it stands."""
    form = ActForm(me())
    try:
        verbs.act(code, row, form.expected if form.validate() else 0, by=me(), parts=my_parts(), **columns)
    except Stale:
        return overtaken(row)
    saved(ACTS[code].done)
    return go(url_of(row))


def overtaken(row: Referral) -> Response:
    """An act came too late: the referral as it is now, and why nothing was done."""
    form = TellForm(me(), formdata=None)
    form.form_errors = [_("Cette référence a changé entre-temps. Rien n’a été fait : voici où elle en est.")]
    return show(row.id, form, 409)


def say(row: Referral) -> Response:
    """Add words to the thread."""
    form = TellForm(me())
    if not form.validate():
        return show(row.id, form, 422)
    try:
        verbs.say("tell", row, form.words.data, by=me(), parts=my_parts(), form_key=form.form_key.data)
    except Stale:
        form.form_errors.append(_("Cette référence a changé entre-temps : relisez-la. Votre texte est gardé ici."))
        return show(row.id, form, 409)
    saved(_("C’est ajouté au fil."))
    return go(url_of(row))

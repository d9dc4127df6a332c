"""Views of what is done with a referral: one noun for each act of ``referral_rules``."""

from __future__ import annotations

from flask import Response

from schoolapp.access import allow
from schoolapp.partners import referral_forms as forms
from schoolapp.partners import referral_pages as pages
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners.referral_pages import me, my_parts
from schoolapp.partners.referral_routes import BOTH, bp
from schoolapp.partners.referral_rules import WORKERS


def _worded(referral_id: int, code: str, form: forms.ActForm) -> Response:
    """An act that a few words go with."""
    row = queries.referral_for(me(), referral_id)

    def do() -> None:
        verbs.act(code, row, form.expected, form["words"].data or "", by=me(), parts=my_parts())

    return pages.answer(row, code, form, do)


@bp.post("/references/<int:referral_id>/acceptation")
@allow(WORKERS)
def accept(referral_id: int) -> Response:
    return pages.one_click(queries.referral_for(me(), referral_id), "accept")


@bp.route("/references/<int:referral_id>/refus", methods=BOTH)
@allow(WORKERS)
def refuse(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.WordsForm(me())

    def do() -> None:
        verbs.refuse(row, form.expected, form.words.data or "", by=me(), parts=my_parts())

    return pages.answer(row, "refuse", form, do)


@bp.route("/references/<int:referral_id>/retour", methods=BOTH)
@allow(WORKERS)
def come_back(referral_id: int) -> Response:
    return _worded(referral_id, "come_back", forms.ComeBackForm(me()))


@bp.post("/references/<int:referral_id>/remise")
@allow(WORKERS)
def hand(referral_id: int) -> Response:
    return pages.one_click(queries.referral_for(me(), referral_id), "hand")


@bp.route("/references/<int:referral_id>/prise-en-charge", methods=BOTH)
@allow(WORKERS)
def take_up(referral_id: int) -> Response:
    return _worded(referral_id, "take_up", forms.WordsForm(me()))


@bp.route("/references/<int:referral_id>/debut", methods=BOTH)
@allow(WORKERS)
def start(referral_id: int) -> Response:
    return _worded(referral_id, "start", forms.WordsForm(me()))


@bp.route("/references/<int:referral_id>/refus-du-partenaire", methods=BOTH)
@allow(WORKERS)
def decline(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.ReasonForm(me())

    def do() -> None:
        said = form.words.data
        verbs.act("decline", row, form.expected, said, by=me(), parts=my_parts(), refusal=said)

    return pages.answer(row, "decline", form, do)


def _effect(referral_id: int, code: str) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.EffectForm(me())

    def do() -> None:
        said = {"effect": form.effect.data, "effect_words": form.words.data or ""}
        verbs.act(code, row, form.expected, form.words.data or "", by=me(), parts=my_parts(), **said)

    return pages.answer(row, code, form, do)


@bp.route("/references/<int:referral_id>/fin", methods=BOTH)
@allow(WORKERS)
def close(referral_id: int) -> Response:
    return _effect(referral_id, "close")


@bp.route("/references/<int:referral_id>/effet", methods=BOTH)
@allow(WORKERS)
def effect(referral_id: int) -> Response:
    return _effect(referral_id, "effect")


@bp.route("/references/<int:referral_id>/sans-nouvelles", methods=BOTH)
@allow(WORKERS)
def no_news(referral_id: int) -> Response:
    return _worded(referral_id, "no_news", forms.WordsForm(me()))


@bp.route("/references/<int:referral_id>/relance", methods=BOTH)
@allow(WORKERS)
def ask(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.AskForm(me())

    def do() -> None:
        said = {"remind_on": form.when.data}
        verbs.act("ask", row, form.expected, form.words.data or "", by=me(), parts=my_parts(), **said)

    return pages.answer(row, "ask", form, do)


@bp.route("/references/<int:referral_id>/reouverture", methods=BOTH)
@allow(WORKERS)
def reopen(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.ReasonForm(me())

    def do() -> None:
        empty = {"effect": "", "effect_words": "", "refusal": ""}
        verbs.act("reopen", row, form.expected, form.words.data, by=me(), parts=my_parts(), **empty)

    return pages.answer(row, "reopen", form, do)


@bp.post("/references/<int:referral_id>/reprise")
@allow(WORKERS)
def hold(referral_id: int) -> Response:
    return pages.one_click(queries.referral_for(me(), referral_id), "hold", holder=me().id)


@bp.post("/references/<int:referral_id>/lecture")
@allow(WORKERS)
def read(referral_id: int) -> Response:
    return pages.one_click(queries.referral_for(me(), referral_id), "read")


@bp.route("/references/<int:referral_id>/edition", methods=BOTH)
@allow(WORKERS)
def change(referral_id: int) -> Response:
    row, form = queries.referral_for(me(), referral_id), forms.ChangeForm(me())
    if not form.is_submitted():
        form.reason.data, form.steps_by.data = row.reason, row.steps_by

    def do() -> None:
        verbs.act("change", row, form.expected, by=me(), parts=my_parts(), **form.values)

    return pages.answer(row, "change", form, do)

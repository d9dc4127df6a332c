"""Views of needs without an answer: the figures, their export, noting one, saying that an answer was found."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _

from schoolapp import audit
from schoolapp.access import ALL_STAFF, SCHOOL_STAFF, allow
from schoolapp.answers import go, saved
from schoolapp.exports import csv_response
from schoolapp.families import file_queries
from schoolapp.partners import categories, needs
from schoolapp.partners import referral_picking as picking
from schoolapp.partners.need_forms import MetForm, NeedForm
from schoolapp.partners.referral_pages import me
from schoolapp.partners.referral_vocabulary import FROM_FAMILY, FROM_REQUEST, FROM_SEARCH, ORIGINS

bp = Blueprint("needs", __name__)


def _period() -> str:
    asked = request.args.get("periode", "")
    return asked if asked in needs.PERIODS else needs.YEAR


@bp.get("/partenaires/besoins")
@allow(ALL_STAFF)
def index() -> str:
    period, since = _period(), needs.first_day(me(), _period())
    tabs = [(str(words), url_for("needs.index", periode=code), code == period) for code, words in needs.PERIODS.items()]
    known = categories.every()

    def called(code: str) -> str:
        return needs.called(code, known)

    context = {"figures": needs.figures(since), "lines": needs.lines(me(), since), "period": period, "tabs_of": tabs}
    return render_template("partners/needs.html", origins=ORIGINS, called=called, **context)


@bp.get("/partenaires/besoins.csv")
@allow(ALL_STAFF)
def export() -> Response:
    period = _period()
    found = needs.figures(needs.first_day(me(), period))
    audit.record("need.exported", by=me(), detail={"periode": period})
    heads = [
        _("Besoin"),
        _("Cherché, pas trouvé"),
        _("Encore sans réponse"),
        *(str(words) for words in ORIGINS.values()),
    ]
    rows = [[one.name, one.total, one.waiting, *(one.by_origin[code] for code in ORIGINS)] for one in found]
    return csv_response("besoins-sans-reponse", heads, rows)


@bp.route("/partenaires/besoins/nouveau", methods=["GET", "POST"])
@allow(SCHOOL_STAFF)
def new() -> Response:
    form = NeedForm(me())
    family_id = picking.number(request.values.get("famille", ""))
    family = file_queries.family_for(me(), family_id) if family_id else None
    asked = picking.request_for(me(), family, picking.number(request.values.get("demande", ""))) if family else None
    if not form.is_submitted():
        form.category.data, form.words.data = request.args.get("besoin", ""), request.args.get("q", "")[:500]
    elif form.validate():
        needs.note(_values(form, family, asked), by=me(), form_key=form.form_key.data)
        saved(_("C’est noté : ce besoin compte dans les chiffres de l’école."))
        return go(_after(family, asked))
    status = 422 if form.is_submitted() else 200
    return make_response(render_template("partners/need_new.html", form=form, family=family, asked=asked), status)


def _values(form: NeedForm, family: Any, asked: Any) -> dict[str, Any]:
    origin = FROM_REQUEST if asked else FROM_FAMILY if family else FROM_SEARCH
    return {
        "category": form.category.data, "words": form.words.data or "", "language": form.language.data or "",
        "family": family, "request": asked, "origin": origin,
    }  # fmt: skip


def _after(family: Any, asked: Any) -> str:
    if asked is not None:
        return url_for("requests.show", request_id=asked.id)
    return url_for("families.show", family_id=family.id) if family else url_for("needs.index")


@bp.post("/partenaires/besoins/<int:need_id>/reponse")
@allow(SCHOOL_STAFF)
def meet(need_id: int) -> Response:
    need, form = needs.need_for(me(), need_id), MetForm()
    words = (form.words.data or "") if form.validate() else ""
    needs.meet(need, words, by=me())
    undo = (url_for("needs.reopen", need_id=need.id), {})
    saved(_("Réponse notée."), undo=undo)
    return go(url_for("needs.index"))


@bp.post("/partenaires/besoins/<int:need_id>/reouverture")
@allow(SCHOOL_STAFF)
def reopen(need_id: int) -> Response:
    needs.reopen(needs.need_for(me(), need_id), by=me())
    saved(_("De nouveau sans réponse."))
    return go(url_for("needs.index"))

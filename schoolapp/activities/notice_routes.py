"""Views of those to be told: the list, ticking off, and the calls to make on paper."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import audit
from schoolapp.access import allow
from schoolapp.activities import matching, notice_letters, notices, pages, queries, rules, sign_ups
from schoolapp.activities.sign_up_forms import ToldForm
from schoolapp.answers import go, saved

bp = Blueprint("notices", __name__, url_prefix="/calendrier/a-prevenir")


@bp.get("")
@allow(rules.READERS)
def index() -> Response:
    activity_id = matching.number(request.args, "activite")
    activity = queries.activity_for(current_user, activity_id, people=True) if activity_id else None
    calls = request.args.get("vue") == "appels"
    lines = notices.pending(current_user, activity_id, calls=calls)
    audit.record("notice.listed", by=current_user, subject=activity, detail={"personnes": len(lines)})
    mails = len(notice_letters.written(lines)) if current_app.config["SETTINGS"].sends_mail else 0
    context = {"lines": lines, "activity": activity, "calls": calls, "mails": mails}
    return make_response(render_template("activities/notices.html", **context))


@bp.post("/courriels")
@allow(rules.READERS)
def send_mails() -> Response:
    activity_id = matching.number(request.form, "activite")
    count = notice_letters.send(notices.pending(current_user, activity_id))
    saved(ngettext("%(num)s courriel mis à la poste", "%(num)s courriels mis à la poste", count))
    return go(url_for("notices.index", activite=activity_id))


@bp.post("/<int:notice_id>/fait")
@allow(rules.READERS)
def tell(notice_id: int) -> Response:
    row, form = notices.notice_for(current_user, notice_id), ToldForm()
    if form.validate():
        sign_ups.tell(row, form.means.data, by=current_user)
    return pages.told(notice_id, url_for("notices.index"))


@bp.post("/<int:notice_id>/a-refaire")
@allow(rules.READERS)
def untell(notice_id: int) -> Response:
    sign_ups.untell(notices.notice_for(current_user, notice_id), by=current_user)
    return pages.told(notice_id, url_for("notices.index"))

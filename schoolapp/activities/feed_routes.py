"""Views of the calendar feed: one’s secret address, made and revoked, and the feed, read without an account."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import allow, public
from schoolapp.accounts.queries import school
from schoolapp.activities import feed, rules
from schoolapp.answers import go, saved

bp = Blueprint("feeds", __name__, url_prefix="/calendrier")


@bp.get("/abonnement")
@allow(rules.READERS)
def show() -> Response:
    return make_response(render_template("activities/feed.html", address=feed.address_of(current_user)))


@bp.post("/abonnement")
@allow(rules.READERS)
def renew() -> Response:
    feed.renew(by=current_user)
    saved(_("Adresse créée. Une adresse d’avant ne fonctionne plus."))
    return go(url_for("feeds.show"))


@bp.post("/abonnement/retrait")
@allow(rules.READERS)
def revoke() -> Response:
    feed.revoke(by=current_user)
    saved(_("Adresse retirée : les calendriers qui la lisaient ne reçoivent plus rien."))
    return go(url_for("feeds.show"))


@bp.get("/flux/<token>.ics")
@public
def read(token: str) -> Response:
    """The times of the school's activities, for the calendar of whoever has this address."""
    user = feed.reader(token) or abort(404)
    house = school() or abort(404)
    response = Response(feed.calendar_of(user, house), mimetype="text/calendar")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Disposition"] = "inline; filename=activites.ics"
    return response

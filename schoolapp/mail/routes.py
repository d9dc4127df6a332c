"""The page of mails, for the direction: do they leave, and if not why."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, current_app, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import periodic
from schoolapp.access import DIRECTION, allow
from schoolapp.answers import go, saved
from schoolapp.mail import delivery, outbox, queries, words

bp = Blueprint("mail", __name__, url_prefix="/courriels")


@bp.get("")
@allow(DIRECTION)
def index() -> Any:
    settings, vocabulary = current_app.config["SETTINGS"], {"states": words.STATES, "kinds": words.KINDS}
    shown = {"health": queries.health(), "mails": queries.latest(), "problems": words.PROBLEMS}
    return render_template("mail/index.html", settings=settings, **shown, **vocabulary)


@bp.post("/essai")
@allow(DIRECTION)
def send_trial() -> Any:
    outbox.send_trial(by=current_user, school=current_user.school.name)
    saved(_("Courriel d’essai mis à la poste; regardez votre boîte de réception"))
    return go(url_for("mail.index"))


@bp.post("/relance")
@allow(DIRECTION)
def retry() -> Any:
    count = outbox.retry_all(by=current_user)
    saved(ngettext("%(num)s courriel relancé", "%(num)s courriels relancés", count))
    return go(url_for("mail.index"))


def register(app: Flask) -> None:
    """Serve the room, and have the clock empty the outbox."""
    app.register_blueprint(bp)
    periodic.every_minute("mail.deliver", delivery.deliver)
    periodic.every_minute("mail.sweep", outbox.sweep)

"""What brings to the school's open list: a poster to pin up, and strips to cut and hand out."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import SCHOOL_STAFF, allow
from schoolapp.activities import invitation_texts as texts
from schoolapp.i18n import LANGUAGES, speaking
from schoolapp.qr import qr

bp = Blueprint("posters", __name__, url_prefix="/calendrier")
STRIPS = 10  # on a page
OPEN_LIST = "/b"


def _shown() -> dict[str, object]:
    """The school, the address of the open list, and the same two sentences in every language of the parents' pages."""
    said = []
    for code in LANGUAGES:
        with speaking(code) as speech:
            hello = _("Parents, vous êtes les bienvenus à l’école.")
            said.append((speech, hello, _("Prenez ce carré en photo pour voir les activités.")))
    address = texts.shown_address(OPEN_LIST)
    occasion = texts.Occasion.of(None, [], current_user.school)  # type: ignore[arg-type]
    return {"said": said, "qr": qr(texts.address(OPEN_LIST)), "address": address, "occasion": occasion}


@bp.get("/affiche")
@allow(SCHOOL_STAFF)
def poster() -> str:
    return render_template("invitations/poster.html", **_shown())


@bp.get("/languettes")
@allow(SCHOOL_STAFF)
def strips() -> str:
    return render_template("invitations/strips.html", count=STRIPS, **_shown())

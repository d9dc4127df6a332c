"""The sheet handed to a family: which services, in which language. It is made here, and printed by the browser."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.i18n import LANGUAGES, TAGS
from schoolapp.partners import handout, uses
from schoolapp.partners.finding_asked import chosen
from schoolapp.partners.finding_routes import back_to, me
from schoolapp.partners.routes import bp
from schoolapp.partners.rules import READERS, can_write


def _asked() -> tuple[tuple[int, ...], str]:
    """The services and the language of this request; French when the family's own has no catalogue."""
    language = request.values.get("langue", "")
    return chosen(request.values.getlist("choix")), language if language in LANGUAGES else "fr"


@bp.get("/partenaires/feuille")
@allow(READERS)
def show_handout() -> str:
    """The sheet, ready to print, and the other languages it may be in."""
    ids, language = _asked()
    drawn = handout.draw(ids, language)
    if not drawn.sheets:
        abort(404)
    speeches = [(code, words, TAGS.get(code, code), code == language) for code, words in LANGUAGES.items()]
    context = {"handout": drawn, "ids": [sheet.id for sheet in drawn.sheets], "speeches": speeches}
    document = handout.document(drawn, me().school)
    return render_template("partners/handout.html", document=document, writes=can_write(me().role), **context)


@bp.post("/partenaires/feuille")
@allow(READERS)
def make_handout() -> Response:
    """Put services on a sheet for a family: they are the ones that this person used last."""
    ids, language = _asked()
    found = handout.services(ids)
    if not found:
        flash(_("Cochez d’abord « Sur la feuille » à côté d’un service."), "warn")
        return redirect(back_to(request.form.get("suite", "")), 303)
    uses.hand(found, language, by=me())
    choice = [service.id for service in found]
    return redirect(url_for("partners.show_handout", choix=choice, langue=language), 303)

"""Views of what a partner's sheet says, in the other languages of the sheets handed to families."""

from __future__ import annotations

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.partners import translating
from schoolapp.partners.finding_queries import service_for
from schoolapp.partners.finding_routes import me
from schoolapp.partners.handout import TRANSLATED
from schoolapp.partners.models import Service
from schoolapp.partners.routes import bp
from schoolapp.partners.rules import WRITERS
from schoolapp.partners.translation_forms import TranslationsForm


@bp.get("/partenaires/services/<int:service_id>/langues")
@allow(WRITERS)
def translate(service_id: int) -> Response:
    """What the sheet says in each language."""
    service = service_for(me(), service_id)
    return _form(TranslationsForm.of(service), service)


@bp.post("/partenaires/services/<int:service_id>/langues")
@allow(WRITERS)
def save_translations(service_id: int) -> Response:
    """Keep what is said in each language."""
    service = service_for(me(), service_id)
    form = TranslationsForm()
    if not form.validate():
        return _form(form, service, 422)
    try:
        translating.translate(service, form.version.data, form.translations, by=me())
    except Stale as stale:
        form.version.data = stale.current.version
        return _form(form, stale.current, 409)
    saved(_("Traductions enregistrées."))
    return go(url_for("partners.show_handout", choix=service_id))


def _form(form: TranslationsForm, service: Service, status: int = 200) -> Response:
    """The form, with what is said in French, and what somebody else wrote when it moved meanwhile."""
    french = {name: getattr(service, name) for name in TRANSLATED}
    theirs = service.translations if status == 409 else {}
    context = {"form": form, "service": service, "french": french, "theirs": theirs}
    return make_response(render_template("partners/translations.html", **context), status)

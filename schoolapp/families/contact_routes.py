"""How a family wishes to be reached: the form."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import allow
from schoolapp.families import contact_verbs as verbs
from schoolapp.families import file_queries as queries
from schoolapp.families.circle import CONTACT_EDITORS
from schoolapp.families.contact_forms import PreferenceForm
from schoolapp.families.file_answers import Editing, answer
from schoolapp.families.routes import bp


@bp.route("/familles/<int:family_id>/contact", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def wishes(family_id: int) -> Response:
    contacts = queries.contacts_for(current_user, family_id)
    form = PreferenceForm.of(contacts.preference)
    editing = Editing(contacts.family, form, _("Comment joindre la famille"), "contact", "family.preference")
    editing.template, editing.parts = "families/file/_wishes_fields.html", ("reach",)
    return answer(
        editing,
        lambda: verbs.keep_wishes(contacts.family, form.version.data, form.values, by=current_user),
        lambda current: PreferenceForm.of(current, formdata=None),
    )

"""The pupils of a family: adding, correcting, attaching one of the school's, taking one off."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import answers
from schoolapp.access import allow
from schoolapp.families import file_queries, file_verbs
from schoolapp.families import people_pupils as verbs
from schoolapp.families import people_queries as queries
from schoolapp.families.circle import CONTACT_EDITORS, PUPIL_EDITORS
from schoolapp.families.file_answers import Editing, answer, show_again, undo
from schoolapp.families.people_forms import PupilForm, SearchForm
from schoolapp.families.routes import bp

PARTS = ("head", "reach", "homes", "around", "access")


@bp.route("/familles/<int:family_id>/eleves/nouveau", methods=["GET", "POST"])
@allow(PUPIL_EDITORS)
def add_pupil(family_id: int) -> Response:
    contacts = queries.with_home(file_queries.contacts_for(current_user, family_id))
    form = PupilForm.of(contacts.homes, queries.groups_for(current_user))
    editing = Editing(contacts.family, form, _("Ajouter un enfant"), "enfant", "pupil.changed", parts=PARTS)
    editing.template = "families/file/_pupil_fields.html"
    return answer(editing, lambda: verbs.add_pupil(contacts.family, form.values, form.homes.data, by=current_user))


@bp.route("/familles/<int:family_id>/eleves/<int:pupil_id>", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def change_pupil(family_id: int, pupil_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    pupil = queries.pupil_for(contacts, pupil_id)
    groups = queries.groups_for(current_user, pupil)
    form = PupilForm.of(contacts.homes, groups, pupil)
    editing = Editing(contacts.family, form, _("Enfant"), "enfant", "pupil.changed", parts=PARTS)
    editing.template, editing.after = "families/file/_pupil_fields.html", "families/file/_pupil_after.html"
    editing.extra = {"pupil": pupil, "may_place": groups is not None, "siblings": contacts.siblings(pupil_id)}
    family, version = contacts.family, form.version
    return answer(
        editing,
        lambda: verbs.change_pupil(pupil, version.data, form.values, form.homes.data, family=family, by=current_user),
        lambda current: PupilForm.of(contacts.homes, groups, current, formdata=None),
    )


@bp.get("/familles/<int:family_id>/eleves")
@allow(PUPIL_EDITORS)
def find_pupil(family_id: int) -> Response:
    """Look for a pupil of the school who lives here too."""
    contacts = file_queries.contacts_for(current_user, family_id)
    (file_verbs.opened_part if answers.is_htmx() else file_verbs.opened)(
        contacts.family, by=current_user, part="recherche"
    )
    form = SearchForm(request.args)
    found = queries.pupils_named(form.q.data, contacts) if form.validate() and form.q.data else []
    context = {"form": form, "found": found, "contacts": contacts, "asked": bool(form.q.data)}
    return answers.page_or_fragment("families/file/_find_pupil.html", "families/file/find_pupil.html", **context)


@bp.post("/familles/<int:family_id>/eleves/<int:pupil_id>/rattachement")
@allow(PUPIL_EDITORS)
def attach_pupil(family_id: int, pupil_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    pupil = queries.any_pupil(pupil_id)
    home = queries.home_for(contacts, request.form.get("household_id", 0, type=int))
    verbs.attach(pupil, home, by=current_user)
    answers.saved(_("%(name)s fait partie de la famille", name=pupil.name))
    return show_again(contacts.family, PARTS)


@bp.post("/familles/<int:family_id>/eleves/<int:pupil_id>/retrait")
@allow(PUPIL_EDITORS)
def detach_pupil(family_id: int, pupil_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    pupil = queries.pupil_for(contacts, pupil_id)
    left = verbs.detach(pupil, contacts.family, by=current_user)
    back, _fields = undo("restore_pupil", family_id, pupil_id=pupil_id)
    answers.saved(
        _("%(name)s n’est plus dans cette famille", name=pupil.name), undo=(back, {"homes": ",".join(map(str, left))})
    )
    return show_again(contacts.family, PARTS)


@bp.post("/familles/<int:family_id>/eleves/<int:pupil_id>/retour")
@allow(PUPIL_EDITORS)
def restore_pupil(family_id: int, pupil_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    pupil = queries.any_pupil(pupil_id)
    homes = {home.id for home in contacts.homes if str(home.id) in request.form.get("homes", "").split(",")}
    verbs.restore(pupil, contacts.family, homes, by=current_user)
    answers.saved(_("%(name)s est de nouveau dans cette famille", name=pupil.name))
    return show_again(contacts.family, PARTS)

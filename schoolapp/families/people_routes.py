"""The people of a family: adding, correcting and taking off responsible persons, and the homes they live in."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import answers
from schoolapp.access import allow
from schoolapp.families import file_queries
from schoolapp.families import people_queries as queries
from schoolapp.families import people_verbs as verbs
from schoolapp.families.circle import CONTACT_EDITORS
from schoolapp.families.file_answers import Editing, answer, show_again, undo
from schoolapp.families.people import Guardian
from schoolapp.families.people_forms import GuardianForm, HomeForm, NewHomeForm
from schoolapp.families.routes import bp

PARTS = ("head", "reach", "homes")


@bp.route("/familles/<int:family_id>/foyers/nouveau", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def add_home(family_id: int) -> Response:
    family = file_queries.family_for(current_user, family_id, contacts=True)
    form = NewHomeForm()
    editing = Editing(family, form, _("Ajouter un foyer"), "foyer", "household.changed", parts=PARTS)
    editing.template = "families/file/_home_fields.html"
    return answer(editing, lambda: verbs.add_home(family, form.values, by=current_user))


@bp.route("/familles/<int:family_id>/foyers/<int:home_id>", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def change_home(family_id: int, home_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    home = queries.home_for(contacts, home_id)
    form = HomeForm.of(home)
    shown = next(one for one in contacts.homes if one.id == home_id)
    editing = Editing(contacts.family, form, _("Foyer"), "foyer", "household.changed", parts=PARTS)
    editing.template, editing.after = "families/file/_home_fields.html", "families/file/_home_after.html"
    editing.extra = {"home": shown, "contacts": contacts}
    return answer(
        editing,
        lambda: verbs.change_home(home, form.version.data, form.values, by=current_user),
        lambda current: HomeForm.of(current, formdata=None),
    )


@bp.post("/familles/<int:family_id>/foyers/<int:home_id>/retrait")
@allow(CONTACT_EDITORS)
def remove_home(family_id: int, home_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    home = queries.home_for(contacts, home_id)
    verbs.remove_home(home, by=current_user)
    answers.saved(_("Foyer retiré"))
    return show_again(contacts.family, PARTS)


@bp.route("/familles/<int:family_id>/personnes/nouvelle", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def add_guardian(family_id: int) -> Response:
    contacts = queries.with_home(file_queries.contacts_for(current_user, family_id))
    form = GuardianForm.of(contacts.homes, contacts.children)
    editing = Editing(contacts.family, form, _("Ajouter une personne"), "personne", "guardian.changed", parts=PARTS)
    editing.template = "families/file/_guardian_fields.html"
    return answer(editing, lambda: verbs.add_guardian(contacts.family, form.entry, by=current_user))


@bp.route("/familles/<int:family_id>/personnes/<int:guardian_id>", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def change_guardian(family_id: int, guardian_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    guardian = queries.guardian_for(contacts, guardian_id)
    form = GuardianForm.of(contacts.homes, contacts.children, guardian)
    editing = Editing(contacts.family, form, _("Personne responsable"), "personne", "guardian.changed", parts=PARTS)
    editing.template, editing.after = "families/file/_guardian_fields.html", "families/file/_guardian_after.html"
    editing.extra = {"guardian": guardian}
    return answer(
        editing,
        lambda: verbs.change_guardian(guardian, form.version.data, form.entry, family=contacts.family, by=current_user),
        lambda current: _as_it_is(family_id, current),
    )


def _as_it_is(family_id: int, guardian: Guardian) -> GuardianForm:
    """The form of what somebody else has just written, numbers and ties included."""
    contacts = file_queries.contacts_for(current_user, family_id)
    return GuardianForm.of(contacts.homes, contacts.children, guardian, formdata=None)


@bp.post("/familles/<int:family_id>/personnes/<int:guardian_id>/retrait")
@allow(CONTACT_EDITORS)
def remove_guardian(family_id: int, guardian_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    guardian = queries.guardian_for(contacts, guardian_id)
    verbs.remove_guardian(guardian, contacts.family, by=current_user)
    back = undo("restore_guardian", family_id, guardian_id=guardian_id)
    answers.saved(_("%(name)s n’est plus dans la fiche", name=guardian.name), undo=back)
    return show_again(contacts.family, PARTS)


@bp.post("/familles/<int:family_id>/personnes/<int:guardian_id>/retour")
@allow(CONTACT_EDITORS)
def restore_guardian(family_id: int, guardian_id: int) -> Response:
    contacts = file_queries.contacts_for(current_user, family_id)
    guardian = queries.guardian_for(contacts, guardian_id, removed=True)
    verbs.restore_guardian(guardian, contacts.family, by=current_user)
    answers.saved(_("%(name)s est de nouveau dans la fiche", name=guardian.name))
    return show_again(contacts.family, PARTS)

"""The circle of a family: who has access and why, who opened the file, and the way in for a professional outside it."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import answers
from schoolapp.access import FILE_STAFF, Role, allow
from schoolapp.families import circle_queries as queries
from schoolapp.families import circle_verbs as verbs
from schoolapp.families import file_queries, file_verbs
from schoolapp.families.circle import CIRCLE_EDITORS, rights_of
from schoolapp.families.circle_forms import MemberForm, OpeningForm
from schoolapp.families.routes import bp
from schoolapp.forms import MAX_ID


@bp.get("/familles/<int:family_id>/cercle")
@allow(FILE_STAFF)
def circle(family_id: int) -> Response:
    sheet = queries.sheet_for(current_user, family_id)
    file_verbs.opened(sheet.family, by=current_user, part="cercle")
    return _page(sheet)


def _page(sheet: file_queries.Sheet, form: MemberForm | None = None, status: int = 200) -> Response:
    can = rights_of(current_user)
    before = request.args.get("avant", type=int)
    lines, older = queries.opened_by(sheet.id, before if before and 0 < before <= MAX_ID else None)
    people = queries.readers()
    if can.circle and form is None:
        form = MemberForm(queries.candidates(people, sheet))
    context = {"form": form, "lines": lines, "older": older, "by_role": queries.by_role(people)}
    return Response(render_template("families/circle.html", sheet=sheet, can=can, **context), status)


@bp.post("/familles/<int:family_id>/cercle")
@allow(CIRCLE_EDITORS)
def bring_in(family_id: int) -> Response:
    sheet = queries.sheet_for(current_user, family_id)
    people = queries.candidates(queries.readers(), sheet)
    form = MemberForm(people)
    if not form.validate():
        return _page(sheet, form, 422)
    person = next(person for person in people if person.id == form.user_id.data)
    verbs.bring_in(sheet.family, person, form.reason.data, form.until.data, by=current_user)
    answers.saved(_("Enregistré : %(name)s fait partie du cercle", name=person.name))
    return redirect(url_for("families.circle", family_id=family_id), 303)


@bp.post("/familles/<int:family_id>/cercle/<int:member_id>/retrait")
@allow(CIRCLE_EDITORS)
def take_out(family_id: int, member_id: int) -> Response:
    member = queries.member_for(current_user, family_id, member_id)
    verbs.take_out(member, by=current_user)
    back = url_for("families.bring_back", family_id=family_id, member_id=member_id)
    answers.saved(_("%(name)s ne fait plus partie du cercle", name=member.user.name), undo=(back, {}))
    return redirect(url_for("families.circle", family_id=family_id), 303)


@bp.post("/familles/<int:family_id>/cercle/<int:member_id>/retour")
@allow(CIRCLE_EDITORS)
def bring_back(family_id: int, member_id: int) -> Response:
    member = queries.member_for(current_user, family_id, member_id)
    verbs.bring_back(member, by=current_user)
    answers.saved(_("%(name)s fait de nouveau partie du cercle", name=member.user.name))
    return redirect(url_for("families.circle", family_id=family_id), 303)


def outside(family_id: int) -> str:
    """The page that tells a professional that a file is outside their circle, and asks why they need it."""
    family = queries.closed_file_for(current_user, family_id)
    return render_template("families/file/outside.html", family=family, form=OpeningForm(formdata=None))


@bp.post("/familles/<int:family_id>/ouverture")
@allow({Role.PROFESSIONAL})
def open_for_a_day(family_id: int) -> Response | tuple[str, int]:
    if file_queries.sheet_or_none(current_user, family_id) is None:
        family = queries.closed_file_for(current_user, family_id)
        form = OpeningForm()
        if not form.validate():
            return render_template("families/file/outside.html", family=family, form=form), 422
        verbs.open_for_a_day(family, form.reason.data, by=current_user)
        answers.saved(_("Fiche ouverte pour 24 heures"))
    return redirect(url_for("families.show", family_id=family_id), 303)

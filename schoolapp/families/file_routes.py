"""The family's file: its page, the rest of its timeline, and the parts of it that are written by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, abort, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import answers
from schoolapp.access import FILE_STAFF, SCHOOL_STAFF, Role, allow
from schoolapp.families import file_drawn, file_words, parts
from schoolapp.families import file_queries as queries
from schoolapp.families import file_verbs as verbs
from schoolapp.families.board_routes import me
from schoolapp.families.circle import CONTACT_EDITORS, EDITORS, rights_of
from schoolapp.families.circle_routes import outside
from schoolapp.families.file_answers import Editing, answer, show_again, undo
from schoolapp.families.file_forms import FactorForm, NameForm, PlanForm, TierForm
from schoolapp.families.routes import bp
from schoolapp.families.vocabulary import FACTOR_KINDS

file_words.register(bp)


def moment_of(text: str | None) -> datetime | None:
    """The moment a page of the timeline starts from, as its address says it; 404 when it says none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        abort(404)
    return moment if 1900 < moment.year < 9000 else abort(404)


@bp.get("/familles/<int:family_id>")
@allow(SCHOOL_STAFF)
def show(family_id: int) -> Response | str | bytes:
    user = me()
    if user.role == Role.SECRETARIAT:
        return contacts(family_id)
    sheet = queries.sheet_or_none(user, family_id)
    if sheet is None:
        return outside(family_id)
    verbs.opened(sheet.head.subject, by=user)
    return file_drawn.page(sheet, user)


def contacts(family_id: int) -> str:
    """The secretariat's page: how to reach the family, and nothing else of its file."""
    found = queries.contacts_for(current_user, family_id)
    verbs.opened(found.family, by=current_user)
    return render_template("families/contacts.html", sheet=found, can=rights_of(current_user))


@bp.get("/familles/<int:family_id>/fil")
@allow(FILE_STAFF)
def thread(family_id: int) -> Response:
    """Older entries of the timeline, under those already shown."""
    family = queries.family_for(current_user, family_id)
    before = moment_of(request.args.get("avant"))
    (verbs.opened_part if answers.is_htmx() else verbs.opened)(family, by=current_user, part="fil")
    stretch = parts.timeline(current_user, family, file_drawn.timelines(), before)
    return answers.page_or_fragment(
        "families/file/_thread.html", "families/file/thread.html", thread=stretch, family=family, before=before
    )


@bp.route("/familles/<int:family_id>/nom", methods=["GET", "POST"])
@allow(CONTACT_EDITORS)
def rename(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id, contacts=True)
    form = NameForm.of(family)
    editing = Editing(family, form, _("Nom de la famille"), "nom", "family.changed", parts=("head",))
    return answer(
        editing,
        lambda: verbs.rename(family, form.seen.data, form.values, by=current_user),
        lambda current: NameForm.of(current, formdata=None),
    )


@bp.route("/familles/<int:family_id>/plan", methods=["GET", "POST"])
@allow(EDITORS)
def plan(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = PlanForm.of(family)
    editing = Editing(family, form, _("Plan avec la famille"), "plan", "family.plan", parts=("plan",))
    return answer(
        editing,
        lambda: verbs.write_plan(family, form.seen.data, form.values, by=current_user),
        lambda current: PlanForm.of(current, formdata=None),
    )


@bp.route("/familles/<int:family_id>/palier", methods=["GET", "POST"])
@allow(EDITORS)
def tier(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = TierForm.of(family)
    editing = Editing(family, form, _("Palier d’intervention"), "palier", "family.tier", parts=("head", "thread"))
    editing.template, editing.after = "families/file/_tier_fields.html", "families/file/_tier_history.html"
    editing.extra = {"tiers": queries.tiers(family_id)}
    return answer(
        editing,
        lambda: verbs.set_tier(family, form.seen.data, form.values, reason=form.reason.data, by=current_user),
        lambda current: TierForm.of(
            current, formdata=None, reason=next((change.words for change in queries.tiers(family_id)), "")
        ),
    )


@bp.route("/familles/<int:family_id>/facteurs/<kind>", methods=["GET", "POST"])
@allow(EDITORS)
def factor(family_id: int, kind: str) -> Response:
    if kind not in FACTOR_KINDS:
        abort(404)
    family = queries.family_for(current_user, family_id)
    form = FactorForm(kind)
    title = _("Ce qui aide") if kind == "force" else _("Ce qui complique")
    editing = Editing(family, form, title, kind, "family.factor_added", parts=("factors",))
    return answer(
        editing, lambda: verbs.add_factor(family, kind, form.code.data, form.words.data or "", by=current_user)
    )


@bp.post("/familles/<int:family_id>/facteurs/<int:factor_id>/retrait")
@allow(EDITORS)
def remove_factor(family_id: int, factor_id: int) -> Response:
    factor = queries.factor_for(current_user, family_id, factor_id)
    verbs.remove_factor(factor, by=current_user)
    words = factor.words or FACTOR_KINDS[factor.kind].get(factor.code, factor.code)
    answers.saved(_("Retiré : %(what)s", what=words), undo=undo("restore_factor", family_id, factor_id=factor_id))
    return show_again(factor.family, ("factors",))


@bp.post("/familles/<int:family_id>/facteurs/<int:factor_id>/retour")
@allow(EDITORS)
def restore_factor(family_id: int, factor_id: int) -> Response:
    factor = queries.factor_for(current_user, family_id, factor_id)
    verbs.restore_factor(factor, by=current_user)
    answers.saved(_("Remis dans la fiche"))
    return show_again(factor.family, ("factors",))

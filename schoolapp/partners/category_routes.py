"""Views of the school's own categories."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.errors import Refused
from schoolapp.partners import categories, sheet_pages, sheet_queries
from schoolapp.partners.forms import CategoryForm, RenameForm
from schoolapp.partners.rules import MANAGERS
from schoolapp.partners.sheet_pages import me

bp = Blueprint("partner_categories", __name__)


def _page(form: CategoryForm, status: int = 200) -> Response:
    return sheet_pages.form("categories.html", form, status, needs=categories.counted())


@bp.get("/partenaires/categories")
@allow(MANAGERS)
def index() -> Response:
    return _page(CategoryForm(me()))


@bp.post("/partenaires/categories")
@allow(MANAGERS)
def add() -> Response:
    form = CategoryForm(me())
    if not form.validate():
        return _page(form, 422)
    try:
        made = categories.add(form.name.data, form.parent.data, by=me())
    except Refused as refused:
        form.name.errors = [str(refused)]
        return _page(form, 422)
    saved(_("Catégorie « %(name)s » ajoutée.", name=made.name))
    return go(url_for("partner_categories.index", _anchor=made.parent))


@bp.get("/partenaires/categories/<int:category_id>")
@allow(MANAGERS)
def edit(category_id: int) -> Response:
    category = sheet_queries.category_for(category_id)
    form = RenameForm(me())
    form.name.data = category.name
    return sheet_pages.form("category.html", form, category=category)


@bp.post("/partenaires/categories/<int:category_id>")
@allow(MANAGERS)
def rename(category_id: int) -> Response:
    category, form = sheet_queries.category_for(category_id), RenameForm(me())
    if not form.validate():
        return sheet_pages.form("category.html", form, 422, category=category)
    try:
        categories.rename(category, form.name.data, by=me())
    except Refused as refused:
        form.name.errors = [str(refused)]
        return sheet_pages.form("category.html", form, 422, category=category)
    saved(_("Catégorie enregistrée."))
    return go(url_for("partner_categories.index", _anchor=category.parent))


@bp.post("/partenaires/categories/<int:category_id>/archivage")
@allow(MANAGERS)
def archive(category_id: int) -> Response:
    category = sheet_queries.category_for(category_id)
    categories.archive(category, by=me())
    undo = (url_for("partner_categories.restore", category_id=category_id), {})
    saved(_("« %(name)s » n’est plus offerte; les services qui l’ont la gardent.", name=category.name), undo=undo)
    return go(url_for("partner_categories.index", _anchor=category.parent))


@bp.post("/partenaires/categories/<int:category_id>/retablissement")
@allow(MANAGERS)
def restore(category_id: int) -> Response:
    category = sheet_queries.category_for(category_id)
    categories.restore(category, by=me())
    saved(_("« %(name)s » est offerte de nouveau.", name=category.name))
    return go(url_for("partner_categories.index", _anchor=category.parent))

"""The board: seeing it, moving its cards, keeping its filters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, LEADS, SCHOOL_STAFF, Role, allow
from schoolapp.accounts.models import User
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.families import board_answers, board_cards, board_page, board_queries, board_verbs
from schoolapp.families.board_events import opened
from schoolapp.families.board_filters import address, asked
from schoolapp.families.board_forms import FilterForm, MoveForm
from schoolapp.families.routes import bp

MOVERS = LEADS | {Role.PROFESSIONAL}


def me() -> User:
    """The person signed in, with their school."""
    return current_user._get_current_object()


@bp.get("/familles")
@allow(SCHOOL_STAFF)
def board() -> Any:
    """The board; for the secretariat, which sees no state of a link, the directory."""
    if me().role == Role.SECRETARIAT:
        from schoolapp.families.directory_routes import directory

        return directory()
    return _board_page()


@bp.get("/familles/etat")
@allow(FILE_STAFF)
def board_state() -> Any:
    """The board again if it changed since version ``v``, else nothing. Open tabs ask every few seconds."""
    if request.args.get("v") == board_queries.version(me(), asked(request.args)):
        return Response(status=204)
    shown = board_page.board(me(), request.args)
    return shown.filled(render_template("families/_board_state.html", board=shown))


@bp.get("/familles/<int:family_id>/carte")
@allow(FILE_STAFF)
def card(family_id: int) -> bytes:
    """One card of the board."""
    found = board_cards.cards(me(), board_queries.sights(me(), family_id))
    if not found:
        abort(404)
    opened("board.opened", by=me())
    return found[0].html


@bp.get("/familles/<int:family_id>/deplacer")
@allow(MOVERS)
def move_page(family_id: int) -> str:
    """The « … » menu of a card, as a page for browsers without JavaScript."""
    family = board_queries.movable_for(me(), family_id)
    opened("board.opened", by=me())
    form = MoveForm(formdata=None, etat=family.link_state, version=family.version, filtres=board_answers.back())
    return render_template("families/move.html", **board_answers.move_choices(me(), family, form))


@bp.post("/familles/<int:family_id>/deplacement")
@allow(MOVERS)
def move(family_id: int) -> Any:
    """Move a card to a column, to a place in it."""
    family, form = board_queries.movable_for(me(), family_id), MoveForm()
    if not form.validate():
        return board_answers.move_refused(me(), family, form)
    try:
        left = board_verbs.move(family, **form.chosen(), by=me())
    except Stale:
        return board_answers.move_conflict(me(), family_id, form)
    board_answers.say_moved(family, left, form)
    return board_answers.done(me(), family, form.filtres.data, to_file=form.suite.data == "fiche")


@bp.post("/familles/filtres")
@allow(FILE_STAFF)
def save_filter() -> Any:
    """Keep the filters of the board under a name."""
    form = FilterForm()
    asked_filters = address(form.filtres.data)
    if not form.validate():
        return _board_page(form, asked_filters), 422
    board_verbs.save_filter(me(), form.name.data, urlencode(asked_filters))
    saved(_("Filtre « %(name)s » enregistré.", name=form.name.data))
    return go(url_for("families.board", **asked_filters))


@bp.post("/familles/filtres/<int:filter_id>/retrait")
@allow(FILE_STAFF)
def remove_filter(filter_id: int) -> Any:
    """Forget one of one's own saved filters."""
    kept = board_queries.filter_for(me(), filter_id)
    board_verbs.remove_filter(kept, by=me())
    saved(_("Filtre « %(name)s » retiré.", name=kept.name))
    return go(url_for("families.board", **address(kept.query)))


def _board_page(form: FilterForm | None = None, args: Any = None) -> bytes:
    """The whole page, and its line in the journal."""
    shown = board_page.board(me(), request.args if args is None else args)
    if shown.filters and form is None:
        form = FilterForm(formdata=None)  # a name for these filters
    opened("board.opened", by=me(), detail=shown.query)
    page = render_template("families/board.html", board=shown, form=form)
    return shown.filled(page)

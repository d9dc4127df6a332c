"""How the board's routes answer: the board again after a change, both versions after a conflict."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, request, url_for
from flask_babel import gettext as _

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.answers import is_htmx, page_or_fragment, saved
from schoolapp.families import board_page, board_queries
from schoolapp.families.board_filters import address
from schoolapp.families.board_forms import COLUMN, LEAD, PRIORITY, Lines, MoveForm
from schoolapp.families.board_verbs import Place
from schoolapp.families.models import Family
from schoolapp.families.vocabulary import ALL_STATES, ENDED, LINK_STATES, PRIORITIES


def back() -> str:
    """The filters and the column of the board that this page was opened from, to find it again afterwards."""
    came = request.args.get("filtres")
    if came is None and urlsplit(request.referrer or "").path == url_for("families.board"):
        came = request.referrer
    return urlencode(address(came))


def done(user: User, family: Family, filters: str | None, *, to_file: bool = False) -> Response:
    """After a change: for htmx the board as it is now, for others the page that they came from."""
    asked = address(filters)
    if is_htmx():
        answer = _with_board("families/_board_after.html", board_page.board(user, asked))
        answer.headers["HX-Trigger"] = json.dumps({"family:moved": {"id": family.id, "version": family.version}})
        return answer
    if to_file:
        return page_or_fragment("", redirect_to=url_for("families.show", family_id=family.id))
    return page_or_fragment("", redirect_to=url_for("families.board", **asked, _anchor=f"card-{family.id}"))


def _with_board(fragment: str, board: board_page.Board, status: int = 200) -> Response:
    answer = page_or_fragment(fragment, status=status, board=board)
    answer.set_data(board.filled(answer.get_data(as_text=True)))
    return answer


def say_moved(family: Family, left: Place, form: MoveForm) -> None:
    """Tell what moved, and offer to put it back; putting back is not put back in its turn."""
    column = ALL_STATES[family.link_state]
    if form.annule.data:
        saved(_("Annulé : %(name)s est revenue dans « %(column)s ».", name=family.name, column=column))
        return
    if left.state == family.link_state:
        text = _("%(name)s a changé de place.", name=family.name)
    else:
        text = _("%(name)s est maintenant dans « %(column)s ».", name=family.name, column=column)
    saved(text, undo=undo(family, left, form.filtres.data, form.suite.data))


def undo(family: Family, left: Place, filters: str | None, to: str | None = "") -> tuple[str, dict[str, Any]] | None:
    """The address and the fields that put the family back where it was; None when it was not on the board."""
    if left.state in (None, ENDED):
        return None
    fields = {"version": family.version, "etat": left.state, "apres": left.after or "", "annule": 1}
    kept = {"filtres": urlencode(address(filters)), "suite": to or ""}
    return url_for("families.move", family_id=family.id), fields | {name: text for name, text in kept.items() if text}


def move_conflict(user: User, family_id: int, form: MoveForm) -> Response:
    """The conflict of a move. htmx also gets the board as it is, since the card was already shown at its new place."""
    wanted = [(COLUMN, LINK_STATES[form.etat.data])]
    if not is_htmx():
        return conflict(family_id, form, wanted, "", "families/board_conflict.html")
    shown = board_page.board(user, address(form.filtres.data))
    answer = conflict(family_id, form, wanted, "families/_board_conflict.html", "", board=shown)
    answer.set_data(shown.filled(answer.get_data(as_text=True)))
    return answer


def move_refused(user: User, family: Family, form: MoveForm) -> Response:
    """Status 422: the move makes no sense; nothing has changed."""
    form.version.data = form.version.data or family.version
    if is_htmx():
        return _with_board("families/_board_refused.html", board_page.board(user, address(form.filtres.data)), 422)
    return page_or_fragment("", "families/move.html", status=422, **move_choices(user, family, form))


def move_choices(user: User, family: Family, form: MoveForm) -> dict[str, Any]:
    """What the page that moves a card shows."""
    return {"family": family, "form": form, "states": LINK_STATES, "leads": user.role in LEADS}


def conflict(family_id: int, form: Any, mine: Lines, fragment: str, page: str, **context: Any) -> Response:
    """Status 409: what the person wanted beside what the family has become, by whom and when, and the choice.

    ``form`` is sent back with the present version: sending it again is choosing one's own.
    """
    current = Family.get_by_id(family_id)
    form.version.data = current.version
    theirs = [
        (COLUMN, ALL_STATES.get(current.link_state, _("Pas au tableau"))),
        (PRIORITY, PRIORITIES[current.priority]),
        (LEAD, current.lead.name if current.lead else _("Personne pour l’instant")),
    ]
    shown = {
        "family": current,
        "form": form,
        "mine": mine,
        "theirs": theirs,
        "change": board_queries.last_change(family_id),
    }
    return page_or_fragment(fragment, page, status=409, **shown, **context)

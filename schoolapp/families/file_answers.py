"""How the pages that edit a family's file answer: the form, its errors, two versions of a conflict, the file again.

With htmx the form comes in the page's dialog and the saved parts of the file are replaced in place; without, the form
is a page and a saved form leads back to the file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import BooleanField, DateField, Field, FieldList, FormField, HiddenField, TimeField
from wtforms.fields.choices import SelectFieldBase

from schoolapp import answers
from schoolapp.access import Role
from schoolapp.errors import Stale
from schoolapp.families import file_drawn, file_queries, file_verbs
from schoolapp.families.circle import rights_of
from schoolapp.families.family import Family
from schoolapp.formats import date_words, time_words
from schoolapp.forms import Form
from schoolapp.records import NamedTuple, dataclass


@dataclass
class Editing:
    """A form about a part of a family's file.

    Attributes:
        title: the heading of the page or dialog, plain words.
        part: the code of the part, for the journal's line of its reading.
        action: the journal's action of its writing, by which a conflict finds who wrote the other version.
        template: the fragment that draws the fields; the generic one draws them in order.
        after: the fragment of what else can be done, under the form.
        extra: what these fragments need besides the form.
        parts: the parts of the file to draw again once saved.
    """

    family: Family
    form: Form
    title: str
    part: str
    action: str
    template: str = "families/file/_fields.html"
    after: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    parts: Sequence[str] = ()
    saved: str = ""


class Difference(NamedTuple):
    """One field of which two versions exist, in words."""

    label: str
    mine: str
    theirs: str


def show_form(editing: Editing, status: int = 200, differences: Sequence[Difference] = ()) -> Response:
    """The form, in the dialog or as a page. Opening it is a reading of the file."""
    if request.method == "GET":
        record = file_verbs.opened_part if answers.is_htmx() else file_verbs.opened
        record(editing.family, by=current_user, part=editing.part)
    return answers.page_or_fragment(
        "families/file/_edit.html",
        "families/file/edit.html",
        status=status,
        editing=editing,
        form=editing.form,
        differences=differences,
        other=file_queries.last_event(editing.family.id, editing.action) if differences else None,
        **editing.extra,
    )


def answer(editing: Editing, save: Callable[[], Any], theirs: Callable[[Any], Form] | None = None) -> Response:
    """Show the form, or save what it brings: 422 with its errors, 409 with both versions, or the file again.

    Args:
        save: the verb, called once the form is valid.
        theirs: the same form filled with the row as somebody else left it.
    """
    if not editing.form.is_submitted():
        return show_form(editing)
    if not editing.form.validate():
        return show_form(editing, 422)
    try:
        save()
    except Stale as stale:
        current = theirs(stale.current)
        found = differences(editing.form, current)
        if found:
            _take_version(editing.form, current)
            return show_form(editing, 409, found)
    answers.saved(editing.saved or _("Enregistré"))
    return show_again(editing.family, editing.parts)


def show_again(family: Family, parts: Sequence[str]) -> Response:
    """After a write: the changed parts of the file for htmx, the file itself for others."""
    if not answers.is_htmx():
        return redirect(url_for("families.show", family_id=family.id), 303)
    if current_user.role == Role.SECRETARIAT:
        found = file_queries.contacts_for(current_user, family.id)
        return answers.page_or_fragment("families/file/_contacts_again.html", sheet=found, can=rights_of(current_user))
    sheet = file_queries.sheet_or_none(current_user, family.id) or abort(404)
    drawn = file_drawn.drawing(file_queries.read(sheet, current_user), current_user)
    thread = file_drawn.thread(sheet, current_user) if "thread" in parts else None
    return answers.page_or_fragment(
        "families/file/_again.html",
        sheet=sheet,
        drawn={part: drawn[part] for part in parts if part in drawn},
        thread=thread,
    )


def undo(endpoint: str, family_id: int, **values: Any) -> tuple[str, dict[str, Any]]:
    """The undo of a removal, for ``answers.saved``."""
    return url_for(f"families.{endpoint}", family_id=family_id, **values), {}


def differences(mine: Form, theirs: Form) -> list[Difference]:
    """The fields that the two versions fill differently."""
    found = []
    for one in mine:
        if isinstance(one, HiddenField) or one.name not in theirs:
            continue
        words, others = in_words(one), in_words(theirs[one.name])
        if words != others:
            found.append(Difference(str(one.label.text), words, others))
    return found


def in_words(given: Field) -> str:
    """What a field holds, as a person would read it."""
    if isinstance(given, FieldList):
        return "\n".join(filter(None, map(in_words, given)))
    if isinstance(given, FormField):
        return str(given.form.in_words())
    if isinstance(given, SelectFieldBase):
        return ", ".join(str(option[1]) for option in given.iter_choices() if option[2])
    if isinstance(given, BooleanField):
        return _("oui") if given.data else _("non")
    if given.data is None:
        return ""
    words = {DateField: date_words, TimeField: time_words}.get(type(given), str)
    return str(words(given.data))


def _take_version(mine: Form, current: Form) -> None:
    """What the person sends next is written over the version they are now shown."""
    for name in ("seen", "version"):
        if name in mine:
            mine[name].data = current[name].data

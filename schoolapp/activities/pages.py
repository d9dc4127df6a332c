"""How the views of activities answer: pages, fragments for htmx, and the words of what was done."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import audit
from schoolapp.accounts.queries import staff
from schoolapp.activities import notices, queries, rules
from schoolapp.activities.forms import ActivityFields, TimesForm
from schoolapp.activities.models import Activity, SignUp, Slot
from schoolapp.activities.series import Times
from schoolapp.activities.shown import Row
from schoolapp.answers import page_or_fragment
from schoolapp.formats import date_short


def activity_form(form: ActivityFields, activity: Activity | None = None, status: int = 200) -> Response:
    """The form of an activity; with 409, what somebody else wrote meanwhile is said above it."""
    template = "activities/edit.html" if activity else "activities/new.html"
    return make_response(render_template(template, form=form, activity=activity, theirs=status == 409), status)


def sent_form(activity: Activity) -> ActivityFields:
    """The form that was sent; what the activity had stays a choice of its lists."""
    form = ActivityFields(current_user, queries.groups_for(current_user), staff(rules.READERS))
    form.keep_choice(form.group, activity.group_id, activity.group_id and activity.group.label)
    form.keep_choice(form.host, activity.host_id, activity.host_id and activity.host.name)
    form.keep_choice(
        form.organization, activity.organization_id, activity.organization_id and activity.organization.name
    )
    return form


def activity(activity: Activity, form: TimesForm, status: int = 200) -> Response:
    """The page of an activity; ``form`` adds times to it."""
    sheet = queries.sheet(current_user, activity)
    context = {"sheet": sheet, "form": form, "manages": rules.manages(current_user)}
    return make_response(render_template("activities/show.html", **context), status)


def skipped_words(times: Times) -> str:
    """The days that a series leaves out, said."""
    days = times.skipped
    if not days:
        return ""
    shown = _(", ").join(date_short(day) for day in days[:6])
    return ngettext(
        "Sans le %(days)s : jour sans classe.", "Sans les %(days)s : jours sans classe.", len(days), days=shown
    )


def told_words(words: str, told: int) -> str:
    """What was done, and how many people wait for word of it."""
    if not told:
        return words
    return f"{words} " + ngettext("%(num)s personne à prévenir.", "%(num)s personnes à prévenir.", told)


def after(activity: Activity, told: int) -> str:
    """Where one goes next: to those to be told, when there are some."""
    if told:
        return url_for("notices.index", activite=activity.id)
    return url_for("activities.show", activity_id=activity.id)


def numbers(text: str) -> list[int]:
    """Ids separated by commas, as an undo keeps them."""
    found = [part for part in text[:2000].split(",") if part.isascii() and part.isdecimal() and len(part) < 10]
    return [int(part) for part in found]


def opened(slot: Slot) -> None:
    """Write down that this person reads who comes."""
    audit.record("activity.opened", by=current_user, subject=slot.activity, detail={"moment": slot.id})


def slot(slot: Slot, status: int = 200, **more: Any) -> Response:
    """The list of one time: who comes, with what can be said of each."""
    context = {"sheet": queries.people(slot), "activity": slot.activity, "may": _may(slot)} | more
    return make_response(render_template("activities/slot.html", **context), status)


def _may(slot: Slot) -> dict[str, bool]:
    mine = queries.my_groups(current_user)
    return {
        "edit": rules.can_edit(current_user, slot.activity, mine),
        "manage": rules.manages(current_user),
        "check": rules.sets_checks(current_user),
    }


def row(sign_up: SignUp) -> Response:
    """One person of the list again, for htmx; the whole list for others."""
    fresh = queries.slot_for(current_user, sign_up.slot_id)
    sheet = queries.people(fresh)
    found = [one for one in (*sheet.coming, *sheet.waiting, *sheet.gone) if one.id == sign_up.id]
    back = url_for("slots.show", slot_id=fresh.id, _anchor=f"row-{sign_up.id}")
    context: dict[str, Row | Any] = {"row": found[0] if found else None, "sheet": sheet, "activity": fresh.activity}
    return page_or_fragment("activities/_marked.html", redirect_to=back, may=_may(fresh), **context)


def told(notice_id: int, back: str) -> Response:
    """One line of those to be told again."""
    line = next((one for one in notices.pending(current_user) if one.id == notice_id), None)
    return page_or_fragment("activities/_notice.html", redirect_to=back, line=line)

"""What the pages of invitations show."""

from __future__ import annotations

from datetime import time
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import audit, jobs
from schoolapp.activities import invitation_choice as choice
from schoolapp.activities import invitation_queries as queries
from schoolapp.activities import invitation_sheets as sheets
from schoolapp.activities import invitation_texts as texts
from schoolapp.activities.invitation import InvitationPrint
from schoolapp.activities.invitation_forms import AnswerForm, InviteForm, MeansForm, PrintForm
from schoolapp.activities.invitation_queries import Filters, Line
from schoolapp.activities.invitation_texts import Occasion
from schoolapp.activities.invitation_vocabulary import (
    ANSWERS,
    CALL,
    CALL_ME,
    EMAIL,
    MEANS_ICONS,
    READY,
    SHOWN_MEANS,
    STATE_TAGS,
    STATES,
    TEXT,
    TO_HAND_OUT,
    UNKNOWN,
    WORKING,
)
from schoolapp.activities.models import Activity
from schoolapp.answers import page_or_fragment
from schoolapp.families.board_events import opened
from schoolapp.families.contact_words import language_name
from schoolapp.families.vocabulary import LANGUAGES, MOMENTS
from schoolapp.formats import time_words
from schoolapp.i18n import Speech, speaking, unchecked
from schoolapp.records import NamedTuple

WORDS = {
    "states": STATES,
    "state_tags": STATE_TAGS,
    "means_words": SHOWN_MEANS,
    "means_icons": MEANS_ICONS,
    "languages": LANGUAGES,
}


def me() -> Any:
    """Who is signed in."""
    return current_user._get_current_object()


def occasion_of(activity: Activity) -> Occasion:
    """What one is invited to, with its times to come."""
    return Occasion.of(activity, queries.coming(activity), me().school)


def _page(name: str, activity: Activity, status: int = 200, **context: Any) -> Response:
    shown = {"activity": activity, **WORDS, **context}
    return page_or_fragment(f"invitations/_{name}.html", f"invitations/{name}.html", status=status, **shown)


# ---- choosing


def choosing(activity: Activity, form: InviteForm | None = None, status: int = 200) -> Response:
    """The families one may invite, as the address asks for them."""
    user = me()
    offer = choice.offer(user, activity)
    asked = choice.Search.of(user, request.args, offer.own)
    candidates, more = choice.search(user, activity, asked)
    opened("invitation.picked", by=user)
    return _page(
        "choose",
        activity,
        status,
        asked=asked,
        offer=offer,
        candidates=candidates,
        free=[one for one in candidates if one.state is None],
        more=more,
        form=form or InviteForm([], formdata=None),
        ticked=set(form.ticked) if form else None,
        occasion=occasion_of(activity),
    )


def invited_words(count: int, already: int) -> str:
    """What a choice did."""
    done = ngettext("%(num)d famille invitée", "%(num)d familles invitées", count)
    if not already:
        return done
    told = ngettext("%(num)d l’était déjà", "%(num)d l’étaient déjà", already)
    return f"{done}; {told}"


# ---- the list


def index(activity: Activity, status: int = 200, form: PrintForm | None = None) -> Response:
    """The invitations of an activity."""
    user, filters = me(), Filters.of(request.args)
    found = queries.listing(user, activity, filters, request.args.get("page", "1"))
    opened("invitation.listed", by=user)
    here = {step: url_for("invitations.index", activity_id=activity.id, **filters.query(), page=found.number + step)
            for step in (-1, 1)}  # fmt: skip
    return _page(
        "list",
        activity,
        status,
        filters=filters,
        found=found,
        tabs_of=_tabs(activity, filters, found),
        form=form or PrintForm(formdata=None),
        previous=here[-1] if found.number > 1 else None,
        following=here[1] if found.number < found.last else None,
        to_send=sum(line.means == EMAIL and line.state == TO_HAND_OUT for line in found.lines),
        to_hand=[line for line in found.lines if line.state == TO_HAND_OUT and line.means != EMAIL],
        sends_mail=current_app.config["SETTINGS"].sends_mail,
        unknown=UNKNOWN,
        prints=queries.prints(user, activity),
        ready=READY,
    )


def _tabs(activity: Activity, filters: Filters, found: queries.Listing) -> list[tuple[str, str, bool, int]]:
    def tab(state: str, words: str, count: int) -> tuple[str, str, bool, int]:
        url = url_for("invitations.index", activity_id=activity.id, **filters.query(etat=state))
        return words, url, filters.etat == state, count

    every = tab("", _("Toutes"), sum(found.states.values()))
    kept = [(code, words) for code, words in STATES.items() if found.states[code] or filters.etat == code]
    return [every, *(tab(code, str(words), found.states[code]) for code, words in kept)]


# ---- one invitation


class Said(NamedTuple):
    """The same words in the family's language, and in French for whoever sends them."""

    speech: Speech
    own: Any
    french: Any = None


def _said(line: Line, compose: Any) -> Said:
    with speaking(line.language) as speech:
        own = compose()
    if line.language == "fr":
        return Said(speech, own)
    with speaking("fr"):
        return Said(speech, own, compose())


def show(
    activity: Activity,
    line: Line,
    status: int = 200,
    form: MeansForm | None = None,
    answer: AnswerForm | None = None,
) -> Response:
    """One invitation: what to send or say, and what the family answered."""
    audit.record("invitation.opened", by=me(), subject=activity, family=line.family_id)
    occasion, home = occasion_of(activity), line.home
    text = _said(line, lambda: texts.text_message(occasion, line.nonce))
    texted, mails = home.texted(any_kind=line.means == TEXT), list(home.emails)
    first = form or MeansForm(formdata=None, means=line.means, language=line.language, version=line.version)
    return _page(
        "show",
        activity,
        status,
        line=line,
        occasion=occasion,
        code=texts.code(line.nonce),
        link=texts.link(line.nonce),
        text=text,
        text_url=texts.text_address(texted[1].dialled, text.own) if texted else None,
        texted=texted,
        called=home.called,
        mails=mails,
        mail_url=f"mailto:{quote(mails[0].email)}" if mails else None,
        script=_said(line, lambda: texts.script(occasion)),
        moment=moment_words(line),
        answered=line.state in ANSWERS,
        form=first,
        answer=answer or AnswerForm(formdata=None),
        unchecked=unchecked(line.language),
        sends_mail=current_app.config["SETTINGS"].sends_mail,
    )


def moment_words(line: Line) -> str:
    """When to call, in a few words; empty when nobody knows."""
    words = [str(MOMENTS[code]) for code in line.moments if code in MOMENTS]
    words += [_("pas avant %(time)s", time=time_words(_time(line.not_before)))] if line.not_before else []
    words += [_("pas après %(time)s", time=time_words(_time(line.not_after)))] if line.not_after else []
    return ", ".join(words)


def _time(value: Any) -> Any:
    """A time of day as either engine gives it."""
    return time.fromisoformat(value) if isinstance(value, str) else value


# ---- calls


class Call(NamedTuple):
    """A family to call: whom, when, in which language, with whose help."""

    line: Line
    person: str
    number: str
    dialled: str
    moment: str
    language: str
    interpreter: str


def calls(activity: Activity) -> Response:
    """Whom to call, with the words to say in each language: on the screen and on paper."""
    user = me()
    wanted = [line for line in queries.lines(user, activity) if _to_call(line)]
    found = [_call(line) for line in queries.with_homes(wanted)]
    opened("invitation.called", by=user)
    occasion = occasion_of(activity)
    scripts = {}
    for code in dict.fromkeys(["fr", *(call.line.language for call in found)]):
        with speaking(code) as speech:
            scripts[code] = (speech, language_name(code), texts.script(occasion))
    return _page("calls", activity, calls=found, scripts=list(scripts.values()) if found else [], occasion=occasion)


def _to_call(line: Line) -> bool:
    return line.state == CALL_ME or (line.means == CALL and line.state == TO_HAND_OUT)


def _call(line: Line) -> Call:
    found = line.home.called
    person, number = (found[0].name, found[1]) if found else ("", None)
    helped = {"oui": _("avec interprète"), "personne": _("avec %(name)s", name=line.interpreter_name)}
    return Call(
        line,
        person,
        number.shown if number else "",
        number.dialled if number else "",
        moment_words(line),
        language_name(line.spoken or line.language),
        helped.get(line.interpreter, ""),
    )


# ---- paper


def printing(activity: Activity, printed: InvitationPrint) -> Response:
    """The sheets, or how far they have come."""
    if printed.state == READY and (document := sheets.document(printed)):
        opened("invitation.read", by=me())
        filters = Filters.of_address(printed.filters)
        return _page("sheets", activity, printed=printed, document=document, filters=filters)
    return progress(activity, printed)


def progress(activity: Activity, printed: InvitationPrint) -> Response:
    """How far the job has come, or that it died."""
    told = jobs.current()
    alive = printed.state == WORKING and told.is_alive(printed.job)
    beat = told.last_beat(printed.job) if alive else None
    return _page("progress", activity, printed=printed, beat=beat, interrupted=not alive)

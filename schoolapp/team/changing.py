"""What a meeting changes at once in a family's file: the forms, and how their answers are carried out."""

from __future__ import annotations

from dataclasses import field
from functools import partial
from typing import Any

from flask_babel import gettext as _

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.errors import Stale
from schoolapp.families.board_queries import can_move
from schoolapp.families.board_verbs import Decision
from schoolapp.families.circle import EDITORS
from schoolapp.families.file_verbs import fingerprint
from schoolapp.families.models import Family
from schoolapp.families.vocabulary import LINK_STATES, TIERS
from schoolapp.formats import date_words
from schoolapp.records import dataclass
from schoolapp.team import queries, rules
from schoolapp.team.forms import ActionForm, LinkForm, LookForm, TierForm, WordsForm
from schoolapp.team.models import DecidedChange, MeetingPoint

TIER_COLUMNS = ("tier", "tier_review_on")


@dataclass
class Outcome:
    """How a change went: its words, or the status and what the page must show to go on."""

    status: int = 200
    words: str = ""
    context: dict[str, Any] = field(default_factory=dict)


def context(user: User, point: MeetingPoint) -> dict[str, Any]:
    """All that one may decide on a point, each with its form; a form that is not one's to fill is not there."""
    meeting, card = point.meeting, queries.card(user, point)
    may = partial(rules.can, user, state=meeting.state)
    shown: dict[str, Any] = {"point": card, "meeting": meeting, "may": may, "link_form": None, "tier_form": None}
    shown |= {"action_form": None, "theirs": None, "overtaken": ""}
    shown["words_form"] = WordsForm(user, formdata=None, words=card.words, version=card.words_version)
    shown["look_form"] = LookForm(formdata=None, look_on=card.look_on, version=card.look_version)
    if may("decide"):
        shown["action_form"] = ActionForm(user, queries.doers(user, point), formdata=None, who=0)
    if may("change") and point.about_id is not None:
        shown |= _of_family(user, queries.family_or_none(user, point))
    return shown


def _of_family(user: User, family: Family | None) -> dict[str, Any]:
    if family is None:
        return {}
    found: dict[str, Any] = {"family": family}
    if may_move(user, family):
        found["link_form"] = link_form(family, formdata=None, state=family.link_state, version=family.version)
    if user.role in EDITORS:
        start = {"tier": family.tier, "review_on": family.tier_review_on, "seen": fingerprint(family, TIER_COLUMNS)}
        found["tier_form"] = TierForm(formdata=None, **start)
    return found


def may_move(user: User, family: Family) -> bool:
    """As on the board: a family that is not on it is put there by the leads only."""
    return can_move(user, family) and (family.link_state in LINK_STATES or user.role in LEADS)


def link_form(family: Family, **options: Any) -> LinkForm:
    """The form of the new column; a family that is not on the board also needs its signals."""
    return LinkForm(joins=family.link_state not in LINK_STATES, **options)


def move(user: User, point: MeetingPoint) -> Outcome:
    """Move the family on the board, or put it there, as the form says."""
    family = queries.family_of(user, point)
    if not may_move(user, family):
        return Outcome(403)
    form = link_form(family)
    if not form.validate():
        return Outcome(422, context={"link_form": form})
    to, expected = form.state.data, form.version.data
    try:
        if form.joins:
            DecidedChange.prioritise(point, family, _why(point, form), expected=expected, by=user)
        else:
            DecidedChange.move(point, family, to=to, expected=expected, by=user)
    except Stale as stale:
        form.version.data = stale.current.version
        return Outcome(409, context={"link_form": form, "overtaken": "link"})
    words = _("%(name)s est maintenant dans « %(column)s ».", name=family.name, column=LINK_STATES[to])
    return Outcome(words=words)


def _why(point: MeetingPoint, form: LinkForm) -> Decision:
    decided = _("Rencontre d’équipe du %(day)s", day=date_words(point.meeting.starts_at, weekday=False))
    return Decision(form.signals.data, point.words[:1000], decided, "normale", None, form.state.data)


def set_tier(user: User, point: MeetingPoint) -> Outcome:
    """Set the family's tier as the form says."""
    family, form = queries.family_of(user, point), TierForm()
    if not form.validate():
        return Outcome(422, context={"tier_form": form})
    try:
        DecidedChange.set_tier(point, family, form.seen.data or "", form.values, reason=form.reason.data, by=user)
    except Stale as stale:
        form.seen.data = fingerprint(stale.current, TIER_COLUMNS)
        return Outcome(409, context={"tier_form": form, "overtaken": "tier"})
    return Outcome(words=str(TIERS[form.tier.data]))

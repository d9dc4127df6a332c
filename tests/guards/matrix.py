"""The second table of ``docs/permissions.md``: role × page × row, as the status that each person gets.

The rows are those of the Haddad family of the cast: its child is in group 302. Three professionals ask: one brought
into the circle by name, one who opened the file for 24 hours, one who did neither.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests import asking, verbs
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.families.models import CircleMember, Household, Opening
from schoolapp.formats import sort_key
from schoolapp.notes.models import FollowUp, Note
from schoolapp.partners import referral_verbs
from schoolapp.partners.models import Organization, Service
from schoolapp.team.agenda import Topic
from schoolapp.team.models import MeetingPoint, TeamMeeting
from tests.cast import Cast

COLUMNS = {
    "agent": "agent",
    "direction": "direction",
    "prof": "teacher of 302",
    "prof2": "teacher of 101",
    "named": "professional, named",
    "opener": "professional, 24 h",
    "pro": "professional",
    "secretariat": "office",
    "repondant": "liaison",
}
FAMILY_PAGES = {
    "its file": "",
    "its timeline": "/fil",
    "its card of the board": "/carte",
    "its circle": "/cercle",
    "moving its card": "/deplacer",
    "handing it to a colleague": "/attribution",
    "taking it off the board": "/fin",
    "its plan": "/plan",
    "its tier": "/palier",
    "its forces": "/facteurs/force",
    "its obstacles": "/facteurs/obstacle",
    "its name": "/nom",
    "its contact preferences": "/contact",
    "a home of it": "/foyers/{home}",
    "a new guardian": "/personnes/nouvelle",
    "its pupils": "/eleves",
    "a new note": "/notes/nouvelle",
    "a new follow-up": "/suivis/nouveau",
}
NOTE_PAGES = {"read": "", "correct": "/edition", "withdraw": "/retrait", "say the effect": "/effet"}
NOTES = {
    "a note of the circle, by its teacher": "prof",
    "a restricted note, by the agent": "agent",
    "a draft kept by its teacher": "draft",
}

REQUEST_PAGES = {
    "read": "",
    "close": "/fermeture",
    "ask a colleague": "/avis",
    "hand over": "/transfert",
    "refuse": "/refus",
    "link to a family": "/famille",
}

REFERRAL_PAGES = {
    "read": "",
    "prepare what is told": "/renseignements",
    "note a consent": "/accord",
    "except": "/exception",
    "send": "/envoi",
    "note a refusal": "/refus",
}

# The file's address shows another page to some.
OTHER_PAGES = {
    "families/contacts.html": "contacts",
    "families/file/outside.html": "reason asked",
    "team/office.html": "when, where",
}
MEETING_PAGES = {
    "a meeting one is invited to": "/rencontres/{meeting}",
    "its minutes": "/rencontres/{meeting}/compte-rendu",
    "its place in a calendar": "/rencontres/{meeting}/rencontre.ics",
    "changing its date and people": "/rencontres/{meeting}/edition",
    "its point of the school": "/rencontres/points/{free}",
    "its point about the family": "/rencontres/points/{about}",
    "who does what about the family": "/rencontres/points/{about}/actions/nouvelle",
    "a meeting one is not invited to": "/rencontres/{other_meeting}",
}


@dataclass
class Scene:
    """The people of the columns, and the rows that they ask for."""

    people: dict[str, User]
    places: dict[str, int]


def _professional(code: str) -> User:
    name = f"Personne {code}"
    return User.create(
        email=f"{code}@ecole.example",
        name=name,
        sort_key=sort_key(name),
        role=Role.PROFESSIONAL,
        password_hash="-",
        created_at=clock.now(),
    )


def _note(cast: Cast, by: User, visibility: str) -> Note:
    content = {
        "happened_at": clock.now(),
        "means": "telephone",
        "reached": "yes",
        "people": "",
        "minutes": None,
        "practices": ["dialogue"],
        "text": "Un appel.",
        "visibility": visibility,
    }
    return Note.write(cast.haddad.id, content, by=by, form_key=secrets.token_hex(8))[0]


def _request(cast: Cast, helper: User | None = None) -> AgentRequest:
    """A request of the teacher about the family, received; a colleague may have been asked."""
    content = {"family": cast.haddad.id, "observed": "Un fait.", "help": ["famille"], "urgency": "mois"}
    request = asking.ask(content, by=cast.prof, form_key=secrets.token_hex(8), apart=True)
    verbs.receive(request, request.version, by=cast.agent)
    if helper is not None:
        verbs.invite(request, request.version, helper, "Un avis?", by=cast.agent)
    return request


def _follow_up(cast: Cast) -> FollowUp:
    """A follow-up of the teacher with the family."""
    told = {"what": "Rappeler", "due_on": clock.today(), "assignee_id": cast.prof.id}
    return FollowUp.plan(cast.haddad.id, **told, by=cast.prof, form_key=secrets.token_hex(8))


def _referral(cast: Cast) -> int:
    """A referral of the family to a service, just prepared."""
    now = {"created_at": clock.now(), "updated_at": clock.now()}
    held = Organization.create(uuid="o", name="Entraide", sort_key="entraide", **now)
    service = Service.create(uuid="s", organization=held, name="Vestiaire", sort_key="vestiaire", **now)
    values = {"reason": "Un fait.", "steps_by": "agent"}
    return referral_verbs.refer(cast.haddad, service, values, by=cast.agent, form_key=secrets.token_hex(8)).id


def _meetings(cast: Cast, people: list[User]) -> dict[str, int]:
    """A meeting under way with all these people, about the family and the school; and one of the agent alone."""
    when = {"starts_at": clock.now(), "by": cast.agent}
    meeting = TeamMeeting.plan(guests=[one.id for one in people], **when)
    meeting.start(by=cast.agent)
    [about] = MeetingPoint.add_topics(meeting, [Topic(cast.haddad.id)], by=cast.agent)
    free = MeetingPoint.add_free(meeting, "Le café des parents", by=cast.agent)
    other = TeamMeeting.plan(guests=[cast.agent.id], **when)
    return {"meeting": meeting.id, "about": about.id, "free": free.id, "other_meeting": other.id}


def stage(cast: Cast) -> Scene:
    """Write what the table speaks of."""
    named, opener = _professional("named"), _professional("opener")
    now = clock.now()
    CircleMember.create(family=cast.haddad, user=named, reason="Suivi en orthopédagogie", added_at=now)
    Opening.create(family=cast.haddad, user=opener, reason="Remplacement", at=now, until=now + timedelta(hours=24))
    places = {
        "family": cast.haddad.id,
        "home": Household.get(Household.family == cast.haddad).id,
        "prof": _note(cast, cast.prof, "circle").id,
        "agent": _note(cast, cast.agent, "restricted").id,
        "draft": _note(cast, cast.prof, "private").id,
        "follow_up": _follow_up(cast).id,
        "request": _request(cast).id,
        "asked": _request(cast, named).id,
        "referral": _referral(cast),
    } | _meetings(cast, [cast.prof, cast.prof2, cast.pro, named, opener])
    return Scene({**cast.everyone, "named": named, "opener": opener}, places)


def pages() -> dict[str, str]:
    """What each line asks for: words, then the address with the names of its rows."""
    family = {words: f"/familles/{{family}}{path}" for words, path in FAMILY_PAGES.items()}
    notes = {
        f"{words}: {act}": f"/notes/{{{row}}}{path}" for words, row in NOTES.items() for act, path in NOTE_PAGES.items()
    }
    follow_ups = {
        f"a follow-up of the teacher: {act}": f"/suivis/{{follow_up}}{path}"
        for act, path in {"read": "", "change": "/edition", "postpone": "/report", "cancel": "/annulation"}.items()
    }
    requests = {
        f"a request of the teacher, received: {act}": f"/demandes/{{request}}{path}"
        for act, path in REQUEST_PAGES.items()
    }
    asked = {"a request of the teacher, with one’s advice asked: read": "/demandes/{asked}"}
    referrals = {
        f"a referral of the family: {act}": f"/references/{{referral}}{path}" for act, path in REFERRAL_PAGES.items()
    }
    referrals["a new referral"] = "/familles/{family}/references/nouvelle"
    return {**family, **notes, **follow_ups, **requests, **asked, **referrals, **MEETING_PAGES}


def table(scene: Scene, sign_in: Callable[[User], Any]) -> str:
    """The table, as Markdown."""
    browsers = {code: sign_in(scene.people[code]) for code in COLUMNS}
    lines = [f"| | {' | '.join(COLUMNS.values())} |", f"|---|{':-:|' * len(COLUMNS)}"]
    for words, address in pages().items():
        cells = [cell(browser, address.format(**scene.places)) for browser in browsers.values()]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def cell(browser: FlaskClient, address: str) -> str:
    """What a person gets: ✓, the status of a refusal, or what another page than the one asked for holds."""
    drawn: list[str] = []

    def note(_app: Flask, template: Template, **_context: Any) -> None:
        drawn.append(template.name)

    with template_rendered.connected_to(note, browser.application):
        status = browser.get(address).status_code
    if status != 200:
        return str(status)
    return next((words for name, words in OTHER_PAGES.items() if name in drawn), "✓")

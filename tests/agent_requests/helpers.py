"""What the tests of this room share: a request as it is typed, and one brought to any state."""

from __future__ import annotations

from itertools import count
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.agent_requests import asking, verbs
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.agent_requests.vocabulary import CLOSED, NEW, RECEIVED, REFUSED, UNDER_WAY
from schoolapp.families.models import Family, Pupil

KEY = "a-request-form-of-the-tests"
SEEN = "Trois messages sans réponse; Yasmine arrive souvent après la cloche."
_keys = (f"request-form-{number:06}" for number in count(1))


def typed(**changes: Any) -> dict[str, Any]:
    """The fields of a filled-in request, as posted."""
    fields = {
        "form_key": KEY,
        "observed": SEEN,
        "tried": ["appel", "mot"],
        "tried_words": "Deux textos",
        "parent_knows": "oui",
        "parent_words": "Soulagée qu’on l’aide",
        "help": ["famille", "rencontre"],
        "urgency": "semaine",
        "talk_when": "mardi à la récréation",
    }
    fields |= changes
    return {name: value for name, value in fields.items() if value is not None}


def content(family: Family | None = None, pupil: Pupil | None = None, **changes: Any) -> dict[str, Any]:
    """The columns of a request."""
    columns = {
        "family": family.id if family else None,
        "pupil": pupil.id if pupil else None,
        "about": "" if family or pupil else "Une nouvelle de maternelle",
        "observed": SEEN,
        "tried": ["appel"],
        "tried_words": "",
        "parent_knows": "non",
        "parent_words": "",
        "help": ["famille"],
        "urgency": "mois",
        "talk_when": "",
    }
    return columns | changes


def new_key() -> str:
    return next(_keys)


def ask(by: User, family: Family | None = None, pupil: Pupil | None = None, **more: Any) -> AgentRequest:
    """A request already made."""
    told = {name: more.pop(name) for name in ("main_id", "apart") if name in more}
    return asking.ask(content(family, pupil, **more), by=by, form_key=new_key(), **told)


def reread(request: AgentRequest) -> AgentRequest:
    return AgentRequest.get_by_id(request.id)


def bring_to(request: AgentRequest, state: str, agent: User) -> AgentRequest:
    """The request in a state, by the acts that lead there."""
    if state == REFUSED:
        verbs.refuse(request, request.version, "Ce n’est pas de mon ressort", by=agent)
    elif state != NEW:
        verbs.receive(request, request.version, by=agent)
        if state != RECEIVED:
            verbs.say(request, "answer", "J’appelle ce soir", by=agent, form_key=new_key())
            request = reread(request)
        if state == CLOSED:
            verbs.close(request, request.version, "better", "La mère est venue", by=agent)
    request = reread(request)
    assert request.state == state, (state, UNDER_WAY)
    return request

"""Making a request, or adding one's own to a request that is open already for the same family."""

from __future__ import annotations

from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest, RequestDraft, RequestEntry
from schoolapp.agent_requests.rows import draft_place
from schoolapp.agent_requests.verbs import FOLLOWED, locked
from schoolapp.agent_requests.vocabulary import NEW, OPEN
from schoolapp.audit import record
from schoolapp.database import atomic, db, is_sqlite
from schoolapp.errors import Stale
from schoolapp.formats import search_key

OWN_LOCKS, FAMILY_LOCKS = 0x7D8, 0x7D9  # the classes of our PostgreSQL advisory locks


class Twin(Exception):
    """The family has an open request already: the person chooses to add to it, or to make another all the same.

    Attributes:
        request: the one that is open.
    """

    def __init__(self, request: AgentRequest) -> None:
        super().__init__("already open")
        self.request = request


def ask(
    content: dict[str, Any], *, by: User, form_key: str, main_id: int | None = None, apart: bool = False
) -> AgentRequest:
    """Make a request, once for each form; its draft is over.

    Args:
        content: the columns that the person fills.
        main_id: the open request to add it to.
        apart: whether the person wants one of its own although another is open.

    Raises:
        Twin: the family has an open request, and nothing was said of it.
        Stale: the request to add to is not open any more.
    """
    with atomic():
        _one_at_a_time(OWN_LOCKS, by.id)
        mine = (AgentRequest.requester == by.id) & (AgentRequest.form_key == form_key)
        known = AgentRequest.get_or_none(mine)
        if known is not None:
            return known
        main = _main(main_id) if main_id else None
        if main is None and not apart and content.get("family"):
            _refuse_twin(content["family"])
        request = _create(content, main, by, form_key)
        place = draft_place(content.get("pupil"), content.get("family"))
        RequestDraft.close_at(by.id, *place, form_key=form_key)
    return request


def open_request(family_id: int) -> AgentRequest | None:
    """The request that is open for a family, the oldest one when there are several."""
    rows = AgentRequest.select().where(
        (AgentRequest.family == family_id) & AgentRequest.state.in_(OPEN) & AgentRequest.main.is_null()
    )
    return rows.order_by(AgentRequest.asked_at, AgentRequest.id).first()


def _main(main_id: int) -> AgentRequest:
    main = locked(main_id)
    if main.added or not main.open:
        raise Stale(main)
    return main


def _refuse_twin(family_id: int) -> None:
    _one_at_a_time(FAMILY_LOCKS, family_id)
    twin = open_request(family_id)
    if twin is not None:
        raise Twin(twin)


def _one_at_a_time(kind: int, number: int) -> None:
    """Two clicks of one person, or two people about one family, wait for each other. SQLite has one writer anyway."""
    if not is_sqlite():
        db.execute_sql("SELECT pg_advisory_xact_lock(%s, %s)", (kind, number))


def _create(content: dict[str, Any], main: AgentRequest | None, by: User, form_key: str) -> AgentRequest:
    now = clock.now()
    start = {"asked_at": now, "state_at": now, "about_key": search_key(content.get("about", ""))[:600]}
    follows = {name: main.__data__[name] for name in FOLLOWED} | {"main": main.id} if main else {}
    request = AgentRequest.create(**(start | content | follows), requester=by.id, form_key=form_key)
    entry = {"at": now, "by": by.id, "before": "", "after": request.state}
    RequestEntry.create(request=request, act="ask", **(entry | {"after": NEW if main is None else request.state}))
    if main is not None:
        RequestEntry.create(request=main, act="add", person=by, **(entry | {"before": main.state}))
        AgentRequest.update(told_at=now).where(AgentRequest.id == main.id).execute()
    detail = {"urgence": request.urgency, "aide": list(request.help)} | ({"demande": main.id} if main else {})
    action = "request.added" if main else "request.created"
    record(action, by=by, subject=request, family=request.family_id, detail=detail)
    return request

"""What people do to a request, one verb for each act of ``rules``: the row, its history and its event together.

A verb that leads elsewhere is guarded by the version that the person saw; a message is not, for nothing it says can be
overtaken. A request that was added to another follows it here.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests import rules
from schoolapp.agent_requests.models import AgentRequest, RequestContributor, RequestEntry
from schoolapp.agent_requests.vocabulary import RECEIVED
from schoolapp.audit import record
from schoolapp.database import atomic, is_sqlite
from schoolapp.errors import Stale
from schoolapp.families.models import Family

# What a request that was added to another takes from it.
FOLLOWED = ("state", "state_at", "agent", "family", "received_at", "news_at", "closed_at", "effect", "answer")


def locked(request_id: int) -> AgentRequest:
    """The request as it is now, held until the end of the transaction."""
    rows = AgentRequest.select().where(AgentRequest.id == request_id)
    return (rows if is_sqlite() else rows.for_update()).get()


def contributes(user: User, request: AgentRequest) -> bool:
    """Whether this person was asked to contribute, and still is."""
    mine = (RequestContributor.request == request.id) & (RequestContributor.user == user.id)
    return RequestContributor.select().where(mine & RequestContributor.released_at.is_null()).exists()


def parts_of(user: User, request: AgentRequest) -> frozenset[rules.Part]:
    """What this person is to the request."""
    helps = user.role not in (Role.AGENT, Role.DIRECTION) and contributes(user, request)
    return rules.parts_of(user.id, user.role, request.requester_id, contributes=helps)


def receive(request: AgentRequest, expected: int, *, by: User) -> None:
    """Say that one has it. Saying it twice changes nothing.

    Raises:
        Stale: it changed since this person read it.
    """
    if request.state == RECEIVED and request.agent_id == by.id:
        return
    _do("receive", request, expected, by, columns={"agent": by.id, "received_at": clock.now()})


def hand_over(request: AgentRequest, expected: int, agent: User, words: str, *, by: User) -> None:
    """Entrust it to an agent, with a word for them."""
    _do("hand_over", request, expected, by, words, person=agent, columns={"agent": agent.id})


def link(request: AgentRequest, expected: int, family: Family, *, by: User) -> None:
    """Say which family it is about."""
    _do("link", request, expected, by, family.name, columns={"family": family.id})


def invite(request: AgentRequest, expected: int, colleague: User, question: str, *, by: User) -> None:
    """Ask a colleague for a contribution: they may read this request, and nothing else."""
    with atomic():
        _do("invite", request, expected, by, question, person=colleague)
        asked = {"question": question, "asked_at": clock.now(), "asked_by": by.id}
        RequestContributor.insert(request=request.id, user=colleague.id, **asked).on_conflict(
            conflict_target=[RequestContributor.request, RequestContributor.user],
            update=asked | {"released_at": None, "answered_at": None},
        ).execute()


def release(contributor: RequestContributor, expected: int, *, by: User) -> None:
    """Close the request to a colleague who was asked: it is done."""
    if contributor.released_at is not None:
        return
    with atomic():
        _do("release", contributor.request, expected, by, person=contributor.user)
        RequestContributor.update(released_at=clock.now()).where(RequestContributor.id == contributor.id).execute()


def refuse(request: AgentRequest, expected: int, reason: str, *, by: User) -> None:
    """Refuse it, with a reason that whoever asked will read."""
    _end("refuse", request, expected, by, reason, {"answer": reason})


def close(request: AgentRequest, expected: int, effect: str, words: str, *, by: User) -> None:
    """End it, with the effect seen and a word back."""
    _end("close", request, expected, by, words, {"effect": effect, "answer": words})


def _end(act: str, request: AgentRequest, expected: int, by: User, words: str, columns: dict[str, Any]) -> None:
    now = clock.now()
    with atomic():
        _do(act, request, expected, by, words, columns=columns | {"closed_at": now})
        here = (RequestContributor.request == request.id) & RequestContributor.released_at.is_null()
        RequestContributor.update(released_at=now).where(here).execute()


def reopen(request: AgentRequest, expected: int, words: str, *, by: User) -> None:
    """Take it up again: an agent goes on with it; for anybody else it waits to be received, as at first."""
    act = "reopen" if by.role == Role.AGENT else "ask_again"
    columns: dict[str, Any] = {"closed_at": None, "effect": "", "answer": ""}
    if act == "reopen" and request.agent_id is None:
        columns["agent"] = by.id
    if act == "ask_again" and by.id == request.requester_id:
        columns["told_at"] = clock.now()
    _do(act, request, expected, by, words, columns=columns)


def say(request: AgentRequest, act: str, words: str, *, by: User, form_key: str) -> bool:
    """Add a message: an answer, news, thanks or a contribution, once for each form. Returns whether it is new.

    Raises:
        Stale: the request is not in a state for it any more.
    """
    with atomic():
        request = locked(request.id)
        _check(act, request, by)
        if not _enter(act, request, by, words, form_key=form_key):
            return False
        now, after = clock.now(), rules.RULES[act].leads_to(request.state)
        if after != request.state:
            _write(request, request.version, {"state": after, "state_at": now, "news_at": now})
        else:
            _touch(request, act, now)
        if act == "contribute":
            mine = (RequestContributor.request == request.id) & (RequestContributor.user == by.id)
            RequestContributor.update(answered_at=now).where(mine).execute()
        _record(act, request, by)
    return True


def worked(
    request: AgentRequest, act: str, expected: int, words: str = "", *, by: User, day: date | None = None
) -> None:
    """Keep that something was done for it elsewhere: the family put on the board, a follow-up planned."""
    _do(act, request, expected, by, words, day=day)


def _do(
    act: str,
    request: AgentRequest,
    expected: int,
    by: User,
    words: str = "",
    *,
    person: User | None = None,
    day: date | None = None,
    columns: dict[str, Any] | None = None,
) -> None:
    with atomic():
        if request.version != expected:
            raise Stale(AgentRequest.get_by_id(request.id))
        _check(act, request, by)
        before, now = request.state, clock.now()
        after = rules.RULES[act].leads_to(before)
        changed = dict(columns or {}) | ({"state": after, "state_at": now} if after != before else {})
        if by.role in (Role.AGENT, Role.DIRECTION):
            changed["news_at"] = now
        _write(request, expected, changed)
        _enter(act, request, by, words, before=before, person=person, day=day)
        _record(act, request, by, before=before, after=after, person=person)


def _check(act: str, request: AgentRequest, by: User) -> None:
    """Refuse an act that is not this person's, or that comes too late."""
    parts = parts_of(by, request)
    if not rules.may(act, parts) or (request.added and not rules.RULES[act].added):
        raise PermissionError(f"{act} is not for {sorted(parts)}")
    if not rules.allows(act, request.state, parts, added=request.added):
        raise Stale(AgentRequest.get_by_id(request.id))


def _write(request: AgentRequest, expected: int, columns: dict[str, Any]) -> None:
    request.change(expected, **columns)
    followed = {name: value for name, value in columns.items() if name in FOLLOWED}
    if followed:
        bumped = {"version": AgentRequest.version + 1}
        AgentRequest.update(**followed, **bumped).where(AgentRequest.main == request.id).execute()


def _touch(request: AgentRequest, act: str, now: Any) -> None:
    """A word was said: to whoever asked, or to those who work on it. No version changes: nothing can be overtaken."""
    if act == "thank":
        return
    field = AgentRequest.news_at if act == "answer" else AgentRequest.told_at
    AgentRequest.update({field: now}).where(AgentRequest.id == request.id).execute()
    if act == "tell" and request.main_id:
        AgentRequest.update({field: now}).where(AgentRequest.id == request.main_id).execute()


def _enter(act: str, request: AgentRequest, by: User, words: str, **columns: Any) -> bool:
    row = {"request": request.id, "at": clock.now(), "by": by.id, "act": act, "words": words}
    before = columns.pop("before", request.state)
    row |= {"before": before, "after": rules.RULES[act].leads_to(before)}
    inserted = RequestEntry.insert(**row, **columns).on_conflict_ignore().returning(RequestEntry.id).execute()
    return bool(list(inserted))


def _record(act: str, request: AgentRequest, by: User, *, person: User | None = None, **facts: Any) -> None:
    detail = {name: value for name, value in facts.items() if value} | ({"personne": person.name} if person else {})
    if detail.get("before") == detail.get("after"):
        detail = {name: value for name, value in detail.items() if name not in ("before", "after")}
    record(rules.RULES[act].event, by=by, subject=request, family=request.family_id, detail=detail)

"""How the views of a meeting answer: its page, or for htmx the parts that changed."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, session, url_for
from flask_login import current_user

from schoolapp import audit, clock
from schoolapp.answers import page_or_fragment
from schoolapp.opened_forms import new_key
from schoolapp.team import queries, rules
from schoolapp.team.models import MeetingPoint, TeamMeeting
from schoolapp.team.shown import Sheet
from schoolapp.team.waiting import waiting

AGAIN_AFTER_SECONDS = 300


def context(meeting: TeamMeeting, version: str | None = None, **more: Any) -> dict[str, Any]:
    """What the page of a meeting shows to the person signed in; ``version`` when it was just read."""
    sheet = queries.sheet(current_user, meeting, version)
    may = partial(rules.can, current_user, state=meeting.state)
    groups = waiting(current_user, meeting) if may("arrange") else []
    # Everything ticked as long as nobody chose: the agenda fills itself, and one ticks out.
    fresh = sheet.planned and not any(point.confidential for point in (*sheet.points, *sheet.proposed))
    return {"sheet": sheet, "may": may, "groups": groups, "ticked": fresh, "form_key": new_key()} | more


def again(meeting: TeamMeeting, point_id: int | None = None, *, status: int = 200, **more: Any) -> Response:
    """After a change: the meeting as it is now for htmx, its page for others."""
    anchor = f"point-{point_id}" if point_id else None
    back = url_for("team.show", meeting_id=meeting.id, _anchor=anchor)
    fresh = TeamMeeting.get_by_id(meeting.id)
    return page_or_fragment("team/_live.html", redirect_to=back, status=status, **context(fresh, **more))


def refused(meeting: TeamMeeting, fragment: str, **more: Any) -> Response:
    """Status 422: the form with what is wrong with it, alone for htmx, in the meeting's page for others."""
    return page_or_fragment(fragment, "team/show.html", status=422, **context(meeting, **more))


def opened(meeting: TeamMeeting, sheet: Sheet) -> None:
    """Write down that this person reads the agenda, with the families they see there; once in five minutes."""
    key, now = f"meeting.{meeting.id}", int(clock.now().timestamp())
    seen = sorted({point.family_id for point in (*sheet.points, *sheet.proposed) if point.family_id})
    kept = session.get("meeting")
    if (
        isinstance(kept, list)
        and kept[:3] == [key, current_user.session_id, seen]
        and now - kept[3] < AGAIN_AFTER_SECONDS
    ):
        return
    audit.record("meeting.opened", by=current_user, subject=meeting, detail={"familles": seen} if seen else None)
    session["meeting"] = [key, current_user.session_id, seen, now]


def opened_point(point: MeetingPoint) -> None:
    """Write down that this person reads one point by itself."""
    detail = {"rencontre": point.meeting_id}
    audit.record("point.opened", by=current_user, subject=point, family=point.about_id, detail=detail)

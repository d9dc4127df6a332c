"""Invites families of the made-up school to two of its activities: some said no, others have not answered yet."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random

from schoolapp import tokens
from schoolapp.activities.invitation import KIND, Invitation
from schoolapp.activities.invitation_means import BY_WISH, PARENTS_LANGUAGES
from schoolapp.activities.invitation_vocabulary import (
    ANOTHER_TIME,
    ANSWERS,
    CALL,
    CALL_ME,
    HANDED,
    NEVER_REMINDED,
    NO,
    PAPER,
    SEEN,
    TO_HAND_OUT,
)
from schoolapp.activities.models import Activity
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import ZONE, Calendar
from schoolapp.demo.chance import pick
from schoolapp.demo.families import Made
from schoolapp.demo.staff import Staff

ASKED = {"Visite de l’école": 40, "Mon plat, mon histoire": 26}
STATES = (TO_HAND_OUT,) * 5 + (HANDED,) * 6 + (SEEN, SEEN, NO, NO, ANOTHER_TIME, CALL_ME)


def invitations(writer: Writer, calendar: Calendar, staff: Staff, seed: int, families: list[Made]) -> None:
    """Write them from draws of their own: the rest of the school stays what it is."""
    rng = Random(f"{seed}:invitations")  # noqa: S311 - a made-up school, not a secret
    here = [made for made in families if made.present]
    now = datetime.combine(calendar.days[-1], time(11), tzinfo=ZONE).astimezone(UTC)
    for activity in [row for row in writer.rows[Activity] if row["title"] in ASKED]:
        batch = f"demonstration-{activity['id']}"
        for made in rng.sample(here, min(ASKED[activity["title"]], len(here))):
            _invite(writer, staff, rng, made, now, activity=activity["id"], batch=batch)


def _invite(writer: Writer, staff: Staff, rng: Random, made: Made, now: datetime, **columns: object) -> None:
    nonce, state = f"{rng.getrandbits(128):032x}", pick(rng, STATES)
    at = now - timedelta(days=rng.randint(3, 8), minutes=rng.randint(0, 300))
    handed = None if state == TO_HAND_OUT else at + timedelta(days=1)
    answered = at + timedelta(days=2) if state in ANSWERS else None
    writer.add(
        Invitation,
        family=made.id,
        language=_language(made),
        means=_means(made),
        state=state,
        token_nonce=nonce,
        token_digest=tokens.digest(tokens.token(KIND, nonce)),
        code_digest=tokens.digest(tokens.code(KIND, nonce)),
        created_at=at,
        created_by=staff.people["agent"],
        handed_at=handed,
        handed_by=staff.people["secretariat"] if handed else None,
        answered_at=answered,
        reminders_stopped=state in NEVER_REMINDED,
        **columns,
    )


def _language(made: Made) -> str:
    known = made.known.language if made.known else ""
    return known if known in PARENTS_LANGUAGES else "fr"


def _means(made: Made) -> str:
    """As the product would choose, of what is surely there: a call or a sheet of paper."""
    wished = [BY_WISH.get(code) for code in (made.known.means if made.known else ())]
    return CALL if wished[:1] == [CALL] else PAPER

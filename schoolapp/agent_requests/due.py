"""What waits for somebody among the requests: one statement for a page, sorted out here."""

from __future__ import annotations

from datetime import timedelta

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.agent_requests import queries
from schoolapp.agent_requests.shown import Card
from schoolapp.agent_requests.vocabulary import NEW, OPEN
from schoolapp.database import UTCDateTime
from schoolapp.records import NamedTuple

LATELY = timedelta(days=14)
MOST = 200
_OPEN = "q.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN))
_BY_URGENCY = "CASE q.urgency WHEN 'semaine' THEN 0 WHEN 'mois' THEN 1 ELSE 2 END, q.asked_at, q.id"
ALL_OPEN = f"WHERE q.main_id IS NULL AND {_OPEN} ORDER BY {_BY_URGENCY} LIMIT {MOST}"
# Parameters: the person, since when, the person.
OWN = f"""
    WHERE (q.requester_id = ? AND ({_OPEN} OR q.state_at >= ?)) OR EXISTS (SELECT 1 FROM request_contributor c
        WHERE c.request_id = q.id AND c.user_id = ? AND c.released_at IS NULL AND c.answered_at IS NULL)
    ORDER BY COALESCE(q.news_at, q.state_at) DESC, q.id DESC LIMIT {MOST}
"""  # noqa: S608 - texts of ours, no value


class ForAgent(NamedTuple):
    """For an agent: what nobody has yet, what somebody wrote to, what is without news. An absent colleague's too."""

    new: list[Card]
    told: list[Card]
    quiet: list[Card]


class Own(NamedTuple):
    """For everybody: what they asked for, and what they are asked about."""

    asked: list[Card]
    helps: list[Card]


def for_agent(user: User) -> ForAgent:
    """What an agent has to do."""
    cards = queries.cards(user, ALL_OPEN, [])
    mine = [card for card in cards if card.agent_id in (None, user.id) or card.agent_away]
    new = [card for card in mine if card.state == NEW]
    worked = [card for card in mine if card.state != NEW]
    quiet = [card for card in worked if card.late]
    return ForAgent(new, [card for card in worked if card.has_news and not card.late], quiet)


def own(user: User) -> Own:
    """One's own requests that are open, or ended lately; and those one is asked about and did not answer yet."""
    since = UTCDateTime().db_value(clock.now() - LATELY)
    cards = queries.cards(user, OWN, [user.id, since, user.id])
    asked = [card for card in cards if card.requester_id == user.id]
    return Own(asked, [card for card in cards if card.requester_id != user.id])


def for_direction(user: User) -> list[Card]:
    """What has waited too long, and what an absent agent holds."""
    return [card for card in queries.cards(user, ALL_OPEN, []) if card.late or card.agent_away]

"""The rows of this room, gathered: meetings and their people, the points of the agenda, what is decided."""

from schoolapp.team.decided import DecidedAction, DecidedChange
from schoolapp.team.meeting import MeetingGuest, StandingPoint, TeamMeeting
from schoolapp.team.point import DecisionVersion, MeetingPoint

__all__ = [
    "DecidedAction",
    "DecidedChange",
    "DecisionVersion",
    "MeetingGuest",
    "MeetingPoint",
    "StandingPoint",
    "TeamMeeting",
]

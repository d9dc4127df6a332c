"""A meeting as a calendar file. No name is in it: calendars are synchronised to telephones and shared."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.team.models import TeamMeeting
from schoolapp.team.vocabulary import CANCELLED


def invitation(meeting: TeamMeeting, address: str) -> bytes:
    """The iCalendar file of one meeting; downloaded again, it replaces the former one in the calendar."""
    from icalendar import Alarm, Calendar, Event

    calendar, event, alarm = Calendar(), Event(), Alarm()
    calendar.add("prodid", "-//Trait d'union//FR")
    calendar.add("version", "2.0")
    event.add("uid", f"rencontre-{meeting.id}-{meeting.created_at:%Y%m%d%H%M%S}@trait-dunion")
    event.add("sequence", meeting.version)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("summary", _("Rencontre d’équipe"))
    event.add("status", "CANCELLED" if meeting.state == CANCELLED else "CONFIRMED")
    event.add("url", address)
    if meeting.place:
        event.add("location", meeting.place)
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Rencontre d’équipe"))
    alarm.add("trigger", timedelta(minutes=-15))
    event.add_component(alarm)
    calendar.add_component(event)
    return calendar.to_ical()

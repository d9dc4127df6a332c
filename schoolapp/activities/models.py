"""The rows of this room, gathered."""

from schoolapp.activities.invitation import Invitation, InvitationPrint
from schoolapp.activities.rows import (
    Activity,
    ActivityGroup,
    CalendarFeed,
    Notice,
    SignUp,
    SignUpConsent,
    Slot,
    Verification,
)

__all__ = [
    "Activity",
    "ActivityGroup",
    "CalendarFeed",
    "Invitation",
    "InvitationPrint",
    "Notice",
    "SignUp",
    "SignUpConsent",
    "Slot",
    "Verification",
]

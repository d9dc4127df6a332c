"""The rows of this room, gathered."""

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
    "Notice",
    "SignUp",
    "SignUpConsent",
    "Slot",
    "Verification",
]

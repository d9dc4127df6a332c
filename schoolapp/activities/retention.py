"""What parents are told is erased after the school year: how they were to be reached, and what they wrote.

The name and the presence stay, as part of what the school and the family did together.
"""

from __future__ import annotations

from datetime import datetime, time

from schoolapp import clock, formats
from schoolapp.accounts import queries
from schoolapp.activities.rows import Notice, SignUp, Slot
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.families.models import SchoolYear
from schoolapp.mail import outbox

TASK = "activities.retention"
NOTHING = {"phone_digits": "", "phone_raw": "", "email": "", "child_words": "", "message": ""}


def run() -> int:
    """Once a day. Returns how many sign-ups were seen to."""
    today = clock.today().isoformat()
    if outbox.has_run(TASK, today):
        return 0
    with atomic():
        return forget() if outbox.first_to(TASK, today) else 0


def _limit() -> datetime | None:
    """The first moment of the present school year."""
    school = queries.school()
    year = SchoolYear.get_or_none(SchoolYear.id == school.current_year_id) if school else None
    return formats.to_utc(year.starts_on, time()) if year else None


def forget() -> int:
    """Erase the ways of reaching people of the years gone by. Returns how many sign-ups had some."""
    limit = _limit()
    if limit is None:
        return 0
    told = (SignUp.phone_raw != "") | (SignUp.email != "") | (SignUp.child_words != "") | (SignUp.message != "")
    past = SignUp.select(SignUp.id).join(Slot).where((Slot.ends_at < limit) & told)
    with atomic():
        numbers = [row.id for row in past]
        for number in numbers:  # the key of a person holds their number: nobody else has this one
            row = SignUp.update(**NOTHING, person_key=f"|{number}", version=SignUp.version + 1)
            row.where(SignUp.id == number).execute()
        called = (Notice.created_at < limit) & (Notice.phone_raw != "")
        Notice.update(phone_digits="", phone_raw="", words="").where(called).execute()
        if numbers:
            record("sign_up.forgotten", by=None, detail={"count": len(numbers)})
    return len(numbers)

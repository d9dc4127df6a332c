"""What is written to a parent who gave an address, in their language; and what time does by itself."""

from __future__ import annotations

from flask_babel import gettext as _

from schoolapp import clock, periodic
from schoolapp.accounts import queries
from schoolapp.activities import places, retention
from schoolapp.activities.public_mine import full_address, token_of
from schoolapp.activities.public_words import moment_words, span_words, told
from schoolapp.activities.rows import Activity, SignUp, Slot
from schoolapp.i18n import speaking
from schoolapp.mail import outbox


def write_of_offer(row: SignUp, slot: Slot) -> None:
    """Tell whoever waited that a place is kept for them, until when, and where to say yes. Without an address, the
    list of calls has them."""
    if not row.email:
        return
    activity, school = Activity.get_by_id(slot.activity_id), queries.school()
    clock.use_zone(school.time_zone)  # the clock may have set this off, for a school far from the default
    with speaking(row.language):
        subject = _("Une place est libre pour vous.")
        lines = [
            f"{_('Bonjour')} {row.name},",
            f"{subject}\n{told(activity).title}\n{span_words(slot.starts_at, slot.ends_at)}",
            f"{_('Répondez avant : %(when)s.', when=moment_words(row.offered_until))}",
            full_address("parents.mine", token=token_of(row)),
            f"{school.name}\n{school.phone}",
        ]
        key = f"offer:{row.id}:{row.offered_until:%Y%m%d%H%M%S}"
        outbox.put_to(row.email, key, "offer", subject, "\n\n".join(lines) + "\n")
    outbox.leave_soon()


def register() -> None:
    """Write as soon as a place is held for somebody; pass it on after its deadline; forget what was promised to be."""
    places.on_offer("mail", write_of_offer)
    periodic.every_minute("activities.offers", places.expire_offers)
    periodic.every_minute("activities.retention", retention.run)

"""What is written to a parent who waited, in their language: a place got free. And what time does by itself."""

from __future__ import annotations

from flask_babel import gettext as _

from schoolapp import clock, periodic
from schoolapp.accounts import queries
from schoolapp.accounts.strangers import full_address
from schoolapp.activities import places, retention
from schoolapp.activities.public_mine import is_offered, token_of
from schoolapp.activities.public_words import moment_words, span_words, told
from schoolapp.activities.rows import Activity, SignUp, Slot
from schoolapp.i18n import speaking
from schoolapp.mail import outbox
from schoolapp.mail.letters import Letter, register_writer
from schoolapp.mail.models import OutgoingMail

KIND = "offer"


def tell_of_offer(row: SignUp, _slot: Slot) -> None:
    """Have whoever waited told that a place is kept for them. Without an address, the list of calls has them."""
    if row.email:
        outbox.put_outside(f"{KIND}:{row.id}:{row.offered_until:%Y%m%d%H%M%S}", KIND, row.email)
        outbox.leave_soon()


def write(mail: OutgoingMail) -> Letter | None:
    """The words as they leave: until when the place is kept and where to say yes; none once it is not kept any more."""
    number, until = mail.key.split(":")[1:]
    rows = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity)
    row = rows.where((SignUp.id == int(number)) & (SignUp.email == mail.address)).first()
    if row is None or not is_offered(row) or f"{row.offered_until:%Y%m%d%H%M%S}" != until:
        return None
    school = queries.school()
    clock.use_zone(school.time_zone)
    with speaking(row.language) as speech:
        subject = _("Une place est libre pour vous.")
        paragraphs = [
            f"{_('Bonjour')} {row.name},",
            f"{subject}\n{told(row.slot.activity).title}\n{span_words(row.slot.starts_at, row.slot.ends_at)}",
            _("Répondez avant : %(when)s.", when=moment_words(row.offered_until)),
            full_address("parents.mine", token=token_of(row)),
            f"{school.name}\n{school.phone}",
        ]
    return Letter(subject, "\n\n".join(paragraphs) + "\n", school.name, speech.tag)


def register() -> None:
    """Write as soon as a place is held for somebody; pass it on after its deadline; forget what was promised to be."""
    register_writer(KIND, write)
    places.on_offer("mail", tell_of_offer)
    periodic.every_minute("activities.offers", places.expire_offers)
    periodic.every_minute("activities.retention", retention.run)

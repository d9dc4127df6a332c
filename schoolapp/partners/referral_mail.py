"""The mail that brings a partner its link. It names nobody: what is shared is read behind the link only.

Its words are written as it leaves, when the ground of the sharing is looked at once more: after a family took its yes
back, no mail leaves, even if it was waiting already.
"""

from __future__ import annotations

from datetime import timedelta

from flask import current_app, url_for
from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import School
from schoolapp.formats import date_words
from schoolapp.i18n import speaking
from schoolapp.mail.letters import Letter, register_writer
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners import sending, sharing
from schoolapp.partners.models import ReferralShare


def write(mail: OutgoingMail) -> Letter | None:
    """The words as they leave; None when the link does not open any more."""
    share = ReferralShare.get_or_none(ReferralShare.id == int(mail.key.partition(":")[2]))
    if share is None or not sharing.opens(share):
        return None
    school = School.get_by_id(1)
    clock.use_zone(school.time_zone)
    with speaking("fr") as speech:
        subject = _("Une demande de %(school)s pour votre service", school=school.name)[:200]
        return Letter(subject, _body(share, school), school.name, speech.tag, lambda: _left(share))


def _left(share: ReferralShare) -> None:
    referral = share.referral
    audit.record("referral.mailed", by=None, subject=referral, family=referral.family_id)


def _body(share: ReferralShare, school: School) -> str:
    base = current_app.config["SETTINGS"].address.rstrip("/")
    last = date_words(share.expires_at - timedelta(seconds=1), weekday=False)
    lines = [
        _("Bonjour,"),
        _(
            "%(school)s souhaite vous confier une demande pour le service « %(service)s ».",
            school=school.name, service=share.referral.service.name,
        ),
        _("Pour la lire et y répondre, sans compte ni mot de passe :"),
        base + url_for("referral_link.show", token=sending.token_of(share)),
        _("Ce lien vous est personnel. Il fonctionne jusqu’au %(day)s.", day=last),
        _("Une question? Appelez l’école : %(phone)s", phone=school.phone) if school.phone else "",
        school.name,
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line) + "\n"


def register() -> None:
    """Have the outbox know these mails."""
    register_writer(sending.LETTER, write)

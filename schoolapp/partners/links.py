"""A partner's own link to its sheets: made, sent, revoked; and finding it again by its address.

Nothing that opens it is stored (see ``tokens``); a mail that holds it is written as it leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask import abort, current_app
from flask_babel import gettext as _

from schoolapp import audit, clock, tokens
from schoolapp.accounts.models import School, User
from schoolapp.accounts.strangers import full_address
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.formats import NBSP, date_words, moment_words
from schoolapp.mail import outbox
from schoolapp.mail.letters import Letter, register_writer
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners.models import Organization, Service, SheetLink
from schoolapp.partners.vocabulary import ARCHIVED

KIND = "p"  # of its address
MAIL = "partenaire"
DAYS, FEWEST_DAYS, MOST_DAYS = 60, 1, 365
MOST_SHOWN = 30
OPEN, EXPIRED, REVOKED = "ouvert", "expire", "retire"


def state_of(link: SheetLink) -> str:
    """Whether the address still opens something."""
    if link.revoked_at is not None:
        return REVOKED
    return OPEN if link.expires_at > clock.now() else EXPIRED


def words_of(link: SheetLink) -> str:
    """Where the link stands, for the school."""
    state = state_of(link)
    if state == REVOKED:
        return _("Retiré le %(day)s", day=date_words(link.revoked_at, weekday=False))
    if state == EXPIRED:
        return _("Expiré depuis le %(day)s", day=date_words(link.expires_at, weekday=False))
    return _("Ouvert jusqu’au %(day)s", day=date_words(link.expires_at, weekday=False))


def used_words(link: SheetLink) -> str:
    """Whether somebody answered by it."""
    if link.used_at:
        return _("Le partenaire a répondu le %(when)s", when=moment_words(link.used_at))
    if link.mailed_at:
        return _("Envoyé le %(when)s, sans réponse pour l’instant", when=moment_words(link.mailed_at))
    return _("Pas encore de réponse")


def token_of(link: SheetLink) -> str:
    """The secret part of its address."""
    return tokens.token(KIND, link.nonce)


def address_of(link: SheetLink) -> str:
    """Its whole address, to send or to print."""
    return full_address("sheet_pages.show", token=token_of(link))


def make(
    organization: Organization, person: str, email: str, days: int, *, by: User, post_it: bool = False
) -> SheetLink:
    """Make a link for somebody of an organisation, and send it if asked.

    Raises:
        Refused: the organisation is archived.
    """
    if organization.archived:
        raise Refused(_("Cet organisme est archivé : rétablissez-le d’abord."))
    nonce, now = tokens.new_nonce(), clock.now()
    digest = tokens.digest(tokens.token(KIND, nonce))
    with atomic():
        link = SheetLink.create(
            organization=organization.id, person=person, email=email, nonce=nonce, token_digest=digest,
            created_at=now, created_by=by.id, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        audit.record("sheet_link.created", by=by, subject=link, detail={"jours": days})
        if post_it:
            post(link, by=by)
    return link


def _alive() -> Any:
    here = SheetLink.revoked_at.is_null() & (SheetLink.expires_at > clock.now())
    return here & Organization.archived_at.is_null() & Organization.merged_into.is_null()


def by_token(token: str) -> SheetLink | None:
    """The link of this address with its organisation; None when it is unknown, revoked or over."""
    rows = SheetLink.select(SheetLink, Organization).join(Organization)
    return rows.where((SheetLink.token_digest == tokens.digest(token[:100])) & _alive()).first()


def services_of(organization: Organization) -> list[Service]:
    """The sheets that the link shows."""
    rows = Service.select().where((Service.organization == organization.id) & (Service.state != ARCHIVED))
    return list(rows.where(Service.merged_into.is_null()).order_by(Service.sort_key, Service.id))


def of_organization(organization: Organization) -> list[SheetLink]:
    """Its links, the latest first, with who made them."""
    rows = SheetLink.select(SheetLink, User).join(User, "LEFT OUTER JOIN", on=SheetLink.created_by)
    return list(rows.where(SheetLink.organization == organization.id).order_by(SheetLink.id.desc()).limit(MOST_SHOWN))


def link_for(link_id: int) -> SheetLink:
    """One link with its organisation and who made it; 404 for what is none."""
    rows = SheetLink.select(SheetLink, Organization, User).join(Organization).switch(SheetLink)
    rows = rows.join(User, "LEFT OUTER JOIN", on=SheetLink.created_by)
    return rows.where(SheetLink.id == link_id).first() or abort(404)


def open_link_for(link_id: int) -> SheetLink:
    """The same, for what its address is shown of: 404 once it opens nothing any more."""
    link = link_for(link_id)
    return link if state_of(link) == OPEN else abort(404)


def revoke(link: SheetLink, *, by: User) -> None:
    """Close the address. Twice changes nothing."""
    with atomic():
        open_still = (SheetLink.id == link.id) & SheetLink.revoked_at.is_null()
        if SheetLink.update(revoked_at=clock.now(), revoked_by=by.id).where(open_still).execute():
            audit.record("sheet_link.revoked", by=by, subject=link)


# ---- by e-mail


def sends_mail() -> bool:
    """Whether this house has a mail server."""
    return bool(current_app.config["SETTINGS"].sends_mail)


def post(link: SheetLink, *, by: User) -> None:
    """Send the link to its person. Asked twice within a minute, it leaves once.

    Raises:
        Refused: it has no e-mail, or opens nothing any more.
    """
    if not link.email:
        raise Refused(_("Aucun courriel n’est inscrit pour ce lien : copiez l’adresse ou imprimez la feuille."))
    if state_of(link) != OPEN:
        raise Refused(_("Ce lien n’ouvre plus rien : faites-en un nouveau."))
    with atomic():
        if outbox.put_outside(f"{MAIL}:{link.id}:{clock.now():%Y%m%d%H%M}", MAIL, link.email):
            audit.record("sheet_link.mailed", by=by, subject=link)
            outbox.leave_soon()


def post_to(wanted: Iterable[tuple[Organization, str, str]], *, by: User) -> int:
    """Make and send a link to each of these organisations: whom it is for, at which e-mail. Returns how many leave.

    A link that is open for the same e-mail, for two weeks yet, is sent again rather than made twice.
    """
    count = 0
    with atomic():
        for organization, person, email in wanted:
            late = clock.now() + timedelta(days=14)
            open_still = SheetLink.revoked_at.is_null() & (SheetLink.expires_at > late)
            same = (SheetLink.organization == organization.id) & (SheetLink.email == email)
            link = SheetLink.select().where(same & open_still).order_by(SheetLink.id.desc()).first()
            post(link or make(organization, person, email, DAYS, by=by), by=by)
            count += 1
    return count


def write(mail: OutgoingMail) -> Letter | None:
    """The words as they leave; None once the link opens nothing any more, or is for another address."""
    _kind, number, _minute = mail.key.split(":")
    rows = SheetLink.select(SheetLink, Organization, User).join(Organization).switch(SheetLink)
    rows = rows.join(User, "LEFT OUTER JOIN", on=SheetLink.created_by)
    link = rows.where((SheetLink.id == int(number)) & (SheetLink.email == mail.address) & _alive()).first()
    if link is None:
        return None
    school = School.get_by_id(1)
    clock.use_zone(school.time_zone)
    subject = _("%(school)s : votre fiche est-elle à jour?", school=school.name)[:200]
    return Letter(subject, letter(link, school), school.name, "fr-CA", lambda: _left(link.id))


def _left(link_id: int) -> None:
    SheetLink.update(mailed_at=clock.now()).where(SheetLink.id == link_id).execute()


def letter(link: SheetLink, school: School) -> str:
    """What the partner reads, in a mail."""
    services = services_of(link.organization)
    sender = link.created_by.name if link.created_by else ""
    listed = "\n".join(f"–{NBSP}{service.name}" for service in services)
    parts = [
        _("Bonjour %(name)s,", name=link.person) if link.person else _("Bonjour,"),
        _(
            "Notre équipe tient un répertoire pour orienter les familles vers les bonnes personnes. "
            "%(name)s y figure : est-ce que tout est encore juste?",
            name=link.organization.name,
        ),
        _("Ce que nous avons :\n%(services)s", services=listed) if services else "",
        _(
            "Pour vérifier, ou corriger, deux minutes suffisent, sans compte ni mot de passe :\n%(link)s",
            link=address_of(link),
        ),
        _(
            "Ce lien est pour votre organisme; il fonctionne jusqu’au %(day)s. Vos corrections sont relues par l’école "
            "avant de paraître.",
            day=date_words(link.expires_at, weekday=False),
        ),
        "\n".join(part for part in (_("Merci!"), sender, school.name, school.phone) if part),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def register() -> None:
    """Have the outbox know these mails."""
    register_writer(MAIL, write)

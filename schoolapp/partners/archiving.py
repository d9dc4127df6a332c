"""Taking sheets off the lists and putting them back. Nothing is deleted: what refers to a sheet still leads to it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.partners import history
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Organization, Service
from schoolapp.partners.vocabulary import ACTIVE, ARCHIVED


def archive_service(service: Service, *, by: User) -> None:
    """Take a service off the lists. Twice changes nothing."""
    with atomic():
        fresh = Service.get_by_id(service.id)
        if not fresh.archived:
            _archive(fresh, clock.now(), Hand(by))
            record("service.archived", by=by, subject=fresh)


def restore_service(service: Service, *, by: User) -> None:
    """Put it back on the lists.

    Raises:
        Refused: its organisation is archived, or it was merged into another.
    """
    with atomic():
        fresh = Service.get_by_id(service.id)
        if not fresh.archived:
            return
        if fresh.merged_into_id or Organization.get_by_id(fresh.organization_id).archived:
            raise Refused(_("L’organisme est archivé : rétablissez-le d’abord."))
        _restore(fresh, Hand(by))
        record("service.restored", by=by, subject=fresh)


def archive_organization(organization: Organization, *, by: User) -> int:
    """Take an organisation off the lists, with its services. Returns how many of these."""
    with atomic():
        fresh = Organization.get_by_id(organization.id)
        if fresh.archived:
            return 0
        now = clock.now()
        fresh.change(fresh.version, archived_at=now, archived_by=by.id)
        history.write(fresh.id, None, {"archived_at": ("", _("archivé"))}, Hand(by), now)
        own = list(Service.select().where((Service.organization == fresh.id) & (Service.state != ARCHIVED)))
        for service in own:
            _archive(service, now, Hand(by))
        record("partner.archived", by=by, subject=fresh, detail={"services": len(own)})
    return len(own)


def restore_organization(organization: Organization, *, by: User) -> int:
    """Put it back on the lists, with the services that went with it. Returns how many of these.

    Raises:
        Refused: it was merged into another.
    """
    with atomic():
        fresh = Organization.get_by_id(organization.id)
        if not fresh.archived:
            return 0
        if fresh.merged_into_id:
            raise Refused(_("Cette fiche a été réunie à une autre : c’est celle-là qui sert."))
        with_it = (Service.organization == fresh.id) & (Service.archived_at == fresh.archived_at)
        own = list(Service.select().where(with_it & Service.merged_into.is_null()))
        fresh.change(fresh.version, archived_at=None, archived_by=None)
        history.write(fresh.id, None, {"archived_at": (_("archivé"), "")}, Hand(by), clock.now())
        for service in own:
            _restore(service, Hand(by))
        record("partner.restored", by=by, subject=fresh, detail={"services": len(own)})
    return len(own)


def _archive(service: Service, at: datetime, hand: Hand) -> None:
    service.change(service.version, state=ARCHIVED, archived_at=at, archived_by=hand.by.id if hand.by else None)
    history.write(service.organization_id, service.id, {"archived_at": ("", _("archivé"))}, hand, at)


def _restore(service: Service, hand: Hand) -> None:
    service.change(service.version, state=ACTIVE, archived_at=None, archived_by=None)
    history.write(service.organization_id, service.id, {"archived_at": (_("archivé"), "")}, hand, clock.now())

"""What somebody keeps at hand in the directory: favourites, and the services that they used last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.partners.models import Favourite, Service, ServiceUse


def keep(service: Service, *, by: User) -> None:
    """Put it among one's favourites, once however many times it is asked."""
    with atomic():
        Favourite.insert(user=by.id, service=service.id).on_conflict_ignore().execute()
        audit.record("service.kept", by=by, subject=service)


def put_back(service: Service, *, by: User) -> None:
    """Take it out of one's favourites."""
    with atomic():
        Favourite.delete().where((Favourite.user == by.id) & (Favourite.service == service.id)).execute()
        audit.record("service.put_back", by=by, subject=service)


def used(service_ids: Iterable[int], *, by: User) -> None:
    """These services were just given to a family, or spoken of with them. Within the transaction of the act."""
    rows = [{"user": by.id, "service": one, "at": clock.now()} for one in dict.fromkeys(service_ids)]
    if rows:
        latest = {ServiceUse.at: clock.now()}
        target = (ServiceUse.user, ServiceUse.service)
        with atomic():
            ServiceUse.insert_many(rows).on_conflict(conflict_target=target, update=latest).execute()


def hand(services: Sequence[Service], language: str, *, by: User) -> None:
    """Make a sheet of these services for a family, in a language."""
    with atomic():
        used([service.id for service in services], by=by)
        detail = {"services": [service.name for service in services], "langue": language}
        audit.record("service.handout", by=by, subject=services[0], detail=detail)

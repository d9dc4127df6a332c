"""Slowing down whoever guesses, without locking anybody out.

A refused sign-in is kept a day, under a keyed digest of the e-mail typed (so an account that does not exist counts like
one that does) and under a *place*: the address of the browser, or the device when the browser carries the signed cookie
of a device where that very account once signed in (see ``devices``). Three rules give a wait, counted from the last
failure; an attempt made during the wait is refused without looking at the password, and counts for nothing.

- ``PAIR``: one account from one place. Five mistakes are free, then 15 s, 30 s, 1 min… up to 15 minutes.
- ``ACCOUNT``: one account from all addresses together. Free up to 50 failures in a day, then growing up to 5 minutes.
- ``ADDRESS``: failures on *different* accounts from one address, which is what trying a stolen list looks like. Free up
  to 100 accounts in 15 minutes (more than a whole staff that forgot its passwords), then growing up to 5 minutes.

What keeps the school open:

- On a known device only that device's own mistakes count (``DEVICE``: ten are free, then up to 2 minutes): nothing that
  strangers or colleagues do elsewhere can delay the right password there.
- ``ACCOUNT`` and ``ADDRESS`` do not hold a person back at an address where they signed in during the last 30 days: a
  stranger far away cannot lock a colleague out of the school's computers, nor can a pupil's script behind the school's
  single address lock out those who work there. Each account is then still protected by ``PAIR``.
- Choosing a password by a link of the direction makes the device known.

The second step comes after the right password, so a stranger cannot reach it: ``SECOND_STEP`` counts all places
together and is stricter, since a code has only six digits.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import timedelta
from typing import Any

import peewee
from flask import current_app, request

from schoolapp import clock
from schoolapp.accounts import devices
from schoolapp.accounts.models import SignInFailure, User
from schoolapp.audit.models import AuditEvent
from schoolapp.database import as_moment, atomic
from schoolapp.records import NamedTuple

KEPT = timedelta(days=1)
FAMILIAR = timedelta(days=30)


class Rule(NamedTuple):
    """A number of free failures within a window, then waits that double each ``step`` failures, up to a longest one."""

    free: int
    first: int
    longest: int
    window: timedelta
    step: int = 1

    def wait_after(self, failures: int) -> int:
        """The seconds to wait after the last of so many failures."""
        if failures < self.free:
            return 0
        doublings = min((failures - self.free) // self.step, 20)
        return min(self.first * 2**doublings, self.longest)


PAIR = Rule(free=5, first=15, longest=900, window=timedelta(hours=1))
DEVICE = Rule(free=10, first=15, longest=120, window=timedelta(hours=1))
ACCOUNT = Rule(free=50, first=5, longest=300, window=KEPT, step=5)
ADDRESS = Rule(free=100, first=15, longest=300, window=timedelta(minutes=15), step=10)
SECOND_STEP = Rule(free=5, first=15, longest=3600, window=KEPT)


def keyed(text: str) -> str:
    """What is kept of an e-mail: useless without the instance's key."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def here() -> str:
    """The browser's address; for IPv6 its network, since one subscriber has all the addresses of a /64."""
    text = (request.remote_addr or "")[:64]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text


def _left(rule: Rule, where: Any, counted: Any = None) -> int:
    """The seconds still to wait under a rule, for the failures that ``where`` selects."""
    count = peewee.fn.COUNT(SignInFailure.id if counted is None else counted.distinct())
    recent = SignInFailure.at > clock.now() - rule.window
    failures, last = SignInFailure.select(count, peewee.fn.MAX(SignInFailure.at)).where(where & recent).tuples().get()
    wait = rule.wait_after(failures)
    if not wait:
        return 0
    return max(0, -int(-(wait - (clock.now() - as_moment(last)).total_seconds()) // 1))


def wait_for(email: str, user: User | None) -> int:
    """The seconds this browser has to wait before a password is looked at for this e-mail."""
    account = SignInFailure.email_digest == keyed(email)
    device = devices.known_for(user)
    if device:
        return _left(DEVICE, account & (SignInFailure.address == device))
    own = _left(PAIR, account & (SignInFailure.address == here()))
    shared = max(
        _left(ACCOUNT, account & ~SignInFailure.address.startswith(devices.PREFIX)),
        _left(ADDRESS, SignInFailure.address == here(), SignInFailure.email_digest),
    )
    return max(own, 0 if shared and _is_familiar(user) else shared)


def _is_familiar(user: User | None) -> bool:
    """Whether this person signed in from this address lately, as the journal says."""
    if user is None:
        return False
    lately = AuditEvent.at > clock.now() - FAMILIAR
    here = (AuditEvent.actor_id == user.id) & (AuditEvent.action == "session.opened")
    return AuditEvent.select().where(here & lately & (AuditEvent.address == (request.remote_addr or ""))).exists()


def note_failure(email: str, user: User | None) -> None:
    """Count a refused password."""
    _keep(keyed(email), devices.known_for(user) or here())


def forget_failures(email: str, user: User) -> None:
    """After a success, the mistakes made in this very place no longer count."""
    place = devices.known_for(user) or here()
    mine = (SignInFailure.email_digest == keyed(email)) & (SignInFailure.address == place)
    SignInFailure.delete().where(mine).execute()


def _keep(digest: str, place: str) -> None:
    with atomic():
        purge()
        SignInFailure.create(email_digest=digest, address=place, at=clock.now())


def wait_for_step(subject: str) -> int:
    """The seconds to wait before a code is looked at; ``subject`` names what the code opens."""
    return _left(SECOND_STEP, SignInFailure.email_digest == keyed(subject))


def note_step_failure(subject: str) -> None:
    """Count a refused code."""
    _keep(keyed(subject), devices.PREFIX)


def forget_step_failures(subject: str) -> None:
    """After the right code, earlier mistakes no longer count."""
    SignInFailure.delete().where(SignInFailure.email_digest == keyed(subject)).execute()


def purge() -> None:
    """Forget failures older than a day."""
    SignInFailure.delete().where(SignInFailure.at < clock.now() - KEPT).execute()

"""Mails to people without an account: another room writes their words as they leave, so that none stays here.

What such a mail holds opens something (an invitation, a sign-up), and may have no object any more once it leaves.
"""

from __future__ import annotations

from collections.abc import Callable

from schoolapp.mail.models import OutgoingMail
from schoolapp.records import NamedTuple


class Letter(NamedTuple):
    """The words of one mail, in whose name, in which language (« ar »), and what to do once it has left."""

    subject: str
    body: str
    sender: str
    language: str
    sent: Callable[[], None] | None = None


Writer = Callable[[OutgoingMail], Letter | None]

_writers: dict[str, Writer] = {}


def register_writer(kind: str, writer: Writer) -> None:
    """Have ``writer`` write the mails of this kind; it gives None for one that has no object any more."""
    _writers[kind] = writer


def letter_of(mail: OutgoingMail) -> Letter | None:
    """What the mail says now: its own words, or those of whoever writes its kind."""
    writer = _writers.get(mail.kind)
    return writer(mail) if writer else Letter(mail.subject, mail.body, "", "fr-CA")

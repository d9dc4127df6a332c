"""Emptying the outbox: what a thread of the server does every minute, and as soon as a mail comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

from schoolapp.mail import outbox
from schoolapp.mail.failures import Deferred, Rejected, ServerDown
from schoolapp.mail.letters import Letter, letter_of
from schoolapp.mail.models import OutgoingMail

if TYPE_CHECKING:
    from schoolapp.mail.post import Post

MOST = 200  # at one go; the rest a minute later


def deliver() -> int:
    """Send what is due, over one connection. Returns how many mails have left."""
    settings = current_app.config["SETTINGS"]
    if not settings.sends_mail or not outbox.is_due():
        return 0
    from schoolapp.mail.post import Post  # and all that talks to mail servers, once there is a mail

    try:
        with Post(settings) as post:
            return _send(post)
    except ServerDown as failure:
        current_app.logger.warning("mail server: %s (%s)", failure.problem, failure.answer)
        outbox.postpone_all(failure)
        return 0


def _send(post: Post) -> int:
    sent = 0
    for _turn in range(MOST):
        mail = outbox.take()
        if mail is None:
            break
        try:
            letter = _written(mail)
            if letter is None:
                outbox.note_needless(mail)
                continue
            post.send(mail, letter)
        except Rejected as failure:
            outbox.note_refused(mail, failure)
        except Deferred as failure:
            outbox.note_failed(mail, failure)
        except ServerDown as failure:
            outbox.note_failed(mail, failure)
            raise
        else:
            outbox.note_sent(mail, letter.sent)
            sent += 1
    return sent


def _written(mail: OutgoingMail) -> Letter | None:
    """The words of a mail; one that cannot be written waits its turn again, and stops no other."""
    try:
        return letter_of(mail)
    except Exception as error:
        current_app.logger.exception("mail %s cannot be written", mail.id)
        raise Deferred("content", type(error).__name__) from error

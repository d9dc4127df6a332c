"""Emptying the outbox: what a thread of the server does every minute, and as soon as a mail comes in."""

from __future__ import annotations

from flask import current_app

from schoolapp.mail import outbox
from schoolapp.mail.post import Deferred, Post, Rejected, ServerDown

MOST = 200  # at one go; the rest a minute later


def deliver() -> int:
    """Send what is due, over one connection. Returns how many mails have left."""
    settings = current_app.config["SETTINGS"]
    if not settings.sends_mail or not outbox.is_due():
        return 0
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
            post.send(mail)
        except Rejected as failure:
            outbox.note_refused(mail, failure)
        except Deferred as failure:
            outbox.note_failed(mail, failure)
        except ServerDown as failure:
            outbox.note_failed(mail, failure)
            raise
        else:
            outbox.note_sent(mail)
            sent += 1
    return sent

"""The digest: the numbers of Ma journée by e-mail, each school day or each week, to whoever asks for it.

It holds no name but the reader's own: an e-mail travels, and stays where the school has no hand. The numbers are those
of the blocks that have words for a mail (``Block.mail``), so that the mail and the page say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import current_app, g, url_for
from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts import queries as people
from schoolapp.accounts.absences import absent_today
from schoolapp.accounts.models import School, User
from schoolapp.accounts.school_days import is_school_day
from schoolapp.database import atomic
from schoolapp.day import blocks
from schoolapp.day.block import Block
from schoolapp.formats import date_words, local
from schoolapp.mail import outbox
from schoolapp.records import NamedTuple

LAST_HOUR = 18  # a morning missed is caught up during the day, not at night
KIND = "digest"


class Round(NamedTuple):
    """Those who asked for one rhythm, and the period for which they are written to once."""

    rhythm: str
    period: str

    @property
    def name(self) -> str:
        return f"digest.{self.rhythm}"


def waiting_for(user: User, since: datetime) -> list[tuple[str, int]]:
    """What waits for this person, as the page counts it, and what has changed since a moment: words and number."""
    day = blocks.of(user)
    told = [_told(block, since) for block in (*day.main, *day.side)]
    return [(words, number) for words, number in told if words and number > 0]


def _told(block: Block, since: datetime) -> tuple[str, int]:
    if block.news is None:
        return block.mail, block.count
    words, moments = block.news
    return words, sum(moment > since for moment in moments)


def text(user: User, school: School, waiting: list[tuple[str, int]]) -> str:
    """The mail's words."""
    lines = "\n".join(_("%(what)s : %(count)s", what=what, count=count) for what, count in waiting)
    rhythm = {"quotidien": _("chaque jour de classe"), "hebdomadaire": _("chaque semaine")}[user.digest]
    return _(
        "Bonjour %(name)s,\n\n"
        "Voici ce qui vous attend dans Trait d’union (%(school)s) :\n\n"
        "%(lines)s\n\n"
        "Pour tout voir : %(link)s\n\n"
        "Ce courriel ne nomme jamais une famille ni un élève. Vous le recevez %(rhythm)s, quand quelque chose vous "
        "attend; ce choix se change dans « Mon compte ».\n",
        name=user.name,
        school=school.name,
        lines=lines,
        link=url_for("day.index", _external=True),
        rhythm=rhythm,
    )


def rounds(school: School, now: datetime) -> Iterator[Round]:
    """The rounds of this moment: on school days, from the hour of the school to the end of the day."""
    here = local(now)
    if not school.digest_hour <= here.hour < LAST_HOUR or not is_school_day(here.date()):
        return
    year, week, _weekday = here.isocalendar()
    yield Round("quotidien", f"{here:%Y-%m-%d}")
    yield Round("hebdomadaire", f"{year}-S{week:02d}")


def _mails(one: Round, school: School) -> list[tuple[User, str]]:
    """Who is written to, and what: nobody who is away, nobody for whom nothing waits."""
    away, mails = absent_today(), []
    since = outbox.last_run(one.name) or clock.now() - timedelta(days=7)
    for user in people.readers_of_digest(one.rhythm):
        user.school, g._login_user = school, user
        if user.id not in away and (waiting := waiting_for(user, since)):
            mails.append((user, text(user, school, waiting)))
    return mails


def _post(one: Round, mails: list[tuple[User, str]]) -> bool:
    """Put a round's mails in the outbox, all of them or none; False when another process did."""
    subject = _("Ce qui vous attend, %(day)s", day=date_words(clock.today()))
    with atomic():
        if not outbox.first_to(one.name, one.period):
            return False
        for user, body in mails:
            outbox.replace_waiting(KIND, user)
            outbox.put(f"{KIND}:{one.period}:{user.id}", KIND, user, subject, body)
        outbox.leave_soon()
        audit.record("mail.digest", by=None, detail={"rhythm": one.rhythm, "period": one.period, "count": len(mails)})
    return True


def run() -> int:
    """Write the rounds that are due and were not written yet. Returns how many mails were put in the outbox."""
    school = people.school()
    if school is None or not current_app.config["SETTINGS"].sends_mail:
        return 0
    clock.use_zone(school.time_zone)
    written = 0
    for one in rounds(school, clock.now()):
        if not outbox.has_run(one.name, one.period):
            mails = _mails(one, school)
            written += len(mails) if _post(one, mails) else 0
    return written

"""The sheets of paper: one for each family, in its language and in French, two hundred in one document.

They are drawn by a job, group after group, and kept a day as a file of the instance that only whoever asked for them
reads. What is written in two languages is the same for every family of a language: it is drawn once.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from flask import current_app, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from schoolapp import audit, clock, jobs
from schoolapp.accounts.models import School, User
from schoolapp.activities import invitation_texts as texts
from schoolapp.activities.invitation import InvitationPrint
from schoolapp.activities.invitation_queries import Filters, Line, coming, lines
from schoolapp.activities.invitation_texts import Occasion
from schoolapp.activities.invitation_vocabulary import FAILED, HALF, READY, WORKING
from schoolapp.activities.models import Activity
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.i18n import speaking
from schoolapp.qr import qr
from schoolapp.records import NamedTuple

KEPT = timedelta(days=1)
TIMES = {HALF: 3}
MORE_TIMES = 8  # on a whole sheet
STEP = 5  # sheets between two words about how far the job has come

Say = Callable[[int, int], None]


class Sheet(NamedTuple):
    """One family's sheet: what it says in each language, and how to answer."""

    line: Line
    sides: list[Markup]
    answers: list[Markup]
    qr: Markup
    code: str
    layout: str
    school: str

    @property
    def id(self) -> int:
        return self.line.id


def _folder() -> Path:
    folder = current_app.config["SETTINGS"].instance / "prints"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def path_of(print_id: int) -> Path:
    """Where the document is, whether it is still there or not."""
    return _folder() / f"{print_id}.html"


def document(printed: InvitationPrint) -> Markup:
    """The sheets, once they are ready; empty when they were thrown away since."""
    path = path_of(printed.id)
    return Markup(path.read_text(encoding="utf-8")) if path.is_file() else Markup("")  # noqa: S704 - drawn by us


def ask(activity: Activity, filters: Filters, layout: str, total: int, *, by: User) -> InvitationPrint:
    """Have the sheets of these invitations drawn.

    Raises:
        Refused: there is none.
    """
    if not total:
        raise Refused(_("Aucune invitation à imprimer ici. Changez les filtres, ou invitez d’abord des familles."))
    sweep()
    job = jobs.new_id()
    with atomic():
        printed = InvitationPrint.create(
            activity=activity,
            layout=layout,
            filters=urlencode(filters.query())[:200],
            state=WORKING,
            job=job,
            total=total,
            created_at=clock.now(),
            created_by=by,
        )
        audit.record("invitation.printed", by=by, subject=activity, detail={"sheets": total, "layout": layout})
    jobs.current().enqueue(job, "invitations.print", printed.id, texts.address())
    return printed


def again(printed: InvitationPrint) -> None:
    """Take up a job that died with its server: nothing of it is kept.

    Raises:
        Refused: it is not dead.
    """
    if printed.state == READY or (printed.state == WORKING and jobs.current().is_alive(printed.job)):
        raise Refused(_("Ces feuilles sont déjà prêtes, ou se préparent encore. Rouvrez leur page."))
    job = jobs.new_id()
    with atomic():
        mine = (InvitationPrint.id == printed.id) & (InvitationPrint.job == printed.job)
        InvitationPrint.update(job=job, state=WORKING, error="").where(mine).execute()
    jobs.current().enqueue(job, "invitations.print", printed.id, texts.address())


def draw(activity: Activity, chosen: Sequence[Line], layout: str, school: School, say: Say) -> str:
    """The document: the sheets in order, each drawn once."""
    occasion = Occasion.of(activity, coming(activity), school)
    sides: dict[str, Markup] = {}
    drawn = []
    for place, line in enumerate(chosen):
        if place % STEP == 0:
            say(place, len(chosen))
        languages = [line.language] if line.language == SCHOOL_LANGUAGE else [line.language, SCHOOL_LANGUAGE]
        for language in languages:
            if language not in sides:
                sides[language] = _side(occasion, language, layout)
        sheet = Sheet(
            line,
            [sides[language] for language in languages],
            [_answer(occasion, line, language) for language in languages],
            qr(texts.link(line.nonce)),
            texts.code(line.nonce),
            layout,
            school.name,
        )
        drawn.append(render_template("invitations/_sheet.html", sheet=sheet))
    say(len(chosen), len(chosen))
    return "\n".join(drawn)


def _side(occasion: Occasion, language: str, layout: str) -> Markup:
    side = texts.side(occasion, language, TIMES.get(layout, MORE_TIMES))
    with speaking(language):
        return Markup(render_template("invitations/_side.html", side=side))  # noqa: S704 - escaped by the template


def _answer(occasion: Occasion, line: Line, language: str) -> Markup:
    """How to answer, in one language."""
    shown = {"address": texts.shown_address("/code"), "code": texts.code(line.nonce), "phone": occasion.phone}
    with speaking(language) as speech:
        return Markup(render_template("invitations/_how.html", how=shown, speech=speech))  # noqa: S704


@jobs.task("invitations.print")
def _print(job: str, print_id: int, address: str) -> None:
    """The job: draws the sheets of whom the person who asked may reach, and keeps them in a file.

    ``address`` is where parents will find their invitation, as whoever asked reaches the school's server.
    """
    printed = InvitationPrint.get_or_none((InvitationPrint.id == print_id) & (InvitationPrint.job == job))
    if printed is None or printed.state != WORKING:
        return
    told = jobs.current()
    try:
        with current_app.test_request_context(base_url=address):
            html = _document(printed, lambda done, total: told.say(job, _("Feuilles"), done, total))
        _keep(printed.id, html)
        _close(printed, job, {"state": READY, "error": ""})
    except Exception:
        current_app.logger.exception("print %s failed", print_id)
        _close(printed, job, {"state": FAILED, "error": _("Quelque chose s’est mal passé. Rien n’a été changé.")})


def _document(printed: InvitationPrint, say: Say) -> str:
    school = School.get_by_id(1)
    clock.use_zone(school.time_zone)
    user = User.get_by_id(printed.created_by_id)
    user.school = school
    activity = Activity.get_by_id(printed.activity_id)
    filters = Filters.of_address(printed.filters)
    chosen = [line for line in lines(user, activity) if filters.keeps(line)]
    return draw(activity, chosen, printed.layout, school, say)


def _keep(print_id: int, html: str) -> None:
    """Write the file at once or not at all, for the server's eyes only."""
    path, half = path_of(print_id), _folder() / f"{print_id}.part"
    descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(html)
    half.replace(path)


def _close(printed: InvitationPrint, job: str, columns: dict[str, str]) -> None:
    with atomic():
        mine = (InvitationPrint.id == printed.id) & (InvitationPrint.job == job)
        InvitationPrint.update(**columns).where(mine).execute()


def sweep() -> None:
    """Throw away the sheets of yesterday, which open invitations, and any file that nobody asked for any more."""
    old = InvitationPrint.created_at < clock.now() - KEPT
    if InvitationPrint.select().where(old).exists():
        with atomic():
            InvitationPrint.delete().where(old).execute()
    files = [path for path in _folder().iterdir() if path.stem.isdigit()]
    if files:
        asked = {f"{row.id}" for row in InvitationPrint.select(InvitationPrint.id)}
        for path in files:
            if path.stem not in asked:
                path.unlink(missing_ok=True)

"""The boxes of activities open to parents: those of today, one's own to come, and what they leave to do."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.activities.vocabulary import KINDS
from schoolapp.day.block import Block, Figure, Lines, rest, total
from schoolapp.day.reading import Line
from schoolapp.records import NamedTuple


class Coming(NamedTuple):
    """A time of an activity that comes."""

    id: int
    title: str
    kind: str
    place: str
    at: datetime
    people: str


def today(lines: Lines) -> Block:
    """What parents come to today."""
    found = lines["activity"]
    return Block(
        "activities", _("Activités d’aujourd’hui"), "activity", [_coming(line) for line in found], total(found),
        why=_("Ouvrez la liste pour noter les présences, une touche par personne."),
        more=rest(found, url_for("activities.index")), mail=_("Activités d’aujourd’hui"),
    )  # fmt: skip


def own(lines: Lines) -> Block:
    """One's own next times, with how many parents come."""
    found = lines["activity"]
    return Block(
        "activities", _("Vos prochaines activités avec des parents"), "activity", [_coming(line) for line in found],
        total(found), why=_("Ce que vous tenez, ou ce qui se passe dans votre classe, d’ici deux semaines."),
        more=rest(found, url_for("activities.index")),
    )  # fmt: skip


def left(lines: Lines) -> Block:
    """What the coming of parents leaves to do, in numbers."""
    ways = (
        ("to_tell", "notices.index", lambda n: ngettext("personne à prévenir", "personnes à prévenir", n)),
        ("unmatched", "sign_ups.unmatched", lambda n: ngettext("parent à rattacher", "parents à rattacher", n)),
        ("unchecked", "volunteers.index", lambda n: ngettext("bénévole à vérifier", "bénévoles à vérifier", n)),
    )
    counts = {kind: total(lines[kind]) for kind, _endpoint, _words in ways}
    rows = [Figure(str(counts[kind]), words(counts[kind]), url_for(url)) for kind, url, words in ways if counts[kind]]
    why = _("Après une annulation, une place libérée ou une inscription en ligne.")
    return Block("parents", _("Avec les parents"), "figures", rows, sum(counts.values()), why=why)


def _coming(line: Line) -> Coming:
    taken, _sign, capacity = line.means.partition("/")
    people = _("%(taken)s sur %(of)s", taken=taken, of=capacity)
    return Coming(line.id, line.who, str(KINDS.get(line.state, "")), line.words, line.at, people)

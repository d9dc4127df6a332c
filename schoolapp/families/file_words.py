"""The words of a family's file that its templates ask for, as filters."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from schoolapp import clock
from schoolapp.access import ROLE_LABELS
from schoolapp.families import contact_words, parts
from schoolapp.families.circle import named_words
from schoolapp.families.family import Family
from schoolapp.families.file_sheet import FactorLine, Person, Sheet
from schoolapp.families.vocabulary import ALL_STATES, ENDED, FACTOR_KINDS, LINK_STATES, PHONE_KINDS, RELATIONS
from schoolapp.formats import date_words, moment_words, time_words

ORDINAL = re.compile(r"\b(\d+)(re|er|e)\b")


def ordinals(text: str) -> Markup:
    """« 3e année » with its letter raised, as it is printed."""
    pieces = ORDINAL.split(text)
    found = [escape(pieces[0])]
    for number, letters, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        found += [escape(number), Markup("<sup>{}</sup>").format(letters), escape(rest)]
    return Markup("").join(found)


def homes_words(number: int) -> str:
    """« deux foyers »."""
    words = {2: _("deux foyers"), 3: _("trois foyers"), 4: _("quatre foyers")}
    return words.get(number) or ngettext("%(num)d foyer", "%(num)d foyers", number)


def tier_words(family: Family) -> str:
    """« Palier 3, à revoir le 15 décembre »."""
    if family.tier_review_on is None:
        return _("Palier %(tier)s", tier=family.tier)
    day = date_words(family.tier_review_on, weekday=False)
    if family.tier_review_on < clock.today():
        return _("Palier %(tier)s, à revoir depuis le %(day)s", tier=family.tier, day=day)
    return _("Palier %(tier)s, à revoir le %(day)s", tier=family.tier, day=day)


def tier_kind(family: Family) -> str:
    """The look of the tier's tag."""
    late = family.tier_review_on is not None and family.tier_review_on < clock.today()
    return "late" if late else f"t{family.tier}"


def factor_words(factor: FactorLine, kind: str) -> str:
    """What helps or complicates, in the team's words when it has some."""
    return factor.words or str(FACTOR_KINDS[kind].get(factor.code, factor.code))


def role_words(person: Person) -> str:
    """What somebody does at the school."""
    return person.function or str(ROLE_LABELS.get(person.role, person.role))


def ground_words(person: Person, ground: str) -> str:
    """Why somebody has access: the group taught, the reason given, the day's opening."""
    if ground == "groupe":
        return _("groupe %(code)s", code=person.ground)
    if ground == "personne":
        return named_words(person.ground, person.until)
    return _("jusqu’à %(moment)s : %(reason)s", moment=moment_words(person.until), reason=person.ground)


def reading_words(reading: Any) -> str:
    """When somebody opened the file: « mardi 17 novembre, 3 fois entre 10 h et 10 h 10 »."""
    first, last = time_words(reading.first), time_words(reading.last)
    if reading.times == 1:
        return moment_words(reading.last)
    if first == last:
        return _("%(day)s, %(num)s fois vers %(at)s", day=date_words(reading.last), num=reading.times, at=last)
    words = _("%(day)s, %(num)s fois entre %(first)s et %(last)s")
    return words % {"day": date_words(reading.last), "num": reading.times, "first": first, "last": last}


def grounds_words(sheet: Sheet) -> str:
    """On what grounds the people of the circle have access, in a line."""
    grounds = [
        (sheet.by_role, _("agents et direction")),
        (sheet.teachers, _("titulaires")),
        (sheet.members, _("personnes nommées")),
        (sheet.openings, _("accès de 24 heures")),
    ]
    return ", ".join(words for present, words in grounds if present)


def company(sheet: Sheet) -> list[tuple[str, str]]:
    """Who is around the family, each once, with all that they do there: the lead agent, teachers, circle, at work."""
    found: dict[Any, tuple[str, list[str]]] = {}
    people = [(sheet.family.lead_id, sheet.lead_name, _("agent·e principal·e"))] if sheet.lead_name else []
    people += [(one.user_id, one.name, ground_words(one, "groupe")) for one in sheet.teachers]
    people += [(one.user_id, one.name, ground_words(one, "personne")) for one in sheet.members]
    people += [(one.user_id, one.name, one.words) for one in sheet.at_work]
    for identity, name, words in people:
        found.setdefault(identity or name, (name, []))[1].append(words)
    return [(name, " · ".join(dict.fromkeys(words))) for name, words in found.values()]


def link_words(family: Family) -> str:
    """« Lien : à joindre »."""
    if family.link_state is None:
        return _("Pas encore au tableau")
    if family.link_state == ENDED:
        return str(ALL_STATES[ENDED])
    return _("Lien : %(state)s", state=str(ALL_STATES.get(family.link_state, family.link_state)).lower())


def day_words(day: date) -> str:
    """A date in full, without the day of the week."""
    return date_words(day, weekday=False)


def phone_kind(code: str) -> str:
    """« cellulaire »."""
    return str(PHONE_KINDS.get(code, PHONE_KINDS["autre"])).lower()


FILTERS: tuple[Any, ...] = (
    parts.shown,
    parts.entries,
    contact_words.reach,
    contact_words.language_name,
    *(ordinals, homes_words, tier_words, tier_kind, factor_words),
    company,
    *(role_words, ground_words, grounds_words, reading_words, link_words, day_words, phone_kind),
)
LISTS = {"link_states": LINK_STATES, "relations": RELATIONS}


def register(bp: Blueprint) -> None:
    """Give the templates these words."""
    for words in FILTERS:
        bp.add_app_template_filter(words)
    for name, words in LISTS.items():
        bp.add_app_template_global(lambda words=words: words, name)
    bp.add_app_template_global(clock.today, "today")

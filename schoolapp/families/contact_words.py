"""How to reach a family now, in a sentence, with what to avoid and the numbers one can dial."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import time
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from schoolapp.families.family import ContactPreference
from schoolapp.families.file_sheet import Adult, Contacts, Number
from schoolapp.families.vocabulary import LANGUAGES, MEANS, MEANS_ICONS, MOMENTS
from schoolapp.formats import phone, time_words
from schoolapp.records import NamedTuple, dataclass

SCHOOL_LANGUAGE = "fr"
# Means that a tap can start, and what their link begins with.
TAPS = {"telephone": "tel:", "texto": "sms:", "courriel": "mailto:"}


class Tap(NamedTuple):
    """A link that calls, texts or writes."""

    means: str
    label: str
    url: str
    icon: str


@dataclass
class Reach:
    """The band at the head of a file. ``sentence`` is empty when nobody asked the family yet."""

    sentence: Markup
    icon: str
    limits: list[str] = field(default_factory=list)
    remark: str = ""
    person: Adult | None = None
    number: str = ""
    taps: list[Tap] = field(default_factory=list)


def reach(contacts: Contacts) -> Reach:
    """How to reach the family now."""
    wishes = contacts.preference
    icon = MEANS_ICONS.get(wishes.means[0], "phone") if wishes.means else "phone"
    found = Reach(sentence(wishes), icon, list(limits(wishes)), wishes.remark)
    found.person = next((adult for adult in contacts.adults if adult.phones or adult.email), None)
    if found.person is not None:
        number = _first(found.person.phones)
        found.number = phone(number.shown) if number else found.person.email
        found.taps = list(_taps(found.person, wishes))
    return found


def sentence(wishes: ContactPreference) -> Markup:
    """« Le soir, par téléphone, en arabe, avec interprète », or nothing."""
    words = Markup(", ").join(_wishes(wishes))
    return words[:1].upper() + words[1:]


def _wishes(wishes: ContactPreference) -> Iterator[Any]:
    moments = [str(MOMENTS[code]) for code in wishes.moments if code in MOMENTS]
    if moments:
        yield one_of(moments)
    means = [str(MEANS[code]) for code in wishes.means if code in MEANS]
    if means:
        yield means[0]
    if means[1:]:
        yield _("sinon %(means)s", means=one_of(means[1:]))
    if wishes.language and wishes.language != SCHOOL_LANGUAGE:
        yield in_language(wishes.language)
    if wishes.interpreter == "oui":
        yield _("avec interprète")
    elif wishes.interpreter == "personne":
        named = Markup("<bdi>{}</bdi>").format(wishes.interpreter_name)
        yield escape(_("avec l’aide de %(name)s")) % {"name": named}


def one_of(words: Sequence[str]) -> str:
    """« le matin, le midi ou le soir »."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s ou %(last)s", first=", ".join(words[:-1]), last=words[-1])


def language_name(code: str) -> str:
    """The name of a language, or its code when the list does not know it."""
    return str(LANGUAGES.get(code, code))


def in_language(code: str) -> str:
    """« en arabe »."""
    return _("dans une autre langue") if code == "autre" else _("en %(language)s", language=language_name(code))


def limits(wishes: ContactPreference) -> Iterator[str]:
    """What to avoid, a sentence each."""
    if hours := _hours(wishes.not_before, wishes.not_after):
        yield hours
    avoided = [str(MEANS[code]) for code in wishes.no_go if code in MEANS]
    if avoided:
        yield _("À éviter : %(means)s.", means=", ".join(avoided))
    if wishes.reading_difficulty == "oui":
        yield _("Lire est difficile : préférez la voix et les mots simples.")


def _hours(before: time | None, after: time | None) -> str:
    if before and after:
        return _("Pas avant %(early)s ni après %(late)s.", early=time_words(before), late=time_words(after))
    if before:
        return _("Pas avant %(early)s.", early=time_words(before))
    return _("Pas après %(late)s.", late=time_words(after)) if after else ""


def _first(numbers: Sequence[Number]) -> Number | None:
    """The number to call: the first one that is understood, or else the first one."""
    return next((number for number in numbers if number.number), numbers[0] if numbers else None)


def _mobile(numbers: Sequence[Number], wishes: ContactPreference) -> Number | None:
    """The number to text: a mobile one; any of them when the family prefers texts, since it knows its own."""
    mobiles = [number for number in numbers if number.kind == "cellulaire"]
    return _first(mobiles or (numbers if "texto" in wishes.means else []))


def _taps(person: Adult, wishes: ContactPreference) -> Iterator[Tap]:
    """What one tap may start, the preferred means first; never a means that the family refuses."""
    wanted = [code for code in wishes.means if code in TAPS] + ["telephone", "texto"]
    labels = {"telephone": _("Appeler"), "texto": _("Texto"), "courriel": _("Courriel")}
    call, text = _first(person.phones), _mobile(person.phones, wishes)
    targets = {
        "telephone": call.number if call else "",
        "texto": text.number.partition(";")[0] if text else "",
        "courriel": person.email,
    }
    for code in dict.fromkeys(wanted):
        if targets[code] and code not in wishes.no_go:
            yield Tap(code, labels[code], TAPS[code] + targets[code], MEANS_ICONS[code])

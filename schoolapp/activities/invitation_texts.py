"""What an invitation says to a family, in its language: a text, a mail, the words of a call, the sides of a sheet.

Everything here speaks the language in force: call it within ``i18n.speaking``.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from flask import current_app, request
from flask_babel import gettext as _

from schoolapp import tokens
from schoolapp.accounts.models import School
from schoolapp.activities.invitation import KIND
from schoolapp.activities.models import Activity, Slot
from schoolapp.activities.public_words import Told, more_words, span_words, told
from schoolapp.activities.vocabulary import KINDS
from schoolapp.families.people_phones import understand
from schoolapp.formats import phone
from schoolapp.i18n import Speech, speaking
from schoolapp.records import NamedTuple

MOST_TIMES = 3  # on half a sheet; the page of the invitation has them all


class Occasion(NamedTuple):
    """What one is invited to: the activity, its times to come, and the school that invites."""

    activity: Activity
    slots: Sequence[Slot]
    school: str
    phone: str

    @classmethod
    def of(cls, activity: Activity, slots: Sequence[Slot], school: School) -> Occasion:
        number = understand(school.phone).number if school.phone else ""
        return cls(activity, slots, school.name, phone(number) if number else school.phone)

    @property
    def told(self) -> Told:
        """Its title and words, in the language in force if the school wrote them, else in French."""
        return told(self.activity)

    @property
    def kind(self) -> str:
        """What kind of moment it is, always in the language in force."""
        return str(KINDS[self.activity.kind])

    def times(self, most: int = MOST_TIMES) -> list[str]:
        """When it is, a line each, and how many times have no line."""
        shown = [span_words(slot.starts_at, slot.ends_at) for slot in self.slots[:most]]
        left = len(self.slots) - most
        return [*shown, more_words(left)] if left > 0 else shown

    def comforts(self) -> list[str]:
        """What makes coming easier."""
        offered = (
            (self.activity.childcare, _("Les enfants sont gardés sur place.")),
            (self.activity.interpreter, _("Une personne peut traduire pour vous.")),
            (self.activity.transport, _("L’école peut vous aider pour le transport.")),
        )
        return [words for here, words in offered if here]


def address(path: str = "") -> str:
    """An address of the parents' pages, as it is printed and sent."""
    return (current_app.config["SETTINGS"].public_url or request.url_root.rstrip("/")) + path


def link(nonce: str) -> str:
    """The address that opens an invitation."""
    return address(f"/i/{tokens.token(KIND, nonce)}")


def shown_address(path: str = "") -> str:
    """The same as people type it: « ecole.example/code »."""
    return address(path).partition("://")[2]


def code(nonce: str) -> str:
    """The eight characters that open an invitation, in two fours."""
    return tokens.shown_code(tokens.code(KIND, nonce))


def one_line(occasion: Occasion) -> str:
    """« Café du mardi. Mardi 8 décembre, de 9 h à 10 h. »"""
    title, times = occasion.told.title, occasion.times(1)
    return f"{title}. {', '.join(times)}." if times else f"{title}."


def text_message(occasion: Occasion, nonce: str) -> str:
    """What one sends from one's own telephone: short, with the way to answer."""
    return " ".join(
        (
            _("Bonjour!"),
            _("%(school)s vous invite : %(what)s", school=occasion.school, what=one_line(occasion)),
            _("Pour répondre oui ou non : %(link)s", link=link(nonce)),
        )
    )


def text_address(number: str, words: str) -> str:
    """The link that opens the telephone's own application with the text ready.

    « ?& » is read by iPhones, which want « & », and by the others, which want « ? ».
    """
    return f"sms:{number}?&body={quote(words, safe='')}"


def subject(occasion: Occasion) -> str:
    """Of the mail."""
    return _("Invitation : %(title)s", title=occasion.told.title)[:200]


def body(occasion: Occasion, nonce: str, opening: str = "") -> str:
    """The mail, without its French part."""
    activity, own = occasion.activity, occasion.told
    facts = list(occasion.times(6))
    if activity.place:
        facts.append(_("Où : %(place)s", place=activity.place))
    if activity.bring:
        facts.append(_("À apporter : %(what)s", what=activity.bring))
    paragraphs = [
        _("Bonjour!"),
        opening or _("%(school)s invite votre famille.", school=occasion.school),
        f"{own.title} ({occasion.kind})" if own.title != occasion.kind else own.title,
        own.words,
        "\n".join(f"- {fact}" for fact in facts),
        "\n".join(occasion.comforts()),
        _("Pour répondre oui ou non : %(link)s", link=link(nonce)),
        _("Vous pouvez dire non : c’est une bonne réponse aussi, et nous ne vous écrirons plus à ce sujet."),
        _("Une question? Appelez l’école : %(phone)s", phone=occasion.phone) if occasion.phone else "",
        occasion.school,
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def script(occasion: Occasion) -> list[str]:
    """What to say on the telephone, a sentence a step."""
    return [
        _("Bonjour! Je vous appelle de la part de %(school)s. Tout va bien.", school=occasion.school),
        _("Nous invitons votre famille : %(what)s", what=one_line(occasion)),
        *occasion.comforts(),
        _("Aimeriez-vous venir? Vous pouvez dire non : c’est une bonne réponse aussi."),
    ]


class Side(NamedTuple):
    """A sheet in one language, as its fragment shows it."""

    speech: Speech
    title: str
    attributes: str
    words: str
    words_in_french: bool
    kind: str
    times: list[str]
    place: str
    bring: str
    comforts: list[str]


def side(occasion: Occasion, language: str, times: int = MOST_TIMES) -> Side:
    """What a sheet says in one language."""
    with speaking(language) as speech:
        own = occasion.told
        kind = occasion.kind
        return Side(
            speech,
            own.title,
            own.attributes,
            own.words if own.attributes == "" else "",
            bool(own.attributes),
            kind if kind != own.title else "",
            occasion.times(times),
            occasion.activity.place,
            occasion.activity.bring,
            occasion.comforts(),
        )

"""A referral as it is shown: where it stands in words, its history, what was agreed to, what left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.formats import date_words, due_words
from schoolapp.partners.consent_rules import Gap
from schoolapp.partners.models import Consent, ConsentException, ReferralShare
from schoolapp.partners.referral_vocabulary import (
    CONSENT_MEANS,
    EFFECT_TAGS,
    EFFECTS,
    GROUNDS,
    INFORMATION,
    OPEN,
    SHARE_MEANS,
    STATE_TAGS,
    STATES,
    STEPS,
    WITH_PARTNER,
)
from schoolapp.partners.sharing import in_order
from schoolapp.records import NamedTuple


class Card(NamedTuple):
    """A referral in a list, or at the head of its page."""

    id: int
    version: int
    state: str
    state_at: datetime
    steps_by: str
    reason: str
    news_at: datetime
    remind_on: date | None
    told_at: datetime | None
    created_at: datetime
    closed_at: datetime | None
    effect: str
    effect_words: str
    refusal: str
    family_id: int
    family: str
    service_id: int
    service: str
    service_state: str
    organization_id: int
    organization: str
    holder_id: int
    holder: str
    holder_away: bool
    request_id: int | None
    contact_id: int | None
    information: list[str]
    pupils: list[int]
    need: str

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def state_label(self) -> Any:
        return STATES[self.state]

    @property
    def state_kind(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def steps(self) -> Any:
        return STEPS.get(self.steps_by, "")

    @property
    def effect_label(self) -> Any:
        return EFFECTS.get(self.effect, "")

    @property
    def effect_kind(self) -> str:
        return EFFECT_TAGS.get(self.effect, "")

    @property
    def late(self) -> str:
        """Why it comes up by itself; empty while nothing is awaited."""
        if self.remind_on is None or not self.open or self.remind_on > clock.today():
            return ""
        if self.state in WITH_PARTNER:
            return _("sans nouvelles depuis le %(day)s", day=date_words(self.news_at, weekday=False))
        return _("à reprendre, %(when)s", when=due_words(self.remind_on))

    @property
    def awaits_effect(self) -> bool:
        """Whether it ended and nobody said yet what it changed."""
        return self.state == "terminee" and not self.effect


class Line(NamedTuple):
    """One line of the history."""

    id: int
    at: datetime
    by: str
    act: str
    words: str
    from_partner: bool

    @property
    def is_message(self) -> bool:
        return self.act in ("tell", "decline", "close", "finish", "effect", "ask", "except")

    @property
    def title(self) -> str:
        return str(TITLES()[self.act]) if self.act in TITLES() else self.act


def TITLES() -> dict[str, str]:  # noqa: N802 - a table, made in the reader's language
    """What happened, in words."""
    return {
        "create": _("Référence préparée"),
        "accept": _("La famille accepte"),
        "refuse": _("La famille refuse"),
        "come_back": _("La famille y revient d’elle-même"),
        "consent": _("Accord de la famille"),
        "withdraw": _("Accord retiré"),
        "prepare": _("Renseignements à transmettre revus"),
        "except": _("Exception à l’accord"),
        "acknowledge": _("Exception vue par la direction"),
        "send": _("Renseignements transmis"),
        "hand": _("Coordonnées du service remises à la famille"),
        "revoke": _("Lien du partenaire fermé"),
        "take_up": _("Prise en charge"),
        "start": _("En cours"),
        "decline": _("Le partenaire refuse"),
        "finish": _("Terminée chez le partenaire"),
        "close": _("Référence terminée"),
        "effect": _("Effet observé"),
        "no_news": _("Sans nouvelles"),
        "ask": _("Nouvelles demandées"),
        "tell": _("Des nouvelles"),
        "read": _("Réponse du partenaire lue"),
        "reopen": _("Référence rouverte"),
        "hold": _("Reprise en main"),
        "change": _("Référence modifiée"),
    }


def gap_words(gap: Gap) -> str:
    """Why a piece of information may not leave yet."""
    return {
        Gap.NOTHING: _("pas encore demandé à la famille"),
        Gap.TOO_EARLY: _("l’accord ne commence que plus tard"),
        Gap.OVER: _("l’accord est échu"),
        Gap.WITHDRAWN: _("l’accord est retiré"),
        Gap.NOT_AGREED: _("la famille n’a pas donné son accord pour ce renseignement"),
        Gap.CHANGED: _("le texte a changé depuis l’accord"),
        Gap.SOMEWHERE_ELSE: _("l’accord était pour une autre fiche, réunie à celle-ci depuis"),
        Gap.SOMEBODY_ELSE: _("l’accord vient d’une autre personne que celle à joindre"),
    }[gap]


class Agreed(NamedTuple):
    """A consent, as its page tells it."""

    row: Consent
    recorded_by: str

    @property
    def means(self) -> Any:
        return CONSENT_MEANS[self.row.means]

    @property
    def pieces(self) -> list[tuple[Any, str]]:
        return in_order(self.row.texts)

    @property
    def labels(self) -> list[Any]:
        return [INFORMATION[code] for code in INFORMATION if code in self.row.texts]

    @property
    def in_force(self) -> bool:
        return self.row.ground.in_force(clock.today())


class Excepted(NamedTuple):
    """An exception, as its page tells it."""

    row: ConsentException
    made_by: str
    seen_by: str

    @property
    def ground(self) -> Any:
        return GROUNDS[self.row.ground_code]

    @property
    def pieces(self) -> list[tuple[Any, str]]:
        return in_order(self.row.texts)


class Shared(NamedTuple):
    """What left, as the page tells it."""

    row: ReferralShare
    shared_by: str
    mail: str
    open: bool

    @property
    def held(self) -> bool:
        """Whether the ground it left on still holds, so that it may be handed over once more."""
        ground = self.row.ground
        return ground is not None and ground.in_force(clock.today())

    @property
    def means(self) -> Any:
        return SHARE_MEANS[self.row.means]

    @property
    def pieces(self) -> list[tuple[Any, str]]:
        return in_order(self.row.texts)

    @property
    def mail_words(self) -> str:
        """Where the mail is, in words."""
        if self.row.means != "courriel":
            return ""
        return {
            "waiting": _("le courriel part dans un instant"),
            "sent": _("le courriel est parti"),
            "replaced": _("le courriel n’est pas parti : il n’avait plus lieu d’être"),
        }.get(self.mail, _("le courriel n’est pas parti : l’adresse ou le serveur le refuse"))

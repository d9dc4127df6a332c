"""Requests as the screens show them: read once, with all that their fragments need."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from schoolapp.agent_requests import rules
from schoolapp.agent_requests.vocabulary import (
    EFFECTS,
    HELP,
    KNOWS,
    NEW,
    OPEN,
    STATE_TAGS,
    STATES,
    TRIED,
    URGENCIES,
    URGENCY_TAGS,
)
from schoolapp.agent_requests.waits import Waits
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.formats import date_words
from schoolapp.records import NamedTuple


class Card(NamedTuple):
    """A request for one reader; ``lead`` says whether an agent or the direction reads."""

    id: int
    version: int
    main_id: int | None
    state: str
    urgency: str
    about: str
    observed: str
    tried: list[str]
    tried_words: str
    parent_knows: str
    parent_words: str
    help: list[str]
    talk_when: str
    asked_at: datetime
    state_at: datetime
    received_at: datetime | None
    news_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    effect: str
    answer: str
    requester_id: int
    requester: str
    agent_id: int | None
    agent: str
    agent_away: bool
    family_id: int | None
    family: str
    pupil_id: int | None
    pupil: str
    group: str
    additions: int
    link_state: str | None
    lead: bool
    waits: Waits

    @property
    def label(self) -> str:
        """Whom it is about, as this reader may know: the family found later for somebody's words is not theirs."""
        if self.about and not self.lead:
            return self.about
        if self.pupil:
            return _("%(name)s (%(group)s)", name=self.pupil, group=self.group) if self.group else self.pupil
        return _("Famille %(name)s", name=self.family) if self.family else self.about

    @property
    def state_label(self) -> Any:
        return STATES[self.state]

    @property
    def state_kind(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def urgency_label(self) -> Any:
        return URGENCIES.get(self.urgency, self.urgency)

    @property
    def urgency_kind(self) -> str:
        return URGENCY_TAGS.get(self.urgency, "") if self.open else ""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def help_labels(self) -> list[Any]:
        return [HELP[code] for code in self.help if code in HELP]

    @property
    def tried_labels(self) -> list[Any]:
        return [TRIED[code] for code in self.tried if code in TRIED]

    @property
    def knows_label(self) -> Any:
        return KNOWS.get(self.parent_knows, "")

    @property
    def effect_label(self) -> Any:
        return EFFECTS.get(self.effect, "")

    @property
    def where(self) -> str:
        """Where it stands, in a line: « reçue par Rosalie Gagnon le mardi 17 novembre »."""
        day = date_words(self.state_at)
        if self.state == NEW:
            if self.agent:
                return _("confiée à %(name)s, pas encore reçue", name=self.agent)
            return _("pas encore reçue")
        words = {
            "recue": _("reçue par %(name)s le %(day)s", name=self.agent, day=day),
            "en_cours": _("%(name)s s’en occupe", name=self.agent),
            "fermee": _("fermée le %(day)s", day=day),
            "refusee": _("refusée le %(day)s", day=day),
        }
        return words[self.state]

    @property
    def late(self) -> str:
        """Why it comes up by itself, in words; empty when nothing is late."""
        return self.waits.words(self)

    @property
    def on_board(self) -> bool:
        return self.link_state in LINK_STATES

    @property
    def has_news(self) -> bool:
        """Whether somebody wrote to the agent since the agent's last act."""
        return self.open and self.told_at is not None and (self.news_at is None or self.told_at > self.news_at)

    @property
    def beginning(self) -> str:
        """The first words of the observation, for lists."""
        text = " ".join(self.observed.split())
        return text if len(text) <= 160 else _("%(text)s…", text=text[:157].rsplit(" ", 1)[0])


class Line(NamedTuple):
    """One line of a request's history; ``lead`` says whether an agent or the direction reads."""

    id: int
    request_id: int
    at: datetime
    by_id: int
    by: str
    act: str
    before: str
    after: str
    said: str
    person_id: int | None
    person: str
    day: date | None
    lead: bool

    @property
    def is_message(self) -> bool:
        """Whether its words matter more than the act."""
        return self.act in ("answer", "tell", "thank", "contribute")

    @property
    def words(self) -> str:
        """What was said, as far as this reader may know."""
        rule = rules.RULES.get(self.act)
        return "" if rule is not None and rule.hides and not self.lead else self.said

    @property
    def title(self) -> str:
        """What happened, in words."""
        return str(self._titles().get(self.act, self.act))

    def _titles(self) -> dict[str, str]:
        name = self.person
        planned = _("Suivi prévu pour le %(day)s", day=date_words(self.day, weekday=False)) if self.day else ""
        return {
            "ask": _("Demande envoyée"),
            "add": _("%(name)s fait aussi appel pour cette famille", name=name),
            "receive": _("Demande reçue"),
            "hand_over": _("Confiée à %(name)s", name=name),
            "link": _("Rattachée à une famille"),
            "invite": _("Avis demandé à %(name)s", name=name),
            "release": _("Contribution terminée pour %(name)s", name=name),
            "board": _("Famille mise au tableau"),
            "plan": planned,
            "answer": _("Réponse"),
            "refuse": _("Demande refusée"),
            "close": _("Demande fermée"),
            "reopen": _("Demande rouverte"),
            "ask_again": _("Demande rouverte, à recevoir"),
            "tell": _("Des nouvelles"),
            "thank": _("Merci"),
            "contribute": _("Contribution"),
        }


class Helper(NamedTuple):
    """A colleague asked to contribute."""

    id: int
    user_id: int
    name: str
    role: str
    question: str
    asked_at: datetime
    answered_at: datetime | None
    released_at: datetime | None


class Added(NamedTuple):
    """A request that was added to another, with its own thread, as far as the reader may see it."""

    card: Card
    thread: list[Line]


class Bundle(NamedTuple):
    """A whole request for one reader.

    Attributes:
        can: the acts this person may do now.
        added: the requests added to it that this person may read.
        first: the request it was added to, when this person may read its words.
        asked: what this person, as a colleague asked to contribute, was asked.
        others: for the agents and the direction, the other requests that are open for the same family.
    """

    card: Card
    thread: list[Line]
    helpers: list[Helper]
    added: list[Added]
    first: Card | None
    can: frozenset[str]
    asked: Helper | None
    others: list[Card]

"""Notes and follow-ups as the screens show them: read once, with all that their fragments need."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.formats import local
from schoolapp.notes.vocabulary import (
    EFFECT_TAGS,
    EFFECTS,
    FOLLOW_UP_STATES,
    NOTE_MEANS_ICONS,
    NOTE_TITLES,
    OPEN,
    PRACTICES,
    PRIVATE,
    RESTRICTED,
)
from schoolapp.records import NamedTuple

# Where a text may be cut: after a paragraph, else a sentence, else a word.
ENDS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?…؟。]\s"), re.compile(r"\s"))
FOLD = 700  # a text longer than this shows its beginning, and opens


class NoteCard(NamedTuple):
    """A note for one reader; ``mine`` and ``direction`` say who reads."""

    id: int
    version: int
    family_id: int
    author_id: int
    author: str
    happened_at: datetime
    written_at: datetime
    means: str
    reached: str
    people: str
    minutes: int | None
    practices: list[str]
    text: str
    visibility: str
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str
    effect: str
    effect_words: str
    effect_at: datetime | None
    effect_by: str
    mine: bool
    direction: bool
    lead: bool
    restricted_total: int = 0

    @property
    def title(self) -> str:
        return note_title(self.means, self.reached)

    @property
    def icon(self) -> str:
        return NOTE_MEANS_ICONS.get(self.means, NOTE_MEANS_ICONS["autre"])

    @property
    def mark(self) -> str:
        """The colour of its dot on the timeline: a family that came to the school shows in green."""
        return "vis" if self.means == "ecole" and self.reached == "yes" else ""

    @property
    def ways(self) -> list[Any]:
        return [PRACTICES[code] for code in self.practices if code in PRACTICES]

    @property
    def written_later(self) -> bool:
        """Whether it was written on another day than the one it tells."""
        return local(self.written_at).date() != local(self.happened_at).date()

    @property
    def effect_label(self) -> Any:
        return EFFECTS.get(self.effect, "")

    @property
    def effect_kind(self) -> str:
        return EFFECT_TAGS.get(self.effect, "")

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def private(self) -> bool:
        return self.visibility == PRIVATE

    @property
    def restricted(self) -> bool:
        return self.visibility == RESTRICTED

    @property
    def can_correct(self) -> bool:
        return self.mine and not self.withdrawn

    @property
    def can_withdraw(self) -> bool:
        return (self.mine or self.direction) and not self.withdrawn

    @property
    def can_restore(self) -> bool:
        return (self.mine or self.direction) and self.withdrawn

    @property
    def can_observe(self) -> bool:
        return not self.withdrawn and not self.private

    @property
    def can_open(self) -> bool:
        """Whether this reader may read its text, restricted or withdrawn as it is."""
        return (self.lead or not self.restricted) and (self.mine or self.direction or not self.withdrawn)

    @property
    def template(self) -> str:
        """The fragment of the timeline: what is restricted or withdrawn is read one at a time, and leaves a trace."""
        if self.withdrawn:
            return "notes/_note_withdrawn.html"
        return "notes/_note_stub.html" if self.restricted else "notes/_note.html"

    @property
    def beginning(self) -> str:
        return fold(self.text)[0]

    @property
    def rest(self) -> str:
        return fold(self.text)[1]


class VersionCard(NamedTuple):
    """A note as it was before a correction."""

    replaced_at: datetime
    content: dict[str, Any]

    @property
    def title(self) -> str:
        return note_title(self.content["means"], self.content["reached"])

    @property
    def happened_at(self) -> datetime:
        return datetime.fromisoformat(self.content["happened_at"])

    @property
    def ways(self) -> list[Any]:
        return [PRACTICES[code] for code in self.content["practices"] if code in PRACTICES]


def note_title(means: str, reached: str) -> str:
    """« Appel », « Appel, pas rejoint »."""
    words = str(NOTE_TITLES.get(means, NOTE_TITLES["autre"]))
    return _("%(what)s, pas rejoint", what=words) if reached == "no" else words


def fold(text: str) -> tuple[str, str]:
    """A long text cut in two near the limit, never inside a word when there are words."""
    if len(text) <= FOLD * 1.3:
        return text, ""
    head = text[:FOLD]
    for pattern in ENDS:
        ends = [match.end() for match in pattern.finditer(head) if match.end() > FOLD // 2]
        if ends:
            return text[: ends[-1]].rstrip(), text[ends[-1] :].lstrip()
    return head, text[FOLD:]


class FollowUpCard(NamedTuple):
    """A follow-up for one reader. ``place`` is the page it stands on: its family's file, or Ma journée."""

    id: int
    version: int
    family_id: int
    family: str
    note_id: int | None
    what: str
    due_on: date
    assignee_id: int
    assignee: str
    state: str
    closed_at: datetime | None
    closed_by: str
    closing_words: str
    postponed_count: int
    place: str = ""

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @property
    def late(self) -> bool:
        return self.open and self.due_on < clock.today()

    @property
    def since_yesterday(self) -> bool:
        """Late by one day, which « hier » does not say."""
        return self.open and self.due_on == clock.today() - timedelta(days=1)

    @property
    def state_label(self) -> Any:
        return FOLLOW_UP_STATES[self.state]


class NextSteps(NamedTuple):
    """The box « Prochains pas » of a family."""

    id: int
    follow_ups: list[FollowUpCard]

    @property
    def open_count(self) -> int:
        return sum(1 for one in self.follow_ups if one.open)

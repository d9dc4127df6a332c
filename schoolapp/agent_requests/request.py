"""The request: what a member of the staff asks of the agent about a family."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.agent_requests.vocabulary import NEW, OPEN, WORDS_LIMIT
from schoolapp.database import JSONList, Key, Text, UTCDateTime, VersionedModel
from schoolapp.families.models import Family, Pupil


class AgentRequest(VersionedModel):
    """A request to the agent. Never deleted; its verbs are in ``verbs`` and its rules in ``rules``.

    ``main`` is set on a request that was added to another: it follows the state of that one, in the same transaction.
    ``about`` are the words of someone who does not know yet which family it is. ``state_at`` is since when it is in its
    state; ``news_at`` the last thing done by an agent or the direction; ``told_at`` the last word to them.
    """

    family = peewee.ForeignKeyField(Family, null=True, backref="requests", on_delete="RESTRICT")
    pupil = peewee.ForeignKeyField(Pupil, null=True, backref="requests", on_delete="SET NULL")
    about = Text(max_length=500)
    about_key = Key(max_length=600)
    main = peewee.ForeignKeyField("self", null=True, backref="additions", on_delete="RESTRICT")
    requester = peewee.ForeignKeyField(User, backref="requests", on_delete="RESTRICT")
    agent = peewee.ForeignKeyField(User, null=True, backref="held_requests", on_delete="SET NULL")
    state = Text(max_length=10, default=NEW)
    observed = Text(max_length=WORDS_LIMIT)
    tried = JSONList()
    tried_words = Text(max_length=2000)
    parent_knows = Text(max_length=3)
    parent_words = Text(max_length=1000)
    help = JSONList()
    urgency = Text(max_length=10, default="possible")
    talk_when = Text(max_length=300)
    asked_at = UTCDateTime()
    state_at = UTCDateTime()
    received_at = UTCDateTime(null=True)
    news_at = UTCDateTime(null=True)
    told_at = UTCDateTime(null=True)
    closed_at = UTCDateTime(null=True)
    effect = Text(max_length=10)
    answer = Text(max_length=2000)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = (
            (("state", "state_at"), False),
            (("family", "state"), False),
            (("requester", "state"), False),
            (("agent", "state"), False),
            (("requester", "form_key"), True),
        )

    @property
    def audit_label(self) -> str:
        return ""

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def added(self) -> bool:
        """Whether it was added to another request, which it follows."""
        return self.main_id is not None

"""The boxes of the requests to the agent: to receive, with news, without news, one's own, those one is asked about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.accounts.models import User
from schoolapp.agent_requests import due
from schoolapp.day.block import Block

SHOWN = 8


def _block(block_id: str, title: str, cards: list[Any], view: str, why: str, **more: Any) -> Block:
    others = len(cards) - SHOWN
    words = ngettext("et %(num)s autre", "et %(num)s autres", others) if others > 0 else ""
    rest = (words, url_for("requests.index", vue=view)) if words else None
    kind = more.pop("kind", "asked")
    return Block(block_id, title, kind, cards[:SHOWN], len(cards), why, more=rest, **more)


def for_agent(user: User) -> list[Block]:
    """What an agent receives, reads and must not leave without news."""
    found = due.for_agent(user)
    late = any(card.late for card in found.new)
    return [
        _block(
            "requests-new", _("Demandes à recevoir"), found.new, "a_recevoir",
            _("Personne ne les a encore reçues : un clic suffit pour que la personne le sache."),
            tone="mark-late" if late else "", kind="to_receive", mail=_("Demandes à recevoir"),
        ),
        _block(
            "requests-quiet", _("Demandes sans nouvelles"), found.quiet, "en_cours",
            _("La personne qui a demandé attend un mot, même court."),
            tone="mark-late", mail=_("Demandes sans nouvelles"),
        ),
        _block(
            "requests-told", _("Du nouveau dans vos demandes"), found.told, "en_cours",
            _("On vous a écrit depuis votre dernier geste."), mail=_("Demandes où l’on vous a écrit"),
        ),
    ]  # fmt: skip


def for_direction(user: User) -> Block:
    """What waits too long, for the direction."""
    return _block(
        "requests-late", _("Demandes qui attendent"), due.for_direction(user), "a_recevoir",
        _("Pas reçues, sans nouvelles, ou chez un agent en absence : à confier, ou à débloquer."),
        empty=_("Chaque demande a été reçue, et a eu des nouvelles."), mail=_("Demandes qui attendent"),
    )  # fmt: skip


def _changes(cards: list[Any]) -> list[datetime]:
    """When each of one's own requests last moved by the hand of others."""
    moments = ([card.received_at, card.news_at, card.closed_at] for card in cards)
    return [max(known) for found in moments if (known := [moment for moment in found if moment])]


def own(user: User, *, empty: str = "") -> list[Block]:
    """One's own requests with their answers, and those one is asked about."""
    found = due.own(user)
    return [
        _block(
            "requests-helps", _("On vous demande votre avis"), found.helps, "miennes",
            _("Un mot de vous aiderait l’agent; vous ne voyez que cette demande."), kind="helps",
            mail=_("Avis demandés"),
        ),
        _block(
            "requests-mine", _("Mes demandes à l’agent"), found.asked, "miennes",
            _("Où elles en sont, et les réponses des deux dernières semaines."), empty=empty, kind="mine",
            news=(_("Vos demandes où il y a du nouveau"), _changes(found.asked)),
        ),
    ]  # fmt: skip

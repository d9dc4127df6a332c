"""The product as it is, but for the cards of the board: each is drawn at each request."""

from __future__ import annotations

from collections.abc import Hashable

from schoolapp.families import board_cards
from schoolapp.families.board_filters import Drawn
from schoolapp.keep import Keep
from schoolapp.wsgi import app

__all__ = ["app"]


class Forgetful(Keep[Drawn]):
    """Keeps nothing."""

    def put(self, key: Hashable, thing: Drawn) -> Drawn:
        return thing


board_cards._kept = Forgetful(1)

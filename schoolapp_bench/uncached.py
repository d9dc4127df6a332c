"""The product as it is, but for the cards of the board: each is drawn at each request."""

from __future__ import annotations

from typing import Any

from schoolapp.families import board_cards
from schoolapp.wsgi import app

__all__ = ["app"]


class Forgetful(dict[Any, Any]):
    """Keeps nothing."""

    def __setitem__(self, key: Any, value: Any) -> None:
        return


board_cards._kept = Forgetful()

"""The addresses of this room."""

from __future__ import annotations

from flask import Flask

from schoolapp.activities import public


def register(app: Flask) -> None:
    """Open the pages of activities."""
    public.register(app)

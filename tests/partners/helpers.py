"""Rows of a sheet as the verbs take them."""

from __future__ import annotations


def phone(digits: str, **more: str) -> dict[str, str]:
    return {"digits": digits, "typed": digits, "extension": "", "kind": "voix", "words": ""} | more


def hours(days: str, opens: str, closes: str, **more: object) -> dict[str, object]:
    return {"byday": days.split(), "opens_at": opens, "closes_at": closes, "words": ""} | more

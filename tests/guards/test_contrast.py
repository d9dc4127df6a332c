"""Every text can be read on its ground, and every control's edge seen, in both themes (WCAG AA)."""

from __future__ import annotations

import re

import pytest

from tests.guards import source

TOKENS = source.PACKAGE / "static" / "css" / "tokens.css"
DARK = "prefers-color-scheme: dark"

TEXTS = [
    *[(text, ground) for text in ("ink", "soft", "teal", "apricot", "brick", "moss") for ground in ("paper", "card")],
    *[(text, "sunk") for text in ("ink", "soft", "teal")],
    *[(text, "teal-soft") for text in ("ink", "soft", "teal")],
    *[(text, "apricot-soft") for text in ("ink", "apricot-deep")],
    *[(text, "brick-soft") for text in ("ink", "brick", "brick-deep")],
    *[(text, "moss-soft") for text in ("ink", "moss-deep")],
    *[("on-fill", ground) for ground in ("teal-fill", "teal-fill-over", "brick-fill", "brick-fill-over")],
    ("apricot-deep", "card"),
    ("paper", "ink"),
]
MARKS = [
    *[(mark, ground) for mark in ("edge", "teal-mark", "moss-mark", "focus", "brick") for ground in ("paper", "card")],
    ("focus", "teal-soft"),
]
PAIRS = [(pair, 4.5) for pair in TEXTS] + [(pair, 3.0) for pair in MARKS]


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme by name; the dark one changes what the light one sets."""
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in TOKENS.read_text().split(DARK))
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_passes_wcag_aa(theme: str):
    colours = themes()[theme]
    weak = {
        f"{front} on {ground}": round(contrast(colours[front], colours[ground]), 2)
        for (front, ground), least in PAIRS
        if contrast(colours[front], colours[ground]) < least
    }
    assert weak == {}


def test_only_the_tokens_name_colours():
    raw = re.compile(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(|\boklch\(", re.I)
    named = [
        f"{path.name}:{number}"
        for path in sorted(TOKENS.parent.glob("*.css"))
        if path not in {TOKENS, TOKENS.parent / "print.css"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if raw.search(re.sub(r"mask-image:[^;]*;", "", line))
    ]
    assert named == []

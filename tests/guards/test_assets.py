"""What templates and styles ask for exists, comes from here, and keeps its licence."""

from __future__ import annotations

import re

import pytest

from tests.guards import source

STATIC = source.PACKAGE / "static"
VENDOR = STATIC / "vendor"
LUCIDE = next(VENDOR.glob("lucide@*"))


def symbols() -> set[str]:
    return set(re.findall(r'<symbol id="([^"]+)"', (LUCIDE / "sprite.svg").read_text()))


def test_the_sprite_holds_the_icons_of_its_list():
    assert symbols() == set((LUCIDE / "icons.txt").read_text().split())


def test_every_icon_named_in_a_template_is_in_the_sprite():
    asked = {
        (name, source.name_of(path))
        for path in source.templates()
        for pattern in (
            r"\bicon\(\s*[\"']([\w-]+)",
            r"icon(?:_name)?=[\"']([\w-]+)",
            r"#(?:i-)?([a-z][a-z0-9-]+)[\"']\s*/></svg>",  # « i- »: the board's own copies, once for the page
        )
        for name in re.findall(pattern, path.read_text())
    }
    assert {(name, where) for name, where in asked if name not in symbols()} == set()


def test_every_static_file_named_in_a_template_exists():
    asked = {
        (name, source.name_of(path))
        for path in source.templates()
        for name in re.findall(r"\basset\([\"']([^\"'{]+\.\w+)[\"']\)", path.read_text())
    }
    assert {(name, where) for name, where in asked if not (STATIC / name).is_file()} == set()
    assert len(asked) > 3


def test_styles_ask_for_nothing_elsewhere_and_for_nothing_missing():
    wrong = [
        f"{sheet.name}: {address}"
        for sheet in STATIC.glob("css/*.css")
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
        if not (sheet.parent / address).resolve().is_file()
    ]
    assert wrong == []


@pytest.mark.parametrize("folder", sorted(VENDOR.iterdir()), ids=lambda folder: folder.name)
def test_what_is_vendored_names_its_version_and_keeps_its_licence(folder):
    assert re.fullmatch(r"[a-z.-]+@\d+\.\d+\.\d+", folder.name)
    assert (folder / "LICENSE").stat().st_size > 500

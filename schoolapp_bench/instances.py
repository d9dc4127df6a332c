"""The databases that are measured: made once by the seeded generator, kept in ``instance/bench`` and used again."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from tests.servers import ROOT, command

KEPT = ROOT / "instance" / "bench"
AGENT = "agent@ecole.test"


@dataclass(frozen=True)
class Size:
    """How many times 300 families, and how many of all on the board."""

    scale: int
    board: int


SIZES = {"1x": Size(1, 300), "100x": Size(100, 300), "30": Size(1, 30), "3000": Size(10, 3000)}


def _recipe(size: Size) -> str:
    """What the content depends on: another recipe, another database."""
    digest = hashlib.sha256(repr(size).encode())
    for folder in ("demo", "migrations"):
        for file in sorted((ROOT / "schoolapp" / folder).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def made(name: str) -> Path:
    """The instance of that name, made when it is missing or when its recipe changed."""
    size, folder = SIZES[name], KEPT / name
    mark = folder / "recipe"
    if mark.exists() and mark.read_text() == _recipe(size):
        return folder
    sys.stderr.write(f"making the {name} database\n")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text("second_step_required = false\n")
    options = ["--bench", "--seed", "2026", "--scale", str(size.scale), "--board", str(size.board)]
    command(folder, "demo", "fill", *options, patience=900)
    mark.write_text(_recipe(size))
    return folder


def copied(name: str, to: Path) -> Path:
    """A copy of an instance, for measures that write to it."""
    shutil.copytree(made(name), to)
    return to


@contextmanager
def application(instance: Path) -> Iterator[Flask]:
    """The product on an instance, in this process."""
    from schoolapp import create_app, database
    from schoolapp.settings import load

    app = create_app(load(instance, {}))
    try:
        yield app
    finally:
        database.db.close()

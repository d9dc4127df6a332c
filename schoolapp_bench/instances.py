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
    """How many times 300 families, how many of all on the board, and how many services in the directory."""

    scale: int
    board: int
    services: int = 0


SIZES = {"1x": Size(1, 300, 2000), "100x": Size(100, 300, 2000), "30": Size(1, 30), "3000": Size(10, 3000)}


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
    wanted = {"--scale": size.scale, "--board": size.board, "--services": size.services}
    options = ["--bench", "--seed", "2026", *(str(word) for pair in wanted.items() for word in pair)]
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

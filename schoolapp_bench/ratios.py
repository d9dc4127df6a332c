"""The pages over HTTP, compared with a bare Flask view that returns the very bytes of the page."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from schoolapp_bench import load
from schoolapp_bench.instances import copied
from schoolapp_bench.load import Target, fetch
from schoolapp_bench.pages import Pages, prepare, steady
from schoolapp_bench.serve import Variant
from tests.servers import Server

GOALS = {"board": "board_cached", "card": "card", "file": "file", "search": "search", "partners": "partners"}


def _bodies(pages: Pages, port: int, folder: Path) -> dict[str, bytes]:
    """The pages as the product gives them, kept for the bare view. A page that does not exist yet is left out."""
    bodies = {}
    for name in pages.measured:
        status, body = fetch(pages.target(port, name))
        if status == 200:
            bodies[name] = body
            (folder / name).write_bytes(body)
    return bodies


def _check_same(name: str, target: Target, body: bytes) -> None:
    """The compared routes must give the same bytes, their anti-forgery tokens apart."""
    status, given = fetch(target)
    assert status == 200, f"{name}: {status}"
    assert steady(given) == steady(body), f"{name}: not the same bytes"


def measure() -> dict[str, float]:
    """Ratios by goal."""
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as running:
        instance = copied("1x", Path(temporary) / "instance")
        pages, limit = prepare(instance), Path(temporary) / "bare"
        (limit / "bodies").mkdir(parents=True)
        product = Server(instance).start()
        running.callback(product.stop)
        bodies = _bodies(pages, product.port, limit / "bodies")
        uncached = Variant("schoolapp_bench.uncached:app", instance).start()
        running.callback(uncached.stop)
        bare = Variant("schoolapp_bench.bare:app", limit).start()
        running.callback(bare.stop)
        return _compare(pages, bodies, product.port, uncached.port, bare.port)


def _compare(pages: Pages, bodies: dict[str, bytes], product: int, uncached: int, bare: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, body in bodies.items():
        variants = {"bare": Target.get(bare, f"/{name}"), GOALS[name]: pages.target(product, name)}
        if name == "board":
            variants["board"] = pages.target(uncached, name)
        for variant, target in variants.items():
            _check_same(variant, target, body)
        sys.stderr.write(f"measuring {name}: {len(body)} bytes\n")
        found |= load.compare(variants, "bare")
    found.pop("bare", None)
    return found

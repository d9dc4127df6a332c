"""The limit: a bare Flask view that returns bytes rendered beforehand, served with the product's own settings.

The files of ``bodies``, in the instance's folder, are read once; ``/NAME`` returns the one called NAME.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response


def create(folder: Path) -> Flask:
    """One view for each file."""
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/healthz", "healthz", _view(b"ok"))
    for file in folder.iterdir():
        app.add_url_rule(f"/{file.name}", file.name, _view(file.read_bytes()))
    return app


def _view(body: bytes) -> Callable[[], Response]:
    def view() -> Response:
        return Response(body, mimetype="text/html")

    return view


app = create(Path(os.environ["SCHOOLAPP_INSTANCE"]) / "bodies")
gc.collect()
gc.freeze()

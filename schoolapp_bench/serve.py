"""``python -m schoolapp_bench.serve MODULE:APPLICATION PORT``: any application, with the product’s server settings."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from schoolapp.server import prepare
from schoolapp.settings import load
from tests.servers import Server


class Variant(Server):
    """The server of another application than the product's own."""

    def __init__(self, target: str, instance: Path, **settings: str) -> None:
        super().__init__(instance, **settings)
        self.target = target
        self.log = instance.with_name(f"{target.partition(':')[0]}.log")

    def program(self) -> list[str]:
        return [sys.executable, "-m", "schoolapp_bench.serve", self.target, str(self.port)]


def main(target: str, port: str) -> None:
    """Serve until told to stop."""
    prepare(target, replace(load(os.environ["SCHOOLAPP_INSTANCE"]), port=int(port))).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

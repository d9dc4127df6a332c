"""Instances filled once in a process, with everybody's session already open; the tests receive copies.

``python -m tests.browser.instances INSTANCE`` opens those sessions, and prints the cookie of each address.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from tests.servers import ROOT, command, environment

Content = Literal["cast", "demo", "empty"]
SETTINGS: dict[str, dict[str, str]] = {"cast": {"second_step_required": "no"}, "demo": {"demo": "yes"}, "empty": {}}


class Instances:
    """Makes the instances of one process."""

    def __init__(self, new_folder: Callable[[], Path]) -> None:
        self.new_folder = new_folder
        self.kept: dict[str, tuple[Path, dict[str, Any]]] = {}

    def make(self, content: Content) -> tuple[Path, dict[str, Any]]:
        """A folder of one's own, and the browser's state for each address that is signed in there."""
        instance = self.new_folder() / content
        if content == "empty":
            return instance, {}
        if content not in self.kept:
            self.kept[content] = self._fill(content)
        original, states = self.kept[content]
        shutil.copytree(original, instance)
        return instance, dict(states)

    def _fill(self, content: str) -> tuple[Path, dict[str, Any]]:
        instance, settings = self.new_folder() / content, SETTINGS[content]
        if content == "cast":
            _run("tests.cast", instance, settings)
        else:
            command(instance, "demo", "fill", **settings)
        cookies = json.loads(_run("tests.browser.instances", instance, settings))
        return instance, {email: {"cookies": [cookie], "origins": []} for email, cookie in cookies.items()}


def _run(module: str, instance: Path, settings: dict[str, str]) -> str:
    program = [sys.executable, "-m", module, str(instance)]
    where = {"env": environment(instance, **settings), "cwd": ROOT}
    return subprocess.run(program, check=True, timeout=60, stdout=subprocess.PIPE, text=True, **where).stdout


def main(instance: str) -> None:
    """Open a session for everybody, as the form does, without paying for a password."""
    from schoolapp import create_app, database
    from schoolapp.accounts import sessions
    from schoolapp.accounts.models import User
    from schoolapp.settings import load

    app = create_app(load(instance))
    with app.test_request_context():
        tokens = {user.email: sessions.open_session(user, second_step_done=True) for user in User.select()}
    database.db.close()
    cookie = {"name": app.config["AUTH_COOKIE_NAME"], "domain": "127.0.0.1", "path": "/", "expires": -1}
    cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
    sys.stdout.write(json.dumps({email: {**cookie, "value": token} for email, token in tokens.items()}))


if __name__ == "__main__":
    main(sys.argv[1])

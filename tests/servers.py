"""The real server, as ``schoolapp serve`` starts it, on an instance in a temporary folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LEASH = Path(__file__).with_name("leash.py")
START_SECONDS = 20


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(instance: Path, **settings: str) -> dict[str, str]:
    """The environment of a command on ``instance``: nothing of the developer's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCHOOLAPP_")}
    ours = {f"SCHOOLAPP_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "SCHOOLAPP_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), **ours}


def command(instance: Path, *words: str, patience: int = 120, **settings: str) -> str:
    """Run ``schoolapp WORDS…`` on an instance, for ``patience`` seconds at most, and give what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "schoolapp", "--instance", instance, *words],
        env=environment(instance, **settings),
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=patience,
    )
    assert done.returncode == 0, f"schoolapp {' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


class Server:
    """A served instance: ``url``, ``stop()``, and ``kill()`` for the tests that mean harm."""

    def __init__(self, instance: Path, *, port: int | None = None, **settings: str) -> None:
        self.instance, self.settings = instance, settings
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance.with_name(f"{instance.name}.log")
        self.accounts = ("", "")  # what follows the @ of its people's addresses, and their password
        self.states: dict[str, Any] = {}  # what the browser keeps of each address that is signed in
        self.process: subprocess.Popen[str] | None = None
        self.group = 0
        self.begun = 0.0  # when the command was started, by time.perf_counter()

    def program(self) -> list[str]:
        """The command that serves."""
        return [sys.executable, "-m", "schoolapp", "--instance", str(self.instance), "serve", "--port", str(self.port)]

    def start(self) -> Server:
        """Start, and wait until the instance says that it is well."""
        self.process = subprocess.Popen(
            [sys.executable, str(LEASH), str(self.log), *self.program()],
            env=environment(self.instance, **self.settings),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.group = int(self.process.stdout.readline())
        self.begun = time.perf_counter()
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise AssertionError(f"the server did not start:\n{self.log.read_text(errors='replace')}")
            time.sleep(0.005)
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    def stop(self) -> None:
        """Stop as an administrator would. Granian loses a stop asked within moments of its first answer."""
        if self.process is None:
            return
        time.sleep(0.2)
        self._let_go()

    def kill(self) -> None:
        """``kill -9`` of every process of the server, at once."""
        os.killpg(self.group, signal.SIGKILL)
        self._let_go()

    def _let_go(self) -> None:
        process, self.process = self.process, None
        process.stdin.close()
        process.wait(30)
        process.stdout.close()

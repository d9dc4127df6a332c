"""Runs a command that must not outlive whoever asked for it.

``python tests/leash.py LOG COMMAND…`` starts COMMAND in a session of its own, writes what it says to LOG, prints its
process group, and waits for its own standard input to close: at the end of a test, but also when the tests are killed.
Then the command is asked to stop, and made to.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

PATIENCE_SECONDS = 10


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


def main(log: str, command: list[str]) -> int:
    """Run ``command``; returns its exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    sys.stdout.write(f"{process.pid}\n")
    sys.stdout.flush()

    def stop_when_let_go() -> None:
        while os.read(0, 1024):
            pass
        _signal_group(process, signal.SIGTERM)
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            _signal_group(process, signal.SIGKILL)

    threading.Thread(target=stop_when_let_go, daemon=True).start()
    code = process.wait()
    _signal_group(process, signal.SIGKILL)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

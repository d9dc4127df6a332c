"""What the server serves: the application of the instance named by ``SCHOOLAPP_INSTANCE``.

The server loads it once, then forks: its processes begin at once and share what was loaded. Where processes are not
forked, each loads it by itself.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from schoolapp import create_app
from schoolapp.memory import give_back_large_blocks
from schoolapp.settings import load

if TYPE_CHECKING:
    from flask import Flask

gc.disable()  # what start-up makes will live: the collector has nothing to find there
give_back_large_blocks()
settings = load(os.environ["SCHOOLAPP_INSTANCE"])
settings.leave_unused_drivers()
app = create_app(settings)
gc.freeze()  # nor later: and memory that it does not touch stays shared
gc.enable()


def begin() -> Flask:
    """The application, with the threads that work beside requests: called in each process of the server."""
    app.extensions["jobs"].resume()
    app.extensions["clockwork"].start_soon()
    return app

"""What the server loads in each of its processes: the application of the instance named by ``SCHOOLAPP_INSTANCE``."""

from __future__ import annotations

import gc
import os

from schoolapp import create_app
from schoolapp.memory import give_back_large_blocks
from schoolapp.settings import load

give_back_large_blocks()
settings = load(os.environ["SCHOOLAPP_INSTANCE"])
settings.leave_unused_drivers()
app = create_app(settings)
app.extensions["jobs"].resume()
app.extensions["clockwork"].start_soon()
gc.collect()
gc.freeze()  # what start-up made will live: the collector need not look at it again

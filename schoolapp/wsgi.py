"""What the server loads in each of its processes: the application of the instance named by ``SCHOOLAPP_INSTANCE``."""

from __future__ import annotations

import gc
import os

from schoolapp import create_app, settings

app = create_app(settings.load(os.environ["SCHOOLAPP_INSTANCE"]))
gc.collect()
gc.freeze()  # what start-up made will live: the collector need not look at it again

"""Whether the instance can work: database reachable, migrations applied, room on the disk."""

from __future__ import annotations

import shutil

from flask import Blueprint, Flask, Response, current_app, jsonify
from peewee import PeeweeException

from schoolapp import database
from schoolapp.access import public

LEAST_FREE_MB = 200

bp = Blueprint("core", __name__)


@bp.get("/healthz")
@public
def healthz() -> tuple[Response, int]:
    """200 when all is well, 503 otherwise; each check by name, no detail for strangers."""
    checks = {"database": _database(), "migrations": _migrations(), "disk": _disk()}
    return jsonify(status="ok" if all(checks.values()) else "failing", checks=checks), 200 if all(
        checks.values()
    ) else 503


def _database() -> bool:
    try:
        database.db.execute_sql("SELECT 1")
    except PeeweeException:
        return False
    return True


def _migrations() -> bool:
    try:
        return not database.pending_migrations()
    except PeeweeException:
        return False


def _disk() -> bool:
    return shutil.disk_usage(current_app.config["SETTINGS"].instance).free > LEAST_FREE_MB * 1024 * 1024


def register(app: Flask) -> None:
    """Serve ``/healthz``."""
    app.register_blueprint(bp)

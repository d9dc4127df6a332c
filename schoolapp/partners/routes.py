"""The room's views, gathered."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

from schoolapp.accounts import first_run
from schoolapp.partners import national, need_routes, referral_parts, referral_public, sheet_public

bp = Blueprint("partners", __name__)


def register(app: Flask) -> None:
    """Serve the room, and bring the national helps to a new house."""
    app.register_blueprint(bp)
    sheet_public.register(app)
    _register_referrals(app)
    first_run.furnish_with("partners", national.write)


def _register_referrals(app: Flask) -> None:
    import_module("schoolapp.partners.referral_act_routes")
    app.register_blueprint(import_module("schoolapp.partners.referral_routes").bp)
    app.register_blueprint(need_routes.bp)
    referral_public.register(app)
    referral_parts.register()

"""The room's views, gathered."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

from schoolapp.accounts import first_run
from schoolapp.partners import (
    national,
    need_routes,
    referral_parts,
    referral_public,
    sheet_boxes,
    sheet_public,
    sheet_tools,
    suited_page,
    waiting_routes,
)

bp = Blueprint("partners", __name__)
OWN = ("finding", "handout", "suited", "translation", "vcard")  # the modules that add their views to the room's own
SHEETS = ("service_routes", "organization_routes", "place_routes", "category_routes")


def register(app: Flask) -> None:
    """Serve the room, and bring the national helps to a new house."""
    for name in OWN:
        import_module(f"schoolapp.partners.{name}_routes")
    app.register_blueprint(bp)
    for name in SHEETS:
        app.register_blueprint(import_module(f"schoolapp.partners.{name}").bp)
    sheet_public.register(app)
    waiting_routes.register(app)
    sheet_boxes.register()
    _register_referrals(app)
    _register_exchange(app)
    sheet_tools.register()
    suited_page.register()
    first_run.furnish_with("partners", national.write)


def _register_exchange(app: Flask) -> None:
    import_module("schoolapp.partners.exchange_routes").register(app)
    app.register_blueprint(import_module("schoolapp.partners.duplicate_routes").bp)


def _register_referrals(app: Flask) -> None:
    import_module("schoolapp.partners.referral_act_routes")
    app.register_blueprint(import_module("schoolapp.partners.referral_routes").bp)
    app.register_blueprint(need_routes.bp)
    referral_public.register(app)
    referral_parts.register()

"""The frame of the pages of people without an account: parents and partners, who come in by an address they were given.

No cookie, nothing kept by the browser, no address told to another site. Each room says its own words.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from schoolapp import clock
from schoolapp.accounts import queries
from schoolapp.accounts.models import School
from schoolapp.extensions import SPRITE
from schoolapp.formats import digits
from schoolapp.i18n import spoken


@cache
def _shapes(folder: str) -> dict[str, str]:
    sprite = (Path(folder) / SPRITE).read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', sprite))


@cache
def _drawn(folder: str, name: str, size: int) -> Markup:
    opening = Markup(
        '<svg class="i" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    ).format(size)
    return opening + Markup(_shapes(folder)[name]) + Markup("</svg>")  # noqa: S704 - shapes of our own sprite


def drawn(name: str, size: int) -> Markup:
    """An icon in the page itself: the few of a page weigh less than the sprite."""
    return _drawn(current_app.static_folder, name, size)


def the_school() -> School:
    """The school; before its first visit, the name of the house stands for it."""
    return queries.school_here() or School(name=_("Trait d’union"), phone="")


def set_the_clock() -> None:
    """Times are those of the school."""
    clock.use_zone(the_school().time_zone)


def framed(template: str, status: int = 200, **context: Any) -> Response:
    """A page in the frame of ``layout_public.html``, in the language of the request."""
    school = the_school()
    frame = {"speech": spoken(), "school": school, "school_number": digits(school.phone), "drawn": drawn}
    response = make_response(render_template(template, **frame, **context), status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = spoken().tag
    return response


def full_address(endpoint: str, **values: Any) -> str:
    """An address to print, to send, or to open from elsewhere."""
    base = current_app.config["SETTINGS"].public_url or request.url_root.rstrip("/")
    return base + url_for(endpoint, **values)

"""Flask extensions and what the house asks of them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, g, request, session, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_compress import Compress
from flask_login import LoginManager
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf
from jinja2 import Template
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.routing import IntegerConverter, Rule

from schoolapp import clock
from schoolapp.keep import Keep, hole

login = LoginManager()
csrf = CSRFProtect()
compress = Compress()

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SPRITE = "vendor/lucide@1.62.0/sprite.svg"


class House(Flask):
    """An application none of whose functions is asynchronous: Flask asks each of them at each request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


class RowId(IntegerConverter):
    """An id in an address: what cannot be an id is a page that does not exist."""

    regex = r"[1-9]\d{0,9}"

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **({"max": 2**31 - 1} | options))  # type: ignore[arg-type]


class LateRule(Rule):
    """A rule whose way of building addresses is compiled when it is first asked for one.

    Werkzeug compiles two functions a rule as it starts: with three hundred rules, a fifth of the time before the first
    answer, for addresses most of which nobody asks for that day.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:
            compiled = Rule._compile_builder(rule, append_unknown).__get__(rule, None)
            setattr(rule, "_build_unknown" if append_unknown else "_build", compiled)
            return compiled(**values)

        return build


class HouseTemplate(Template):
    """A template whose macros are made once. At each import of each page, Jinja looks whether the page has globals that
    they should see, and makes them again if so; ours have none."""

    def _get_default_module(self, ctx: Context | None = None) -> Any:
        return self._module or super()._get_default_module()


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, whose signature and age are checked once an hour in each process, not at each request."""

    def __init__(self) -> None:
        self._read: Keep[str] = Keep(2000)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        key = (cookie, clock.hour())
        if kept := self._read.get(key):
            return self.session_class(self.serializer.loads(kept))  # a copy, which the request may change
        opened = super().open_session(app, request)
        if opened:
            self._read.put(key, self.serializer.dumps(dict(opened)))
        return opened


_signed: Keep[str] = Keep(2000)


def csrf_token() -> str:
    """The anti-forgery token of this request, which the library signs again at each call: once a cookie is enough."""
    if "csrf_token" not in g:
        secret = current_app.secret_key
        signed = _signed.get((secret, session.get("csrf_token")))
        if signed is None:
            signed = generate_csrf()
            _signed.put((secret, session["csrf_token"]), signed)
        g.csrf_token = signed
    return g.csrf_token


# Where the token goes in what is kept (``csrf_token=lambda: TOKEN``).
TOKEN = hole("token")


def with_token(drawn: str) -> Markup:
    """What was kept drawn, by our own templates, with the token of this request."""
    return Markup(drawn.replace(TOKEN, csrf_token()))  # noqa: S704 - ours, and a token that is URL-safe


@cache
def _content_hash(folder: str, path: str) -> str:
    return hashlib.sha256((Path(folder) / path).read_bytes()).hexdigest()[:12]


@cache
def _address(folder: str, path: str, _root: str) -> str:
    return url_for("static", filename=path, v=_content_hash(folder, path))


def asset(path: str) -> str:
    """The address of a static file, which changes with its content. A page asks for dozens: each is made once."""
    return _address(current_app.static_folder, path, request.script_root)


@cache
def _icon(name: str, size: int, classes: str, sprite: str) -> Markup:
    return Markup(
        '<svg class="{}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    ).format(f"i {classes}".strip(), size, size, sprite, name)


def icon(name: str, size: int = 18, classes: str = "") -> Markup:
    """An icon of the sprite, for ``macros/ui.html``: a page has dozens, of a few kinds."""
    return _icon(name, size, classes, asset(SPRITE))


def refuse_other_sites() -> None:
    """Refuse a write that a page of another site sends, by what browsers say themselves (Fetch Metadata, Origin).

    It stands beside the anti-forgery token, and alone on the sign-in form, which any client may post.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    origin = request.headers.get("Origin", "null")  # « null » too for forms of pages sent with no-referrer
    elsewhere = origin != "null" and urlsplit(origin).netloc != request.host
    if elsewhere or request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)


# The headers of every answer: nothing inline, nothing from elsewhere.
HEADERS = (
    ("Content-Security-Policy", CONTENT_SECURITY_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
)
# Those of pages: nothing kept on shared computers.
PAGE_HEADERS = (("Cache-Control", "no-store"), ("X-Robots-Tag", "noindex, nofollow"))
HTTPS_HEADERS = (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)


def secure(response: Response) -> Response:
    """Give an answer its headers; a view's own stay."""
    wanted = HEADERS
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if "v" in request.args else "no-cache"
    else:
        wanted += PAGE_HEADERS
    if current_app.config["SETTINGS"].https:
        wanted += HTTPS_HEADERS
    given = {name.lower() for name, _value in response.headers}
    for name, value in wanted:
        if name.lower() not in given:
            response.headers.add(name, value)
    return response


@cache
def _packed(folder: str, path: str) -> bytes:
    return gzip.compress((Path(folder) / path).read_bytes(), 9, mtime=0)


def pack(response: Response) -> Response:
    """Send the text files of the house compressed as far as it goes, which is done once for each."""
    wanted = response.mimetype.startswith("text/") or response.mimetype == "image/svg+xml"
    if request.endpoint != "static" or response.status_code != 200 or not wanted:
        return response
    if not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    if close := getattr(response.response, "close", None):
        close()
    response.set_data(_packed(current_app.static_folder, request.view_args["filename"]))
    response.headers["Content-Encoding"] = "gzip"
    return response


def register(app: Flask) -> None:
    """Set up cookies, CSRF, ids, compression, static addresses and headers."""
    settings = app.config["SETTINGS"]
    prefix = "__Host-" if settings.https else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{prefix}td_page",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        AUTH_COOKIE_NAME=f"{prefix}td_session",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.https,
        MAX_CONTENT_LENGTH=settings.upload_max_mb * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        COMPRESS_ALGORITHM=["gzip"],
        COMPRESS_LEVEL=1,
        COMPRESS_MIN_SIZE=1000,
    )
    app.url_map.converters["int"] = RowId
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.session_interface = PageSessions()
    csrf.init_app(app)
    app.jinja_env.template_class = HouseTemplate
    app.jinja_env.globals |= {"asset": asset, "icon_of_sprite": icon, "csrf_token": csrf_token}
    login.init_app(app)
    compress.init_app(app)
    app.before_request(refuse_other_sites)
    app.after_request(secure)
    app.after_request(pack)

"""A real browser on the real server.

``open_page("agent")`` opens a page signed in as that person of the cast; ``open_page(None)`` one of a stranger. Each
test has its own browser contexts, all closed at its end, when anything that the browser complained of makes the test
fail. Tests that change much ask ``make_server`` for an instance of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from schoolapp.demo.staff import PASSWORD as DEMO_PASSWORD
from tests.browser import axe as axe_core
from tests.browser.instances import SETTINGS, Content, Instances
from tests.cast import PASSWORD
from tests.servers import Server

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
# Two pages of the browser's own, behind the address bar, would be drawn for each of our windows. The last list replaces
# the one that Playwright gives, repeated here.
FEATURES_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter",
    "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints",
    "NetworkTimeServiceQuerying", "PreconnectToSearch",
)  # fmt: skip
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", f"--disable-features={','.join(FEATURES_OFF)}",
]  # fmt: skip
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 900}},
}
# A refused form and a conflict are answers like others, though the browser's console calls them errors.
EXPECTED_STATUSES = {409, 422}

# A slow machine is no failure: what is awaited may take long, and a test that passes does not wait.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)

OpenPage = Callable[..., Page]
MakeServer = Callable[..., Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(120))
    items.sort(key=lambda item: item.path.name != "test_axe.py")  # the longest first, so that nobody waits for them


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "Chromium is not installed (Debian and Ubuntu: apt-get install chromium)"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def make_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """``make_server("cast")`` serves a new instance: ``cast``, ``demo``, or ``empty`` (before its first visit)."""
    running: list[Server] = []
    instances = Instances(partial(tmp_path_factory.mktemp, "instances"))

    def make(content: Content = "cast", **settings: str) -> Server:
        instance, states = instances.make(content)
        running.append(Server(instance, **{**SETTINGS[content], **settings}))
        running[-1].accounts = ("ecole.test", DEMO_PASSWORD) if content == "demo" else ("ecole.example", PASSWORD)
        running[-1].states = states
        return running[-1].start()

    yield make
    for server in running:
        server.stop()


@pytest.fixture(scope="session")
def server(make_server: MakeServer) -> Server:
    """The instance that tests share: they may add to it, and count on the cast only."""
    return make_server("cast")


class Watch:
    """Listens to one browser context, and keeps what should not have happened."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.complaints: list[str] = []
        self.allowed = set(EXPECTED_STATUSES)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def _console(self, message: Any) -> None:
        expected = any(f"status of {status}" in message.text for status in self.allowed)
        if message.type == "error" and not expected:
            self.complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and f"{address.scheme}://{address.netloc}" != self.server.url:
            self.complaints.append(f"request to another host: {request.url}")

    def response(self, response: Any) -> None:
        if response.status >= 500 and response.status not in self.allowed:
            self.complaints.append(f"{response.status}: {response.url}")


class Pages:
    """Opens pages for one test."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.opened: list[tuple[BrowserContext, Watch]] = []

    def __call__(
        self,
        person: str | None = "agent",
        path: str | None = None,
        *,
        size: Literal["desktop", "phone"] = "desktop",
        scheme: Literal["light", "dark"] = "light",
        server: Server | None = None,
        allow: set[int] | None = None,
        **options: Any,
    ) -> Page:
        """A page of its own context, already at ``path`` when there is one.

        Args:
            person: a name of the cast, or None for a stranger.
            allow: statuses, besides 409 and 422, that this test provokes on purpose.
            options: passed on to Playwright's ``new_context``.
        """
        server = server or self.server
        state = self._state(person, server) if person else None
        context = self.browser.new_context(
            base_url=server.url,
            storage_state=state,
            color_scheme=scheme,
            locale="fr-CA",
            timezone_id="America/Toronto",
            reduced_motion="reduce",
            **{**SIZES[size], **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(server)
        watch.allowed |= allow or set()
        context.on("page", watch.follow)
        context.on("request", watch.request)
        context.on("response", watch.response)
        self.opened.append((context, watch))
        page = context.new_page()
        if path:
            page.goto(path)
        return page

    def _state(self, person: str, server: Server) -> Any:
        """The cookies of someone signed in: since the instance was made, or by the form and kept for other tests."""
        domain, password = server.accounts
        email = f"{person}@{domain}"
        if email not in server.states:
            context = self.browser.new_context(base_url=server.url, locale="fr-CA")
            page = context.new_page()
            sign_in(page, email, password)
            server.states[email] = context.storage_state()
            context.close()
        return server.states[email]

    def close(self) -> list[str]:
        """Close everything; returns what the browser complained of."""
        for context, _watch in self.opened:
            context.close()
        return [complaint for _context, watch in self.opened for complaint in watch.complaints]


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in by the form."""
    page.goto("/connexion")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    assert not urlsplit(page.url).path.startswith("/connexion"), page.locator("main").inner_text()


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """``open_page("agent", "/familles", size="phone", scheme="dark")``."""
    pages = Pages(browser, server)
    yield pages
    assert pages.close() == []


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """``axe(page)`` fails on anything that axe-core finds."""
    return axe_core.check

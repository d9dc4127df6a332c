"""A browser without a screen, on a real connection: cookies, forms filled in as they come, one socket kept open."""

from __future__ import annotations

import http.client
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

NOT_FIELDS = {"submit", "button", "reset", "image", "file"}


class Form(HTMLParser):
    """The fields of the first form of a page whose action ends in a given way, with the values they come with."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.wanted = action
        self.fields: dict[str, str] = {}
        self.action: str | None = None
        self._inside = False
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form" and self.action is None and urlsplit(given.get("action", "")).path.endswith(self.wanted):
            self.action, self._inside = given["action"], True
        elif self._inside and tag == "option" and self._select:
            if "selected" in given or self._select not in self.fields:
                self.fields[self._select] = given.get("value", "")
        elif self._inside and given.get("name"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given["name"]
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self.fields[name] = ""
        elif tag == "input" and kind not in NOT_FIELDS and (kind not in {"checkbox", "radio"} or "checked" in given):
            self.fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._select = None if tag == "select" else self._select
        self._area = None if tag == "textarea" else self._area


class Visitor:
    """Someone at the address of a server. One per thread."""

    def __init__(self, url: str, timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> http.client.HTTPResponse:
        """Send a request; the answer still has to be read."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, value = value.partition(";")[0].partition("=")
                self.cookies[cookie] = value
        return answer

    def get(self, path: str) -> str:
        """A page."""
        answer = self.ask("GET", path)
        text = answer.read().decode()
        assert answer.status == 200, f"GET {path}: {answer.status}"
        return text

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; the status and the page, redirections not followed."""
        answer = self.ask("POST", path, urlencode(fields))
        return answer.status, answer.read().decode()

    def form(self, page: str, action: str) -> Form:
        """The form of ``page`` whose action ends with ``action``."""
        form = Form(action)
        form.feed(self.get(page))
        assert form.action is not None, f"no form to {action} on {page}"
        return form

    def sign_in(self, email: str, password: str) -> None:
        """By the form, as everybody."""
        form = self.form("/connexion", "/connexion")
        status, page = self.post("/connexion", {**form.fields, "email": email, "password": password})
        assert status == 303, f"sign-in: {status}\n{page}"

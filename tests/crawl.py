"""Walks the pages that a person can reach by following links, one address of each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

MOST_PAGES = 300
# A file to download or the end of the session is no page to look at.
SKIPPED = re.compile(r"^/(static|deconnexion)\b|\.(csv|xlsx|json|zip)$")


class Links(HTMLParser):
    """The addresses that a page leads to, by links and by htmx."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        for name in ("href", "hx-get"):
            if given.get(name) and tag not in {"link", "use"}:
                self.found.append(given[name])
        if tag == "form" and (given.get("method") or "get").lower() == "get" and given.get("action"):
            self.found.append(given["action"])


def kind_of(address: str) -> str:
    """Addresses of one kind differ by their numbers only; a question asked of a list is the list."""
    return re.sub(r"\d+", "#", urlsplit(address).path)


def links(page: str, address: str) -> Iterator[str]:
    """The addresses of the same house that a page leads to."""
    parser = Links()
    parser.feed(page)
    for link in parser.found:
        target = urlsplit(urljoin(address, link))
        if (
            target.netloc == urlsplit(address).netloc
            and target.scheme in {"", "http"}
            and not SKIPPED.search(target.path)
        ):
            yield target._replace(fragment="").geturl()


def walk(start: Iterable[str], read: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """Yield (address, HTML) for one address of each kind, from ``start`` on.

    Args:
        read: gives the HTML of an address, or None when it is no page.
    """
    waiting, seen = list(start), set()
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        assert len(seen) < MOST_PAGES, "the addresses have no end"
        page = read(address)
        if page is not None:
            yield address, page
            waiting.extend(links(page, address))

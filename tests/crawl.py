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


# What has no end tag, and which attributes tell elements of one kind apart by their value.
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
TELLING = frozenset({"class", "role", "type"})


class Shape(HTMLParser):
    """The kinds of elements of a page, each within those around it, and which heading follows which."""

    def __init__(self) -> None:
        super().__init__()
        self.around: list[tuple[str, str]] = []
        self.heading = ""
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = sorted(f"{name}={value}" if name in TELLING else name for name, value in attributes)
        element = f"{tag}[{' '.join(told)}]"
        self.found.add("/".join([*(kind for _tag, kind in self.around), element]))
        if re.fullmatch(r"h[1-6]", tag):
            self.found.add(f"{self.heading}>{tag}")
            self.heading = tag
        if tag not in VOID:
            self.around.append((tag, element))

    def handle_endtag(self, tag: str) -> None:
        tags = [open_tag for open_tag, _kind in self.around]
        if tag in tags:
            del self.around[len(tags) - 1 - tags[::-1].index(tag) :]


def shape(page: str) -> frozenset[str]:
    """What a page is made of, whatever is written in it."""
    parser = Shape()
    parser.feed(page)
    return frozenset(parser.found)


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

"""What is wrong with a page's HTML, beyond what a browser forgives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list", "form", "headers")
FORBIDDEN_INSIDE = {
    "a": {"a", "button", "input", "select", "textarea"},
    "button": {"a", "button", "input"},
    "form": {"form"},
}


def parse(page: str) -> tuple[Element, list[str]]:
    """The tree of a page or fragment, and the parser's complaints."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    whole = page.lstrip()[:9].lower() == "<!doctype"
    root = parser.parse(page) if whole else parser.parseFragment(page, container=_container(page))
    faults = [
        f"line {position[0]}: {html5lib.constants.E[code] % details}" for position, code, details in parser.errors
    ]
    return root, faults


def _container(page: str) -> str:
    """Rows and options are only valid inside their parent."""
    first = re.match(r"\s*<(\w+)", page)
    return {"tr": "tbody", "td": "tr", "th": "tr", "option": "select", "tbody": "table"}.get(
        first[1] if first else "", "div"
    )


def faults(page: str) -> list[str]:
    """Everything wrong with a page or fragment, in words."""
    root, found = parse(page)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    whole = any(element.tag == "body" for element in elements)
    return [
        *found,
        *_ids(elements),
        *(_references(elements) if whole else ()),
        *(_headings(elements) if whole else ()),
        *_nesting(root, ()),
        *_attributes(elements),
    ]


def _ids(elements: list[Element]) -> Iterator[str]:
    counted = Counter(element.get("id") for element in elements if element.get("id") is not None)
    yield from (f"id « {name} » {count} times" for name, count in counted.items() if count > 1)
    yield from (f"id « {name} » is not one word" for name in counted if not name or re.search(r"\s", name))


def _references(elements: list[Element]) -> Iterator[str]:
    ids = {element.get("id") for element in elements}
    for element in elements:
        for name in REFERENCES:
            for target in (element.get(name) or "").split():
                if target not in ids:
                    yield f"<{element.tag} {name}={target!r}>: no such id"


def _headings(elements: list[Element]) -> Iterator[str]:
    tags = [element.tag for element in elements]
    if tags.count("h1") != 1:
        yield f"{tags.count('h1')} h1"
    if tags.count("main") != 1:
        yield f"{tags.count('main')} main"
    title = next((element for element in elements if element.tag == "title"), None)
    if title is None or not (title.text or "").strip(" ·\n"):
        yield "no title"
    if not next(element for element in elements if element.tag == "html").get("lang"):
        yield "no language"


def _nesting(element: Element, inside: tuple[str, ...]) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        for parent in inside:
            if child.tag in FORBIDDEN_INSIDE.get(parent, ()) and child.get("type") != "hidden":
                yield f"<{child.tag}> inside <{parent}>"
        yield from _nesting(child, (*inside, child.tag))


def _attributes(elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.get("style") is not None:
            yield f"<{element.tag}> with a style attribute"
        yield from (f"<{element.tag} {name}>" for name in element.keys() if name.startswith("on"))  # noqa: SIM118

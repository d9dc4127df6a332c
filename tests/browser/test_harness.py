"""The browser's own fixtures: what they must notice."""

from __future__ import annotations

import pytest

from tests.browser import axe as axe_core


def test_a_fault_of_accessibility_is_found_under_the_real_content_policy(open_page):
    page = open_page(None, "/nulle-part", allow={404})
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/img/icon.svg\">')"
    )
    assert "image-alt" in [rule["id"] for rule in axe_core.violations(page)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_text_that_cannot_be_read_is_found_though_the_page_was_weighed_before(open_page, axe, scheme):
    page = open_page(None, "/nulle-part", scheme=scheme, allow={404})
    axe(page)
    axe(page)  # nothing left to weigh
    page.evaluate(
        """() => {
            const copy = document.querySelector("main p").cloneNode(true), sheet = new CSSStyleSheet();
            sheet.replaceSync(".faint p { color: rgb(128 128 128) }");
            document.adoptedStyleSheets.push(sheet);
            document.querySelector("main").append(copy);
            copy.parentElement.classList.add("faint");
        }"""
    )
    for _again in range(2):
        found = axe_core.violations(page, axe_core.COLOURS)
        assert [rule["id"] for rule in found] == ["color-contrast"]


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('quelque chose')", "console: quelque chose"),
        ("setTimeout(() => { throw new Error('oups') })", "page error: oups"),
        ("fetch('/healthz', {method: 'POST'})", "status of 405"),
    ],
)
def test_what_the_browser_complains_of_is_kept(open_page, script, complaint):
    page = open_page(None, "/nulle-part", allow={404})
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(300)
    (context, watch) = open_page.opened[0]
    assert any(complaint in kept for kept in watch.complaints)
    watch.complaints.clear()


def test_a_request_to_another_host_is_kept(open_page):
    page = open_page(None, "/nulle-part", allow={404})
    page.evaluate("() => { location.href = 'http://127.0.0.1:9/' }")
    page.wait_for_timeout(300)
    (context, watch) = open_page.opened[0]
    assert any("another host" in kept for kept in watch.complaints)
    watch.complaints.clear()

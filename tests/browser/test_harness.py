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

"""axe-core on an open page: WCAG 2.2 A and AA, and its best practices. Nothing may be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[1] / "vendor" / "axe-core@4.14.1" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Preloading copies the style sheets into the page, which its policy refuses; no rule of these tags needs it.
RUN = """async (only) => {
    const options = {runOnly: only, resultTypes: ["violations"], preload: false};
    const found = await axe.run(document, options);
    return found.violations.map(rule => ({
        id: rule.id, impact: rule.impact, help: rule.help,
        nodes: rule.nodes.map(node => ({target: node.target.join(" "), html: node.html, summary: node.failureSummary})),
    }));
}"""


ALL = {"type": "tag", "values": TAGS}
# What another colour scheme can change on a page that was checked whole.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


def violations(page: Page, only: dict[str, Any] = ALL) -> list[dict[str, Any]]:
    """What axe finds. The script is evaluated by the browser's own tools, so that the page's policy stays as it is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    return page.evaluate(RUN, only)


def readable(found: list[dict[str, Any]]) -> str:
    """One paragraph per rule, with each element at fault."""
    lines = []
    for rule in found:
        lines.append(f"{rule['id']} ({rule['impact']}): {rule['help']}")
        for node in rule["nodes"]:
            summary = " ".join(node["summary"].split())
            lines += [f"    {node['target']}", f"        {node['html'][:200]}", f"        {summary}"]
    return "\n".join(lines)


def check(page: Page) -> None:
    """Fail, readably, on any violation."""
    found = violations(page)
    assert not found, f"axe on {page.url}\n{readable(found)}"

"""axe-core on an open page: WCAG 2.2 A and AA, and its best practices. Nothing may be found.

Contrasts are what costs most, and the same few looks fill every page. So an element's text is weighed once for each
look that it has: its own colours and letters, and the ground of everything around it. What axe could not tell, or found
at fault, is weighed again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parents[1] / "vendor" / "axe-core@4.14.1" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": TAGS}
# What another colour scheme can change on a page that was checked whole.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# Marks the elements with a text of their own whose look is not in ``seen``; gives the looks that are new.
LOOK = """(seen) => {
    const known = new Set(seen), grounds = new Map(), fresh = new Set();
    const written = element => element.matches("input, textarea, select")
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    // What a text stands on: an opaque ground hides those beneath it, but not what fades or moves the whole.
    const ground = (style, [paint, effects]) => {
        const colour = style.backgroundColor, through = /^rgba|\\/|transparent/.test(colour);
        const effect = [
            style.opacity === "1" ? "" : style.opacity,
            style.filter === "none" ? "" : style.filter,
            style.mixBlendMode === "normal" ? "" : style.mixBlendMode,
            ["static", "relative"].includes(style.position) ? "" : style.position,
        ].join("");
        const image = style.backgroundImage === "none" ? "" : style.backgroundImage;
        const seen = colour === "rgba(0, 0, 0, 0)" ? paint : through ? paint + colour : colour;
        return [seen + image, effects + effect];
    };
    for (const element of document.querySelectorAll("*")) {
        if (element.dataset?.axeLook) delete element.dataset.axeLook;
        const style = getComputedStyle(element), parent = element.parentElement;
        const beneath = ground(style, grounds.get(parent) || ["", ""]);
        grounds.set(element, beneath);
        if (!written(element) || !element.checkVisibility({visibilityProperty: true})) continue;
        const link = element.tagName === "A" && [getComputedStyle(parent).color, style.textDecorationLine];
        const points = parseFloat(style.fontSize) * 0.75, bold = parseFloat(style.fontWeight) >= 700;
        const large = points >= 18 || (bold && points >= 14);  // as axe has it
        const look = [...beneath, style.color, large, style.textShadow, link,
            element.disabled, element.ariaDisabled, element.ariaHidden].join(" ");
        if (known.has(look)) continue;
        element.dataset.axeLook = look;
        fresh.add(look);
    }
    return [...fresh];
}"""
# Preloading copies the style sheets into the page, which its policy refuses; no rule of these tags needs it.
RUN = """async ([only, weighed]) => {
    axe.configure({rules: [{id: "color-contrast", selector: "[data-axe-look]"}]});
    const options = {
        runOnly: only, resultTypes: ["violations", "incomplete"], preload: false, elementRef: true,
        rules: weighed ? {} : {"color-contrast": {enabled: false}},
    };
    const found = await axe.run(document, options);
    const untold = [...found.violations, ...found.incomplete]
        .filter(rule => rule.id === "color-contrast")
        .flatMap(rule => rule.nodes.map(node => node.element.dataset.axeLook));
    const bare = html => html.replace(/ data-axe-look="[^"]*"/g, "");
    const readable = ({target, html, failureSummary}) => (
        {target: target.join(" "), html: bare(html), summary: failureSummary});
    const violations = found.violations.map(rule => (
        {id: rule.id, impact: rule.impact, help: rule.help, nodes: rule.nodes.map(readable)}));
    return [violations, untold];
}"""

weighed: set[str] = set()  # the looks of which axe said, in this process, that they can be read


def violations(page: Page, only: dict[str, Any] = ALL) -> list[dict[str, Any]]:
    """What axe finds. The script is evaluated by the browser's own tools, so that the page's policy stays as it is."""
    fresh = page.evaluate(LOOK, sorted(weighed))
    if only is COLOURS and not fresh:
        return []
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    found, untold = page.evaluate(RUN, [only, bool(fresh)])
    weighed.update(set(fresh) - set(untold))
    return found


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

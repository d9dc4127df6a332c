"""QR codes, drawn in the page itself: nothing is fetched, nothing is stored."""

from __future__ import annotations

from markupsafe import Markup


def qr(address: str) -> Markup:
    """The code of an address, as an SVG of the size its place gives it. It bears a fold or a stain (level M)."""
    import segno

    made = segno.make(address, error="m", micro=False)
    drawn = made.svg_inline(border=4, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff")
    return Markup(drawn.replace("<svg ", '<svg role="img" aria-hidden="true" ', 1))  # noqa: S704 - drawn by segno

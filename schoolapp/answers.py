"""How a route answers both worlds: a fragment for htmx, a page or a 303 for everybody else."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request


def is_htmx() -> bool:
    """Whether htmx asks for a fragment (a history restoration wants the whole page)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"


def page_or_fragment(
    fragment: str, page: str | None = None, *, redirect_to: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The fragment for htmx; for others a redirection (303) after a write, or the page that includes the fragment.

    Args:
        fragment: template of the fragment, ``room/_name.html``.
        page: template of the page, needed when there is no ``redirect_to``.
        redirect_to: where a browser without htmx goes after a successful write.
        status: of the fragment or page; 422 for a refused form, 409 for a conflict.
    """
    if is_htmx():
        notices = render_template("parts/_toasts_partial.html") if status < 400 else ""
        return make_response(render_template(fragment, **context) + notices, status)
    if redirect_to is not None:
        return redirect(redirect_to, 303)
    if page is None:
        raise ValueError("a page or a redirection is needed without htmx")
    return make_response(render_template(page, **context), status)


def go(url: str) -> Response:
    """Send the browser to another page after a write, with or without htmx."""
    if is_htmx():
        response = Response(status=204)
        response.headers["HX-Redirect"] = url
        return response
    return redirect(url, 303)


def saved(message: str, *, undo: tuple[str, dict[str, Any]] | None = None) -> None:
    """Queue the quiet notice of a write that succeeded, with the address and fields of its undo when there is one."""
    flash({"text": str(message), "undo": undo}, "saved")

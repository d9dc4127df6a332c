"""The table of permissions that people read is the one that the application applies."""

from __future__ import annotations

import pytest

from tests.guards import matrix, permissions


def test_the_documented_table_is_the_one_applied(app):
    written, applied = permissions.written().splitlines(), permissions.table(app).splitlines()
    missing, outdated = sorted(set(applied) - set(written)), sorted(set(written) - set(applied))
    assert (missing, outdated) == ([], []), "python -m tests.guards.permissions writes the table anew"
    assert written == applied


@pytest.mark.slow
def test_the_documented_rows_are_those_applied(app, cast, sign_in):
    with app.test_request_context():
        scene = matrix.stage(cast)
    applied = matrix.table(scene, sign_in).splitlines()
    written = permissions.written("<!-- rows: begin -->", "<!-- rows: end -->").splitlines()
    differences = [(line, other) for line, other in zip(applied, written, strict=False) if line != other]
    assert differences == [], "(applied, written in docs/permissions.md)"
    assert written == applied

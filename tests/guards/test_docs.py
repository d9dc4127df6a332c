"""The documents say what the code does, where that can be compared."""

from __future__ import annotations

import re

import pytest

from schoolapp import settings
from tests.guards import source

DOCUMENTS = [source.ROOT / "README.md", source.ROOT / "SECURITY.md", *sorted((source.ROOT / "docs").glob("*.md"))]


def test_the_settings_of_the_documents_are_those_of_the_code():
    table = (source.ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `(\w+)` \|.*\|.*\|$", table, re.M))
    assert described == set(settings.READERS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=source.name_of)
def test_the_links_of_a_document_lead_to_a_file(document):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []

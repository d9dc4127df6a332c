"""Files of HSDS that are broken or hostile: refused with words, or read for what they are worth; never an error."""

from __future__ import annotations

import json
import re

import pytest

from schoolapp.imports.models import State
from schoolapp.imports.readers.records import FileRefused
from schoolapp.partners.models import Organization, Service
from tests.imports.helpers import checked
from tests.partners.hsds_makers import imported, packed
from tests.partners.test_hsds_import import ORGANIZATION, SERVICE

DEEP = b'{"services":' + b'[{"services":' * 3000 + b"[]" + b"}]" * 3000 + b"}"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"a": 1}', "n’est pas un répertoire HSDS"),
        (b'{"services": [', "JSON qui se lit"),
        (b'{"services": "', "JSON qui se lit"),
        (DEEP, "emboîtés sans fin|JSON qui se lit"),
        (b'{"services": []}', "ni organisme ni service"),
        (b'{"services": 3}', "ni organisme ni service"),
        (packed({"organizations.csv": "nom\nA", "services.csv": "id,name\n"}), "la colonne «\u00a0id\u00a0» manque"),
        (packed({"organizations.csv": "id,name,name\n1,A,B", "services.csv": "id\n"}), "même nom qu’une autre"),
        (packed({"organizations.csv": b"\xff\xfe\x00", "services.csv": "id\n"}), "."),
        (packed({"../organizations.csv": "id\n", "services.csv": "id\n"}), "chemin interdit"),
        (
            packed({"datapackage.json": "[" * 90_000, "organizations.csv": "id\n", "services.csv": "id\n1"}),
            "JSON qui se lit",
        ),
    ],
    ids=range(11),
)
def test_a_hostile_or_broken_file_is_refused_with_words(cast, context, content, words):
    try:
        batch = checked(content, cast.secretariat, name="hsds.zip")
        said = batch.error
        assert batch.state == State.UPLOADED
    except FileRefused as refused:
        said = str(refused)

    assert re.search(words, said)
    assert not Organization.select().exists()


def test_marks_that_no_text_holds_are_taken_off_and_strange_values_do_no_harm(cast, context):
    service = SERVICE | {
        "name": "Re\u0000pas \ud800",
        "minimum_age": 10**400,
        "phones": [None, 3, {"id": ["x"], "number": {}}],
        "schedules": {"id": "h"},
        "description": ["liste"],
        "status": None,
    }

    batch = imported(json.dumps({"organizations": [ORGANIZATION], "services": [service]}).encode(), cast.secretariat)

    assert (batch.state, Service.get().name) == (State.APPLIED, "Repas")

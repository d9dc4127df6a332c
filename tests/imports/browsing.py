"""The pages of an import as the office's browser goes through them."""

from __future__ import annotations

import io

from schoolapp.imports.models import ImportBatch
from tests.guards import markup
from tests.imports.makers import table

LIST = table(
    """
    Fiche | Nom | Prénom | DDN | Groupe | Mère | Cell. mère
    1000001 | Tremblay-Nguyen | Léa | 2018-03-02 | 303 | Linh Nguyen | 514 555-0142
    20 | Roy | Zoé | 2019-01-01 | 303 | Ann Roy | 514 555-0150
    | | | 2019-01-01 | 303 | =cmd | 514 555-0151
    """
)


def send(browser, content, name="liste.csv", **options):
    raw = content.encode() if isinstance(content, str) else content
    return browser.post("/importations", data={"file": (io.BytesIO(raw), name)}, **options)


def latest():
    return ImportBatch.select().order_by(ImportBatch.id.desc()).get()


def columns(batch, **changes):
    """The form of the columns as the page offers it."""
    choices = batch.options
    form = {f"columns-{at}": target for at, target in enumerate(choices["targets"])}
    return {**form, "full": "non", "year": "2026-2027", "date_order": "", "save_as": "", **changes}


def brought_to_check(browser, content=LIST, **changes):
    send(browser, content)
    batch = latest()
    browser.post(f"/importations/{batch.id}/colonnes", data=columns(batch, **changes))
    return latest()


def page(browser, batch, rest=""):
    answer = browser.get(f"/importations/{batch.id}{rest}")
    assert answer.status_code == 200
    assert markup.faults(answer.text) == []
    return answer.text

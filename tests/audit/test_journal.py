"""The journal: what it keeps, that nothing can change it, and who reads it."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import peewee
import pytest

from schoolapp import audit, clock
from schoolapp.audit.models import AuditEvent
from schoolapp.database import atomic, db


@pytest.fixture
def journal(app, cast):
    """Rosalie opens the Haddad file, Camille the O’Connor one a day later, and a stranger fails to sign in."""
    with app.app_context():
        audit.record("family.opened", by=cast.agent, subject=cast.haddad, family=cast.haddad)
        with clock.frozen(clock.now() + timedelta(days=1)):
            audit.record("family.opened", by=cast.prof, subject=cast.oconnor, family=cast.oconnor)
        audit.record("session.refused", by=None)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET actor_name = 'x'", "DELETE FROM audit_event"])
def test_nothing_changes_a_line_once_written(journal, statement):
    with pytest.raises((peewee.IntegrityError, peewee.ProgrammingError, peewee.InternalError), match="append-only"):
        db.execute_sql(statement)
    assert AuditEvent.select().count() == 3


def test_an_event_needs_a_declared_action(cast, context):
    with pytest.raises(KeyError):
        audit.record("family.peeked", by=cast.agent)


def test_each_event_is_also_a_json_line_once_it_is_written(app, cast, context):
    file = app.config["SETTINGS"].journal_file
    with atomic():
        audit.record("family.opened", by=cast.agent, subject=cast.haddad, family=cast.haddad)
        assert not file.exists()
    line = json.loads(file.read_text(encoding="utf-8"))
    assert (line["action"], line["actor_name"], line["family_id"]) == ("family.opened", cast.agent.name, cast.haddad.id)
    assert line["at"].endswith("+00:00")


def test_what_is_rolled_back_leaves_no_line_anywhere(app, cast, context):
    def fail():
        with atomic():
            audit.record("family.opened", by=cast.agent, subject=cast.haddad, family=cast.haddad)
            raise RuntimeError

    pytest.raises(RuntimeError, fail)
    assert AuditEvent.select().count() == 0
    assert not app.config["SETTINGS"].journal_file.exists()


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "repondant"])
@pytest.mark.parametrize("page", ["/journal", "/journal/export"])
def test_only_the_direction_reads_it(cast, sign_in, who, page):
    assert sign_in(getattr(cast, who)).get(page).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ["Haddad", "O’Connor", "Connexion refusée"], []),
        ("?personne={agent}", ["Haddad"], ["O’Connor"]),
        ("?personne=0", ["Connexion refusée"], ["Haddad"]),
        ("?famille=hàddad", ["Haddad"], ["O’Connor"]),
        ("?fiche={oconnor}", ["O’Connor"], ["Haddad"]),
        ("?geste=session", ["Connexion refusée"], ["O’Connor"]),
        ("?geste=family.opened", ["O’Connor"], ["Connexion refusée</td>"]),
        ("?depuis=2026-11-18", ["O’Connor"], ["Haddad"]),
        ("?jusqua=2026-11-17", ["Haddad"], ["O’Connor"]),
    ],
)
def test_it_is_filtered_by_person_family_action_and_period(cast, journal, sign_in, query, shown, hidden):
    query = query.format(agent=cast.agent.id, oconnor=cast.oconnor.id)
    text = sign_in(cast.direction).get(f"/journal{query}").get_data(as_text=True).partition('id="journal"')[2]
    assert [word for word in shown if word not in text] == []
    assert [word for word in hidden if word in text] == []


@pytest.mark.parametrize(
    "query",
    [
        "depuis=demain",
        "depuis=2026-11-18&jusqua=2026-11-01",
        "personne=-1",
        "personne=x",
        "fiche=99999999999",
        "geste=tout",
    ],
)
def test_a_filter_that_makes_no_sense_is_said_beside_its_field(cast, sign_in, query):
    answer = sign_in(cast.direction).get(f"/journal?{query}")
    assert answer.status_code == 422
    assert 'class="error"' in answer.get_data(as_text=True) or "summary" in answer.get_data(as_text=True)


def test_reading_and_exporting_leave_their_own_event(cast, journal, sign_in, events):
    browser = sign_in(cast.direction)
    browser.get("/journal?geste=family.opened")
    browser.get("/journal/export")
    assert [(event.actor_id, event.detail) for event in events("audit.read")] == [
        (cast.direction.id, {"geste": "family.opened"})
    ]
    assert events("audit.exported")[0].detail["events"] == 4


def test_the_export_holds_the_filtered_lines(cast, journal, sign_in):
    answer = sign_in(cast.direction).get(f"/journal/export?personne={cast.agent.id}")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == [cast.agent.name]
    assert rows[1][0] == "2026-11-17 10:00:00"


def test_long_journals_are_paged_without_repeating(app, cast, sign_in):
    with app.app_context():
        for _ in range(120):
            audit.record("family.opened", by=cast.agent, subject=cast.haddad, family=cast.haddad)
    browser = sign_in(cast.direction)
    first = browser.get("/journal?geste=family.opened").get_data(as_text=True)
    assert first.count("<tr>") == 101
    older = first.partition("avant=")[2].partition("&")[0].partition('"')[0]
    second = browser.get(f"/journal?geste=family.opened&avant={older}").get_data(as_text=True)
    assert second.count("<tr>") == 21
    assert "avant=" not in second


def test_the_number_of_queries_does_not_grow_with_the_journal(cast, journal, sign_in, count_queries):
    browser = sign_in(cast.direction)
    with count_queries() as few:
        browser.get("/journal")
    for _ in range(60):
        browser.get("/journal?geste=session")
    with count_queries() as many:
        browser.get("/journal")
    assert len(many) == len(few) <= 7

"""Who is away, and until when."""

from __future__ import annotations

import re
from datetime import date

import pytest

from schoolapp import clock
from schoolapp.accounts.absences import Absence, absences_today, absent_today, away_until

TODAY = date(2026, 11, 17)


def away(user, start, end, **more):
    more = {"stand_in_id": None, "words": "", "by": user} | more
    return Absence.plan(user, starts_on=start, ends_on=end, **more)


def test_someone_is_away_from_the_first_day_to_the_last(cast, context, frozen):
    away(cast.agent, TODAY, date(2026, 11, 18), stand_in_id=cast.agent2.id, words="Formation")
    assert absent_today() == {cast.agent.id}
    assert away_until() == {cast.agent.id: date(2026, 11, 18)}
    assert away_until(date(2026, 11, 16)) == {}
    frozen.move(days=1)
    assert absent_today() == {cast.agent.id}
    frozen.move(days=1)
    assert absent_today() == set()


def test_who_is_away_is_named_with_who_stands_in(cast, context, count_queries):
    away(cast.agent, TODAY, TODAY, stand_in_id=cast.agent2.id)
    away(cast.prof, TODAY, TODAY)
    with count_queries() as statements:
        found = [(one.user.name, one.stand_in.name if one.stand_in else None) for one in absences_today()]
    assert found == [("Camille Roy", None), ("Rosalie Gagnon", "Idriss Cissé")]
    assert len(statements) == 1


def test_an_absence_of_several_rows_ends_with_the_last_of_them(cast, context):
    away(cast.agent, TODAY, date(2026, 11, 18))
    away(cast.agent, TODAY, date(2026, 11, 25))
    assert away_until() == {cast.agent.id: date(2026, 11, 25)}


def test_writing_and_withdrawing_an_absence_is_in_the_journal(cast, context, events):
    absence = away(cast.agent, TODAY, date(2026, 11, 18), by=cast.direction)
    absence.withdraw(by=cast.agent)
    told = [(event.action, event.actor_id, event.subject_label, event.detail) for event in events()]
    span = {"from": "2026-11-17", "to": "2026-11-18"}
    assert told == [
        ("absence.added", cast.direction.id, "Rosalie Gagnon", span),
        ("absence.removed", cast.agent.id, "Rosalie Gagnon", span),
    ]
    assert Absence.select().count() == 0
    assert clock.today() == TODAY


# ---- the pages


SENT = {"starts_on": "2026-11-18", "ends_on": "2026-11-20", "stand_in": "", "words": "Formation"}


def test_one_announces_ones_own_absence_and_takes_it_back(cast, sign_in, events):
    browser = sign_in(cast.agent)
    assert "Annoncer une absence" in browser.get("/mon-compte/absences/nouvelle").text
    answer = browser.post("/mon-compte/absences", data={**SENT, "stand_in": cast.agent2.id})
    assert (answer.status_code, answer.location) == (303, "/mon-compte")
    page = browser.get("/mon-compte").text
    assert "du mercredi 18\xa0novembre au vendredi 20\xa0novembre" in page
    assert "Idriss Cissé" in page
    absence = Absence.get()
    assert (absence.user, absence.created_by, absence.stand_in) == (cast.agent, cast.agent, cast.agent2)
    assert browser.post(f"/mon-compte/absences/{absence.id}/retrait").status_code == 303
    assert Absence.select().count() == 0
    assert [event.action for event in events()][-2:] == ["absence.added", "absence.removed"]


def test_the_direction_announces_that_of_somebody_else(cast, sign_in):
    browser = sign_in(cast.direction)
    answer = browser.post(f"/comptes/{cast.prof.id}/absences", data={**SENT, "ends_on": ""})
    assert (answer.status_code, answer.location) == (303, f"/comptes/{cast.prof.id}")
    absence = Absence.get()
    assert (absence.starts_on, absence.ends_on, absence.created_by) == (date(2026, 11, 18),) * 2 + (cast.direction,)
    assert "le mercredi 18\xa0novembre" in browser.get(f"/comptes/{cast.prof.id}").text
    assert browser.post(f"/comptes/{cast.pro.id}/absences/{absence.id}/retrait").status_code == 404
    assert browser.post(f"/comptes/{cast.prof.id}/absences/{absence.id}/retrait").status_code == 303


def test_an_absence_taken_back_by_mistake_is_announced_again(cast, sign_in):
    browser = sign_in(cast.agent)
    browser.post("/mon-compte/absences", data={**SENT, "stand_in": cast.agent2.id})
    before = Absence.get().__data__
    browser.post(f"/mon-compte/absences/{before['id']}/retrait")
    fields = dict(
        re.findall(r'name="(starts_on|ends_on|stand_in|words)" value="([^"]*)"', browser.get("/mon-compte").text)
    )
    browser.post("/mon-compte/absences", data=fields)
    after = Absence.get().__data__
    kept = ("user", "starts_on", "ends_on", "stand_in", "words")
    assert [after[name] for name in kept] == [before[name] for name in kept]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"starts_on": ""}, "Ce champ est nécessaire."),
        ({"starts_on": "bientôt"}, "Cette date ne se lit pas."),
        ({"ends_on": "2026-11-17"}, "Le dernier jour vient avant le premier."),
        ({"starts_on": "2026-11-01", "ends_on": "2026-11-02"}, "Cette absence est déjà passée."),
        ({"ends_on": "2029-11-17"}, "Plus d’un an"),
        ({"stand_in": "999999"}, "Choisissez une valeur"),
        ({"stand_in": "x"}, "Choisissez une valeur"),
        ({"words": "x" * 201}, "Au plus 200"),
    ],
)
def test_what_is_wrong_is_said_and_kept(cast, sign_in, fields, words):
    answer = sign_in(cast.agent).post("/mon-compte/absences", data={**SENT, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert fields.get("words", "Formation") in answer.text
    assert Absence.select().count() == 0


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "repondant"])
def test_only_the_direction_speaks_for_somebody_else(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    address = f"/comptes/{cast.agent2.id}/absences"
    assert browser.get(f"{address}/nouvelle").status_code == 403
    assert browser.post(address, data=SENT).status_code == 403


def test_nobody_takes_back_the_absence_of_a_colleague_by_its_number(cast, sign_in):
    sign_in(cast.agent).post("/mon-compte/absences", data=SENT)
    assert sign_in(cast.prof).post(f"/mon-compte/absences/{Absence.get().id}/retrait").status_code == 404
    assert Absence.select().count() == 1


@pytest.mark.parametrize("who", ["agent", "direction"])
def test_who_is_away_today_is_in_ma_journee(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert "Absences d’aujourd’hui" not in browser.get("/").text
    sent = {"starts_on": "2026-11-17", "ends_on": "2026-11-19", "stand_in": cast.agent2.id, "words": "Formation"}
    sign_in(cast.prof).post("/mon-compte/absences", data=sent)
    page = browser.get("/").text
    assert "Absences d’aujourd’hui" in page
    assert "Camille Roy" in page
    assert "jusqu’au jeudi 19\xa0novembre" in page
    assert "Idriss Cissé" in page

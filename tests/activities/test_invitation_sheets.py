"""Sheets of paper: one a family, by group, in its language and in French, made by a job, thrown away a day later."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schoolapp import jobs
from schoolapp.activities.invitation import Invitation, InvitationPrint
from schoolapp.activities.invitation_sheets import path_of
from schoolapp.families import cards
from tests.activities.invited import activity, invitation, slot


@pytest.fixture
def cafe(app, cast):
    with app.app_context():
        for family in (cast.haddad, cast.tremblay, cast.oconnor):
            cards.refresh_pupils(family.id)
        made = activity(cast, childcare=True, bring="Un gâteau")
        slot(made)
        cast.school.phone = "+15145550100"
        cast.school.save()
        for family, language in ((cast.tremblay, "fr"), (cast.oconnor, "en"), (cast.haddad, "ar")):
            invitation(made, family, cast, "papier", language)
    return made


def prepare(browser, cafe, **data):
    answer = browser.post(f"/calendrier/{cafe.id}/invitations/feuilles", data={"layout": "demie"} | data)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_each_family_has_a_sheet_by_group_in_its_language_and_in_french(app, cast, cafe, sign_in, events):
    browser = sign_in(cast.secretariat)
    page = browser.get(prepare(browser, cafe)).text
    assert re.findall(r'class="sheet-for">(\d+) · <bdi>(\w+)', page) == [
        ("101", "Liam"), ("302", "Yasmine"), ("302", "Léa"),
    ]  # fmt: skip
    first, third, second = page.split('<section class="sheet"')[1:]
    assert 'lang="en-CA"' in first
    assert "You are invited" in first
    assert "Vous êtes invités" in first
    assert second.count('sheet-side"') == 1
    assert 'lang="ar" dir="rtl"' in third
    assert "أنتم مدعوّون" in third
    for words in ("Café du mardi", "514\xa0555-0100", "/code", "<svg", "École des Deux-Rives"):
        assert words in third, words
    with app.app_context():
        codes = {row.code for row in Invitation.select()}
    assert {code for code in codes if code in page} == codes
    assert events("invitation.printed")[-1].detail == {"layout": "demie", "sheets": 3}
    assert len(events("invitation.read")) == 1


def test_the_filters_of_the_list_are_those_of_the_sheets(cast, cafe, sign_in):
    browser = sign_in(cast.agent)
    page = browser.get(prepare(browser, cafe, layout="entiere", retour="?groupe=101")).text
    assert page.count('<section class="sheet"') == 1
    assert 'class="sheets entiere"' in page


def test_nothing_to_print_is_said_and_an_unknown_layout_is_refused(cast, cafe, sign_in):
    browser = sign_in(cast.agent)
    address = f"/calendrier/{cafe.id}/invitations/feuilles"
    assert browser.post(address, data={"layout": "affiche"}).status_code == 422
    answer = browser.post(address, data={"layout": "demie", "retour": "?groupe=999"}, follow_redirects=True)
    assert "Aucune invitation à imprimer ici" in answer.text
    assert InvitationPrint.select().count() == 0


def test_sheets_are_for_whoever_asked_and_the_file_for_the_server_only(app, cast, cafe, sign_in):
    address = prepare(sign_in(cast.secretariat), cafe)
    assert sign_in(cast.agent).get(address).status_code == 404
    with app.app_context():
        file: Path = path_of(InvitationPrint.get().id)
    assert file.stat().st_mode & 0o077 == 0


def test_sheets_of_yesterday_are_thrown_away_and_are_made_again_when_asked(app, cast, cafe, sign_in, frozen):
    browser = sign_in(cast.secretariat)
    address = prepare(browser, cafe)
    with app.app_context():
        file = path_of(InvitationPrint.get().id)
    file.unlink()
    page = browser.get(address).text
    assert "À préparer de nouveau" in page
    InvitationPrint.update(state="en_cours").execute()
    assert browser.post(f"{address}/reprise").status_code == 303
    assert browser.get(address).text.count('<section class="sheet"') == 3
    frozen.move(days=2)
    prepare(sign_in(cast.secretariat), cafe)
    assert InvitationPrint.select().count() == 1
    assert [path.name for path in file.parent.iterdir()] == [f"{InvitationPrint.get().id}.html"]


def test_a_job_under_way_shows_how_far_it_is_and_leads_to_the_sheets(app, cast, cafe, sign_in, htmx, monkeypatch):
    monkeypatch.setattr(
        jobs.Jobs, "enqueue", lambda self, job, *words: self._beat(job, jobs.Beat(9e9, "Feuilles", 1, 3))
    )
    browser = sign_in(cast.agent)
    address = prepare(browser, cafe)
    page = browser.get(address).text
    assert "Préparation de 3 feuilles" in page
    assert 'max="3" value="1"' in page
    assert browser.get(f"{address}/progression", headers=htmx).status_code == 200
    InvitationPrint.update(state="prete").execute()
    assert browser.get(f"{address}/progression", headers=htmx).headers["HX-Redirect"] == address


def test_the_poster_and_the_strips_bring_to_the_open_list_in_every_language(cast, sign_in):
    browser = sign_in(cast.prof)
    for path in ("affiche", "languettes"):
        page = browser.get(f"/calendrier/{path}").text
        assert "<svg" in page
        assert "/b<" in page
        for words in ("Take a picture", "صوّروا", "用手机拍"):
            assert words in page, (path, words)
    assert sign_in(cast.repondant).get("/calendrier/affiche").status_code == 403

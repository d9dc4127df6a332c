"""Needs without an answer: noted from the search, a file or a request; counted by category; words for few."""

from __future__ import annotations

import pytest

from schoolapp.partners.models import UnmetNeed
from tests.agent_requests.helpers import ask
from tests.partners import referral_helpers as helpers

WORDS = "Un cours de natation le soir, en arabe"


def note(browser, user, **changes):
    data = {"category": "loisirs", "words": WORDS, "language": "ar", "opened_by": user.id,
            "form_key": helpers.new_key(), **changes}  # fmt: skip
    return browser.post("/partenaires/besoins/nouveau", data=data)


def test_a_search_that_finds_nothing_is_kept_as_a_need(cast, sign_in, events):
    browser = sign_in(cast.prof)
    page = browser.get("/partenaires/besoins/nouveau", query_string={"q": WORDS, "besoin": "loisirs"}).text
    assert WORDS in page
    assert note(browser, cast.prof).status_code == 303
    kept = UnmetNeed.get()
    assert (kept.category, kept.words, kept.origin, kept.family_id) == ("loisirs", WORDS, "recherche", None)
    assert [event.subject_id for event in events("need.noted")] == [kept.id]


def test_a_need_of_a_family_or_of_a_request_says_so(cast, sign_in):
    browser = sign_in(cast.agent)
    note(browser, cast.agent, famille=cast.haddad.id)
    asked = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    note(browser, cast.agent, famille=cast.haddad.id, demande=asked.id)
    assert [(row.origin, row.family_id) for row in UnmetNeed.select().order_by(UnmetNeed.id)] == [
        ("famille", cast.haddad.id), ("demande", cast.haddad.id),
    ]  # fmt: skip


def test_a_need_of_a_family_that_one_does_not_see_is_not_found(cast, sign_in):
    assert note(sign_in(cast.prof2), cast.prof2, famille=cast.haddad.id).status_code == 404
    assert UnmetNeed.select().count() == 0


@pytest.mark.parametrize("change", [{"category": ""}, {"category": "rien"}, {"words": "x" * 501}])
def test_a_need_without_its_category_comes_back(cast, sign_in, change):
    refused = note(sign_in(cast.agent), cast.agent, **change)
    assert refused.status_code == 422
    assert UnmetNeed.select().count() == 0


def test_a_need_sent_twice_counts_once(cast, sign_in):
    browser = sign_in(cast.agent)
    for _time in range(2):
        assert note(browser, cast.agent, form_key="the-same-form-twice").status_code == 303
    assert UnmetNeed.select().count() == 1


@pytest.mark.parametrize(("who", "reads"), [
    ("agent", True), ("direction", True), ("prof", True), ("prof2", False), ("pro", False), ("secretariat", False),
    ("repondant", False),
])  # fmt: skip
def test_figures_are_for_all_and_words_for_few(cast, sign_in, who, reads):
    note(sign_in(cast.prof), cast.prof)
    page = sign_in(getattr(cast, who)).get("/partenaires/besoins")
    assert page.status_code == 200
    assert "Loisirs et sports" in page.text
    assert (WORDS in page.text) == reads
    assert WORDS not in sign_in(getattr(cast, who)).get("/partenaires/besoins.csv").text


def test_the_liaison_notes_nothing(cast, sign_in):
    assert sign_in(cast.repondant).get("/partenaires/besoins/nouveau").status_code == 403
    assert "Noter un besoin" not in sign_in(cast.repondant).get("/partenaires/besoins").text


def test_the_file_of_figures_opens_in_a_spreadsheet(cast, sign_in, events):
    browser = sign_in(cast.agent)
    for category in ("loisirs", "loisirs", "logement"):
        note(browser, cast.agent, category=category)
    answer = sign_in(cast.repondant).get("/partenaires/besoins.csv?periode=tout")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.text.lstrip("\ufeff").splitlines()
    assert lines[1] == "Loisirs et sports;2;2;2;0;0"
    assert lines[2] == "Logement;1;1;1;0;0"
    assert len(events("need.exported")) == 1


def test_an_answer_found_after_all_leaves_the_waiting_and_can_be_taken_back(cast, sign_in):
    browser = sign_in(cast.agent)
    note(browser, cast.agent)
    need = UnmetNeed.get()
    assert browser.post(f"/partenaires/besoins/{need.id}/reponse", data={"words": "La piscine"}).status_code == 303
    page = browser.get("/partenaires/besoins").text
    assert "réponse trouvée" in page
    assert "La piscine" in page
    assert browser.post(f"/partenaires/besoins/{need.id}/reouverture").status_code == 303
    assert UnmetNeed.get().met_at is None


def test_one_answers_only_what_one_may_read(cast, sign_in):
    note(sign_in(cast.prof), cast.prof)
    for verb in ("reponse", "reouverture"):
        url = f"/partenaires/besoins/{UnmetNeed.get().id}/{verb}"
        assert sign_in(cast.pro).post(url).status_code == 404
        assert sign_in(cast.repondant).post(url).status_code == 403


def test_periods_count_from_their_first_day(cast, sign_in, frozen):
    browser = sign_in(cast.agent)
    frozen.move(days=-150)
    note(sign_in(cast.agent), cast.agent)
    frozen.move(days=150)
    browser = sign_in(cast.agent)
    assert "Loisirs" in browser.get("/partenaires/besoins?periode=tout").text
    assert "Rien de noté" in browser.get("/partenaires/besoins?periode=trimestre").text
    assert "Rien de noté" in browser.get("/partenaires/besoins?periode=annee").text


def test_the_page_takes_as_many_statements_however_much_it_counts(cast, sign_in, count_queries):
    browser = sign_in(cast.agent)
    note(browser, cast.agent)
    browser.get("/partenaires/besoins")
    with count_queries() as few:
        browser.get("/partenaires/besoins")
    for category in ("loisirs", "logement", "transport", "emploi"):
        note(browser, cast.agent, category=category)
    with count_queries() as many:
        browser.get("/partenaires/besoins")
    assert len(many) == len(few) <= 6

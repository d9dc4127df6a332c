"""Drafts: kept as one types, found again, never an earlier text over a later one, gone with the note."""

from __future__ import annotations

import pytest

from schoolapp.notes import queries
from schoolapp.notes.models import Note, NoteDraft
from tests.notes.helpers import KEY, typed, write

TAB, OTHER_TAB = "tab-one-of-tests", "tab-two-of-tests"
SCRIPT = {"X-Draft": "1", "HX-Request": "true"}


class Page:
    """A tab with an opened form, as static/draft.js makes it speak."""

    def __init__(self, browser, family, writer=TAB, key=KEY, note_id="") -> None:
        self.browser, self.url = browser, f"/familles/{family.id}/brouillon"
        self.writer, self.key, self.note_id = writer, key, note_id
        self.sequence = self.seen = 0

    def save(self, text: str, *, sequence: int | None = None, **changes):
        self.sequence += 1
        sent = {
            "writer": self.writer,
            "form_key": self.key,
            "note_id": self.note_id,
            "sequence": str(self.sequence if sequence is None else sequence),
            "seen": str(self.seen),
            "text": text,
        }
        answer = self.browser.post(self.url, data=typed(**{**sent, **changes}), headers=SCRIPT)
        if answer.status_code == 200:
            self.seen = answer.json["revision"]
        return answer


def kept(user, family, note_id: int = 0) -> str | None:
    draft = NoteDraft.of(user, family.id, note_id)
    return draft.content["text"][0] if draft else None


@pytest.fixture
def page(cast, sign_in):
    return Page(sign_in(cast.agent), cast.tremblay)


def test_a_draft_is_kept_and_says_when(cast, page):
    answer = page.save("Bonj")
    assert answer.json == {"at": "10\xa0h", "revision": 1}
    assert kept(cast.agent, cast.tremblay) == "Bonj"


def test_a_later_save_replaces_an_earlier_one(cast, page):
    page.save("Bonj")
    assert page.save("Bonjour").json["revision"] == 2
    assert kept(cast.agent, cast.tremblay) == "Bonjour"


def test_a_save_that_arrives_late_changes_nothing(cast, page):
    page.save("Bonjour", sequence=5)
    late = page.save("Bon", sequence=4)
    twice = page.save("Autre", sequence=5)
    assert (late.status_code, twice.status_code) == (200, 200)
    assert kept(cast.agent, cast.tremblay) == "Bonjour"
    assert NoteDraft.select().count() == 1


def test_a_save_whose_answer_was_lost_does_not_stop_the_next(cast, page):
    page.save("Bonj")
    page.seen = 0  # the answer never came
    assert page.save("Bonjour").status_code == 200
    assert kept(cast.agent, cast.tremblay) == "Bonjour"


def test_another_tab_does_not_write_over_a_draft_it_has_not_seen(cast, page):
    other = Page(page.browser, cast.tremblay, OTHER_TAB, "another-key-of-the-tests")
    page.save("De la première fenêtre")
    refused = other.save("De la seconde")
    assert (refused.status_code, refused.json) == (409, {"why": "elsewhere", "revision": 1})
    assert kept(cast.agent, cast.tremblay) == "De la première fenêtre"
    other.seen = refused.json["revision"]  # « Garder le texte d’ici »
    assert other.save("De la seconde").status_code == 200
    assert kept(cast.agent, cast.tremblay) == "De la seconde"
    assert page.save("De la première, suite").status_code == 409


def test_a_closed_tab_leaves_its_draft_for_the_next_opening(cast, page, sign_in):
    page.save("Une longue conversation", day="2026-11-16", people="Mme Nguyen", practices=["langue", "outils"])
    again = sign_in(cast.agent).get(f"/familles/{cast.tremblay.id}/notes/nouvelle").get_data(as_text=True)
    assert "Brouillon retrouvé" in again
    assert "Une longue conversation" in again
    assert 'value="2026-11-16"' in again
    assert 'value="langue" checked' in again
    assert f'value="{KEY}"' in again, "the form goes on with the draft’s own key"
    assert 'name="seen" value="1"' in again


def test_the_next_opening_goes_on_with_the_draft(cast, page):
    page.save("Une longue")
    opened_again = Page(page.browser, cast.tremblay, OTHER_TAB)
    opened_again.seen = 1
    assert opened_again.save("Une longue conversation").status_code == 200


def test_a_half_typed_field_comes_back_as_it_was(cast, page):
    page.save("x", day="2026-1", minutes="vingt")
    again = page.browser.get(f"/familles/{cast.tremblay.id}/notes/nouvelle").get_data(as_text=True)
    assert 'value="vingt"' in again


def test_a_draft_is_its_authors_alone(cast, page, sign_in):
    page.save("À moi")
    for who in ("agent2", "direction", "prof"):
        browser = sign_in(getattr(cast, who))
        assert "À moi" not in browser.get(f"/familles/{cast.tremblay.id}/notes/nouvelle").get_data(as_text=True)
    assert Page(sign_in(cast.prof), cast.tremblay).save("À Camille").status_code == 200
    assert kept(cast.agent, cast.tremblay) == "À moi"


@pytest.mark.parametrize(("who", "family", "status"), [
    ("prof", "oconnor", 404),
    ("pro", "tremblay", 404),
    ("secretariat", "tremblay", 403),
])  # fmt: skip
def test_only_those_who_may_write_keep_drafts(cast, sign_in, who, family, status):
    answer = Page(sign_in(getattr(cast, who)), getattr(cast, family)).save("x")
    assert answer.status_code == status
    assert NoteDraft.select().count() == 0


def test_a_session_that_ended_is_told_without_leaving_the_page(cast, client):
    answer = Page(client, cast.tremblay).save("x")
    assert answer.status_code == 401


def test_a_page_left_open_by_someone_else_is_not_kept_in_my_name(cast, sign_in, page):
    answer = page.save("De Camille", opened_by=str(cast.prof.id))
    assert answer.status_code == 422
    assert answer.json["why"] == "refused"
    assert "autre personne" in answer.json["words"]
    assert NoteDraft.select().count() == 0


def test_a_save_on_its_way_does_not_bring_back_a_note_that_is_written(cast, page):
    page.save("Presque fini")
    page.browser.post(f"/familles/{cast.tremblay.id}/notes", data=typed(text="Fini"))
    late = page.save("Fini")
    assert late.json == {"at": "", "revision": 0}
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is None


def test_even_when_no_save_came_before_the_note(cast, page):
    page.browser.post(f"/familles/{cast.tremblay.id}/notes", data=typed(text="Fini"))
    page.save("Fini")
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is None


def test_writing_one_note_leaves_the_draft_of_another_tab(cast, page):
    other = Page(page.browser, cast.tremblay, OTHER_TAB, "another-key-of-the-tests")
    other.save("L’autre note")
    page.browser.post(f"/familles/{cast.tremblay.id}/notes", data=typed(text="Fini"))
    assert kept(cast.agent, cast.tremblay) == "L’autre note"


def test_a_new_note_after_a_written_one_has_its_own_draft(cast, page):
    page.browser.post(f"/familles/{cast.tremblay.id}/notes", data=typed(text="Fini"))
    following = Page(page.browser, cast.tremblay, OTHER_TAB, "another-key-of-the-tests")
    assert following.save("La suivante").status_code == 200
    assert kept(cast.agent, cast.tremblay) == "La suivante"


def test_throwing_a_draft_away(cast, page, events):
    page.save("À jeter")
    answer = page.browser.post(f"{page.url}/abandon", data={"note_id": ""})
    assert answer.status_code == 303
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is None
    assert len(events("note.draft")) == 1
    page.save("Une frappe en retard")
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is None
    assert page.browser.post(f"{page.url}/abandon").status_code == 303, "nothing left to throw away"


def test_drafts_of_corrections_stand_beside_those_of_new_notes(cast, page, app):
    with app.test_request_context():
        note = write(cast.tremblay, cast.agent)
    page.save("Nouvelle")
    assert Page(page.browser, cast.tremblay, note_id=str(note.id)).save("Correction").status_code == 200
    assert kept(cast.agent, cast.tremblay) == "Nouvelle"
    assert kept(cast.agent, cast.tremblay, note.id) == "Correction"


def test_a_draft_of_a_correction_is_of_my_own_note_in_this_family(cast, page, app, sign_in):
    with app.test_request_context():
        others = write(cast.tremblay, cast.prof)
        elsewhere = write(cast.haddad, cast.agent)
    for note_id in (others.id, elsewhere.id, 999_999, 2**40):
        assert Page(page.browser, cast.tremblay, note_id=str(note_id)).save("x").status_code in {404, 422}
    assert NoteDraft.select().where(~NoteDraft.closed).count() == 0


@pytest.mark.parametrize("changes", [
    {"sequence": "beaucoup"},
    {"sequence": str(2**60)},
    {"seen": "-1"},
    {"note_id": "0x1"},
    {"text": "é" * 100_001},
    {"people": "é" * 100_001},
])  # fmt: skip
def test_a_strange_save_is_refused_with_words(page, changes):
    answer = (
        page.save("x", **{"sequence": 1} | changes) if "sequence" in changes else page.save(**{"text": "x"} | changes)
    )
    assert answer.status_code == 422
    assert answer.json["words"]


def test_a_text_too_long_for_a_note_is_still_kept_as_a_draft(cast, page):
    page.save("é" * 30_000)
    assert len(kept(cast.agent, cast.tremblay)) == 30_000


def test_what_no_engine_can_hold_is_left_out(cast, page):
    page.save("avant\x00après 🎉")
    assert kept(cast.agent, cast.tremblay) == "avantaprès 🎉"


def test_saving_is_cheap(cast, page, count_queries):
    page.save("Bonj")
    with count_queries() as statements:
        page.save("Bonjour")
    assert len([line for line in statements if not line.startswith(("BEGIN", "COMMIT"))]) <= 4


def test_a_page_asks_for_a_fresh_token_after_a_new_sign_in(cast, page, client):
    answer = page.browser.get(page.url)
    assert set(answer.json) == {"csrf", "opened_by"}
    assert client.get(page.url, headers={"HX-Request": "true"}).status_code == 401


def test_without_javascript_a_button_keeps_the_draft(cast, page):
    browser = page.browser
    answer = browser.post(page.url, data=typed(text="À la main", seen="0"))
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.tremblay.id}/notes/nouvelle")
    assert "À la main" in browser.get(answer.location).get_data(as_text=True)
    again = browser.post(page.url, data=typed(text="À la main, suite", seen="1"))
    assert again.status_code == 303
    assert kept(cast.agent, cast.tremblay) == "À la main, suite"


def test_without_javascript_two_tabs_do_not_erase_each_other(cast, page):
    browser = page.browser
    browser.post(page.url, data=typed(text="Premier onglet", seen="0"))
    refused = browser.post(page.url, data=typed(text="Second onglet", seen="0", form_key="another-key-of-the-tests"))
    shown = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "Second onglet" in shown
    assert 'name="seen" value="1"' in shown
    assert kept(cast.agent, cast.tremblay) == "Premier onglet"


def test_unfinished_notes_are_listed_for_their_author(cast, page, app):
    page.save("x")
    Page(page.browser, cast.haddad).save("y")
    with app.test_request_context():
        cast.agent.school = cast.school
        assert [draft.family.name for draft in queries.drafts(cast.agent)] == ["Haddad", "Tremblay-Nguyen"]
    assert Note.select().count() == 0

"""A request as it is typed: kept, found again, never mixed up."""

from __future__ import annotations

import pytest

from schoolapp.agent_requests.models import RequestDraft
from tests.agent_requests.helpers import typed
from tests.families.file import words

NEW = "/demandes/nouvelle"


@pytest.fixture
def prof(cast, sign_in):
    return sign_in(cast.prof)


def saved(prof, **changes):
    headers = {"X-Draft": "1", "HX-Request": "true"}
    data = typed(writer="tab-of-the-tests", sequence=changes.pop("sequence", 1), seen=0, **changes)
    return prof.post("/demandes/brouillon", data=data, headers=headers)


def test_a_draft_is_kept_as_one_types_and_found_again(cast, prof):
    yasmine = cast.pupils["yasmine"].id
    answer = saved(prof, pupil=yasmine, observed="Commencé")
    assert answer.json == {"at": "10\N{NO-BREAK SPACE}h", "revision": 1}
    assert saved(prof, pupil=yasmine, observed="Commencé, suivi", sequence=2).json["revision"] == 2
    picking = words(prof.get(NEW).text)
    assert "Vous avez commencé une demande au sujet de Yasmine Haddad" in picking
    page = prof.get(NEW, query_string={"eleve": yasmine}).text
    assert "Commencé, suivi" in page
    assert "Brouillon retrouvé" in page


def test_a_draft_about_one_child_leaves_the_form_about_another_empty(cast, prof):
    saved(prof, pupil=cast.pupils["yasmine"].id, observed="Sur Yasmine")
    assert "Sur Yasmine" not in prof.get(NEW, query_string={"eleve": cast.pupils["lea"].id}).text
    assert saved(prof, pupil=cast.pupils["lea"].id, observed="Sur Léa").status_code == 200


def test_sending_the_request_ends_its_draft(cast, prof):
    yasmine = cast.pupils["yasmine"].id
    saved(prof, pupil=yasmine)
    prof.post("/demandes", data=typed(pupil=yasmine))
    assert RequestDraft.get().closed
    assert saved(prof, pupil=yasmine, sequence=9).json == {"at": "", "revision": 0}, "a save that comes late"
    assert "Vous avez commencé" not in prof.get(NEW).text


def test_a_draft_is_thrown_away_and_the_journal_says_so(cast, prof, events):
    saved(prof, about="Sans nom")
    answer = prof.post("/demandes/brouillon/abandon")
    assert (answer.status_code, answer.location) == (303, NEW)
    assert RequestDraft.get().content == {}
    assert len(events("request.draft")) == 1


def test_two_tabs_do_not_erase_each_other(cast, prof):
    saved(prof, about="Premier")
    headers = {"X-Draft": "1"}
    other = prof.post("/demandes/brouillon", data=typed(writer="another-tab", sequence=1, seen=0), headers=headers)
    assert other.status_code == 409
    assert other.json == {"why": "elsewhere", "revision": 1}
    without = prof.post("/demandes/brouillon", data=typed(writer="another-tab", sequence=1, seen=0))
    assert without.status_code == 409
    assert "continué dans un autre onglet" in without.text


def test_without_script_the_draft_is_kept_by_a_button(cast, prof):
    answer = prof.post("/demandes/brouillon", data=typed(pupil=cast.pupils["lea"].id, sequence=0, seen=0))
    assert (answer.status_code, answer.location) == (303, f"{NEW}?eleve={cast.pupils['lea'].id}")
    assert "Brouillon retrouvé" in prof.get(answer.location).text


def test_a_draft_too_long_is_refused(cast, prof):
    answer = saved(prof, observed="x" * 100_001)
    assert (answer.status_code, answer.json["why"]) == (422, "refused")


def test_nobody_reads_the_draft_of_another(cast, prof, sign_in):
    saved(prof, pupil=cast.pupils["lea"].id, observed="À moi seule")
    for who in ("agent", "direction", "secretariat"):
        browser = sign_in(getattr(cast, who))
        assert "À moi seule" not in browser.get(NEW, query_string={"eleve": cast.pupils["lea"].id}).text
        assert "Vous avez commencé" not in browser.get(NEW).text

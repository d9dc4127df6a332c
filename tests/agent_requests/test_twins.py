"""No family is called on twice unknowingly: one is told, adds to the open request, or chooses otherwise."""

from __future__ import annotations

import threading

import pytest

from schoolapp import clock, database
from schoolapp.agent_requests import asking, verbs
from schoolapp.agent_requests.models import AgentRequest, RequestEntry
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from tests.agent_requests.helpers import SEEN, ask, bring_to, content, new_key, reread, typed
from tests.families.file import words

NEW = "/demandes/nouvelle"


@pytest.fixture
def prof(cast, sign_in):
    return sign_in(cast.prof)


def test_the_requester_is_told_what_is_under_way_and_nothing_more(cast, prof):
    ask(cast.prof2, cast.tremblay, cast.pupils["noe"], observed="Le secret de Mehdi")
    Family.update(plan_why="Le travail de nuit").where(Family.id == cast.tremblay.id).execute()
    bring_to(AgentRequest.get(), "recue", cast.agent)
    page = words(prof.get(NEW, query_string={"eleve": cast.pupils["lea"].id}).text)
    assert "Une demande est ouverte depuis le mardi 17 novembre, avec Rosalie Gagnon" in page
    assert "La famille est accompagnée, avec Rosalie Gagnon" in page
    assert "Un plan existe." in page
    assert "Ajouter à la demande ouverte" in page
    for hidden in ("Le secret de Mehdi", "Mehdi", "Le travail de nuit"):
        assert hidden not in page


def test_one_is_told_of_the_board_even_without_a_request(cast, prof):
    page = words(prof.get(NEW, query_string={"eleve": cast.pupils["yasmine"].id}).text)
    assert "L’équipe connaît déjà cette famille" in page
    assert "Une demande est déjà ouverte" not in page


def test_no_twin_without_choosing(cast, prof):
    ask(cast.prof2, cast.tremblay, cast.pupils["noe"])
    answer = prof.post("/demandes", data=typed(pupil=cast.pupils["lea"].id))
    assert answer.status_code == 422
    assert "dites si la vôtre s’y ajoute" in words(answer.text)
    assert SEEN in answer.text
    assert AgentRequest.select().count() == 1


def test_adding_to_the_open_request(cast, prof, events, app):
    with app.test_request_context():
        first = bring_to(ask(cast.prof2, cast.tremblay, cast.pupils["noe"]), "recue", cast.agent)
    data = typed(pupil=cast.pupils["lea"].id, twin="ajouter", main=first.id)
    assert prof.post("/demandes", data=data).status_code == 303
    added = AgentRequest.get(AgentRequest.requester == cast.prof.id)
    assert (added.main_id, added.state, added.agent_id) == (first.id, "recue", cast.agent.id)
    [event] = events("request.added")
    assert (event.actor_id, event.detail["demande"]) == (cast.prof.id, first.id)
    entry = RequestEntry.get((RequestEntry.request == first.id) & (RequestEntry.act == "add"))
    assert (entry.by_id, entry.person_id) == (cast.prof.id, cast.prof.id)
    assert reread(first).told_at == clock.now()


def test_what_was_added_follows_the_first_one(cast, context):
    first = ask(cast.prof2, cast.tremblay, cast.pupils["noe"])
    added = ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id)
    bring_to(first, "fermee", cast.agent)
    added = reread(added)
    assert (added.state, added.effect, added.answer, added.agent_id) == (
        "fermee", "better", "La mère est venue", cast.agent.id,
    )  # fmt: skip
    with pytest.raises(PermissionError):
        verbs.reopen(added, added.version, "Encore", by=cast.prof)


def test_another_one_apart_is_made_when_one_wants_it(cast, prof):
    ask(cast.prof2, cast.tremblay, cast.pupils["noe"])
    assert prof.post("/demandes", data=typed(pupil=cast.pupils["lea"].id, twin="autre")).status_code == 303
    assert AgentRequest.select().where(AgentRequest.main.is_null()).count() == 2


def test_the_request_closed_meanwhile_is_not_added_to(cast, prof):
    first = bring_to(ask(cast.prof2, cast.tremblay, cast.pupils["noe"]), "refusee", cast.agent)
    data = typed(pupil=cast.pupils["lea"].id, twin="ajouter", main=first.id)
    assert prof.post("/demandes", data=data).status_code == 303
    assert AgentRequest.get(AgentRequest.requester == cast.prof.id).main_id is None
    with pytest.raises(Stale):
        asking.ask(content(cast.tremblay), by=cast.prof, form_key=new_key(), main_id=first.id)


def test_nobody_adds_to_the_request_of_another_family(cast, prof):
    other = ask(cast.prof2, cast.oconnor, cast.pupils["liam"])
    data = typed(pupil=cast.pupils["lea"].id, twin="ajouter", main=other.id)
    assert prof.post("/demandes", data=data).status_code == 303
    assert AgentRequest.get(AgentRequest.requester == cast.prof.id).main_id is None


def test_two_who_ask_at_the_same_moment_do_not_make_twins(cast, app):
    met, made, twins = threading.Barrier(2), [], []

    def call(person, pupil):
        with app.test_request_context():
            met.wait(5)
            try:
                made.append(ask(person, cast.tremblay, pupil))
            except asking.Twin as twin:
                twins.append(twin.request.id)
            finally:
                database.db.close()  # each thread has its own connection

    people = ((cast.prof, cast.pupils["lea"]), (cast.prof2, cast.pupils["noe"]))
    threads = [threading.Thread(target=call, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert (len(made), twins) == (1, [made[0].id])

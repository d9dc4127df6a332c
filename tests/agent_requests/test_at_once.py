"""Several people at the very same moment on one request: nothing is lost, and one act of two wins."""

from __future__ import annotations

import threading
from collections.abc import Callable

from schoolapp import database
from schoolapp.accounts.models import User
from schoolapp.agent_requests import asking, verbs
from schoolapp.agent_requests.models import AgentRequest, RequestEntry
from schoolapp.errors import Stale
from tests.agent_requests.helpers import ask, bring_to, content, new_key, reread


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all of these at once, each on its own connection; gives what each returned or raised."""
    ready = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            ready.wait(20)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            database.db.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    return results


def receiving(request: AgentRequest, by: User) -> Callable[[], object]:
    seen = reread(request)
    return lambda: verbs.receive(seen, seen.version, by=by)


def test_of_two_agents_who_receive_at_once_one_has_it(cast, app):
    made = ask(cast.prof, cast.haddad)
    results = together(receiving(made, cast.agent), receiving(made, cast.agent2))
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Stale"]
    winner = (cast.agent, cast.agent2)[results.index(None)]
    assert reread(made).agent_id == winner.id
    assert RequestEntry.select().where(RequestEntry.act == "receive").count() == 1


def test_messages_of_several_people_at_once_are_all_said(cast, app):
    made = bring_to(ask(cast.prof, cast.haddad), "recue", cast.agent)

    def saying(number: int) -> Callable[[], object]:
        by, act = ((cast.prof, "tell"), (cast.agent, "answer"), (cast.agent2, "answer"))[number % 3]
        key = new_key()
        return lambda: verbs.say(made, act, f"Mot {number}", by=by, form_key=key)

    results = together(*map(saying, range(9)))
    assert results == [True] * 9
    said = {entry.words for entry in RequestEntry.select().where(RequestEntry.words.startswith("Mot "))}
    assert said == {f"Mot {number}" for number in range(9)}
    assert reread(made).state == "en_cours"


def test_one_form_sent_six_times_at_once_makes_one_request(cast, app):
    key, columns = new_key(), content(cast.haddad)
    results = together(*[lambda: asking.ask(columns, by=cast.prof, form_key=key).id] * 6)
    assert len(set(results)) == 1, results
    assert AgentRequest.select().count() == 1


def test_adding_to_a_request_that_is_closed_at_that_moment_is_told_or_follows(cast, app):
    first = bring_to(ask(cast.prof2, cast.tremblay), "recue", cast.agent)

    def close() -> object:
        seen = reread(first)
        return verbs.close(seen, seen.version, "better", "Fini", by=cast.agent)

    def add() -> object:
        return asking.ask(content(cast.tremblay), by=cast.prof, form_key=new_key(), main_id=first.id)

    closed, added = together(close, add)
    assert closed is None
    assert isinstance(added, Stale) or reread(added).state == "fermee"

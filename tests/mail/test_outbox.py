"""A mail leaves once, whatever the mail server and our own processes do meanwhile."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from itertools import count

import pytest

from schoolapp import clock, database
from schoolapp.errors import Refused
from schoolapp.mail import outbox
from schoolapp.mail.delivery import deliver
from schoolapp.mail.models import OutgoingMail, PeriodicRun
from tests.servers import free_port


@pytest.fixture
def put(cast, context):
    """``put(n)`` puts n mails for the agent in the outbox."""

    keys = count()

    def several(number=1, user=None):
        for place in range(number):
            assert outbox.put(f"digest:{next(keys)}", "digest", user or cast.agent, "Objet", f"Texte {place}")

    return several


def states():
    return [(mail.state, mail.attempts, mail.problem) for mail in OutgoingMail.select().order_by(OutgoingMail.id)]


def test_a_mail_reaches_the_persons_address_with_what_machines_need_to_know(cast, put, serve, office, configure):
    configure(smtp_port=serve())
    put()
    assert deliver() == 1
    mail = office.mails[0]
    assert office.recipients == [["agent@ecole.example"]]
    assert mail["To"] == "agent@ecole.example"
    assert mail["From"] == "Trait d’union <traitdunion@ecole.example>"
    assert (mail["Subject"], office.text().strip()) == ("Objet", "Texte 0")
    assert (mail["Auto-Submitted"], mail["Content-Language"]) == ("auto-generated", "fr-CA")
    assert mail["Date"] == "Tue, 17 Nov 2026 10:00:00 -0500"
    assert mail["Message-ID"].endswith("@ecole.example>")
    assert states() == [("sent", 1, "")]
    assert OutgoingMail.get().sent_at == clock.now()


def test_a_mail_that_has_left_does_not_leave_again(put, serve, office, configure):
    configure(smtp_port=serve())
    put(3)
    assert [deliver(), deliver()] == [3, 0]
    assert len(office.mails) == 3


def test_the_same_thing_is_told_once(cast, context):
    first = outbox.put("digest:2026-11-17:1", "digest", cast.agent, "a", "b")
    assert first is not None
    assert outbox.put("digest:2026-11-17:1", "digest", cast.agent, "a", "b") is None
    assert OutgoingMail.select().count() == 1


def test_a_dead_server_loses_nothing_and_is_tried_after_growing_delays(put, serve, office, configure, frozen):
    port = free_port()
    configure(smtp_port=port)
    put(3)
    waits = []
    for _number in range(5):
        assert deliver() == 0
        assert deliver() == 0, "not before its time"
        before = clock.now()
        frozen.set(OutgoingMail.select().order_by(OutgoingMail.next_at).first().next_at)
        waits.append((clock.now() - before) // timedelta(minutes=1))
    assert waits == [1, 5, 15, 30, 60]
    assert states() == [("waiting", 5, "unreachable")] * 3
    serve(port=port)
    assert deliver() == 3
    assert states() == [("sent", 6, "")] * 3
    assert len({mail["Message-ID"] for mail in office.mails}) == 3


def test_a_server_that_never_comes_back_is_given_up_and_the_direction_may_start_again(
    cast, put, serve, office, configure, frozen
):
    port = free_port()
    configure(smtp_port=port)
    put(2)
    for _number in range(outbox.MOST_ATTEMPTS):
        deliver()
        frozen.move(hours=12)
    assert states() == [("given_up", outbox.MOST_ATTEMPTS, "unreachable")] * 2
    serve(port=port)
    assert deliver() == 0
    assert outbox.retry_all(by=cast.direction) == 2
    assert deliver() == 2
    assert len(office.mails) == 2


def test_a_server_that_takes_the_call_and_says_nothing_is_left_after_the_time_of_the_settings(put, configure, frozen):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        configure(smtp_port=silent.getsockname()[1], smtp_timeout_seconds=1)
        put(20)
        assert deliver() == 0, "one second for all of them, not one each"
    assert states() == [("waiting", 1, "unreachable")] * 20


def test_an_address_that_is_refused_stops_only_its_own_mail(cast, put, serve, office, configure):
    office.answers["prof@ecole.example"] = "550 No such user"
    configure(smtp_port=serve())
    put()
    put(user=cast.prof)
    put(user=cast.pro)
    assert deliver() == 2
    assert states() == [("sent", 1, ""), ("refused", 1, "address"), ("sent", 1, "")]
    assert OutgoingMail.get(OutgoingMail.user == cast.prof).answer == "550 No such user"


def test_a_server_that_asks_to_wait_is_obeyed_for_that_mail(cast, put, serve, office, configure, frozen):
    office.answers["prof@ecole.example"] = "450 Mailbox busy"
    configure(smtp_port=serve())
    put(user=cast.prof)
    put()
    assert deliver() == 1
    assert states() == [("waiting", 1, "address"), ("sent", 1, "")]
    del office.answers["prof@ecole.example"]
    frozen.move(minutes=1)
    assert deliver() == 1


def test_a_refused_content_is_not_sent_for_ever(put, serve, office, configure):
    office.on_mail = lambda _mail: "554 Looks like spam"
    configure(smtp_port=serve())
    put()
    deliver()
    assert states() == [("refused", 1, "content")]


def test_a_server_that_goes_away_in_the_middle_loses_no_mail(put, serve, office, configure, frozen):
    taken = []

    def leave_after_two(mail):
        taken.append(mail)
        return "421 Going down" if len(taken) == 3 else None

    office.on_mail = leave_after_two
    configure(smtp_port=serve())
    put(5)
    assert deliver() == 0
    assert [state for state, *_rest in states()] == ["sent", "sent", "waiting", "waiting", "waiting"]
    frozen.move(minutes=1)
    assert deliver() == 3
    assert len(office.mails) == 5


def test_the_mail_of_a_process_that_died_is_taken_up_when_its_claim_ends(put, serve, office, configure, frozen):
    configure(smtp_port=serve())
    put()
    assert outbox.take() is not None
    assert deliver() == 0, "another process has it"
    frozen.move(seconds=outbox.LEASE.total_seconds() - 1)
    assert deliver() == 0
    frozen.move(seconds=1)
    assert deliver() == 1
    assert len(office.mails) == 1


def test_a_process_that_comes_back_late_does_not_undo_what_another_wrote(put, context, frozen):
    put()
    late = outbox.take()
    frozen.move(minutes=2)
    other = outbox.take()
    outbox.note_sent(other)
    outbox.note_failed(late, outbox.Failure("unreachable", "timed out"))
    assert states() == [("sent", 1, "")]


def test_several_threads_give_each_mail_to_one_of_them(app, put, context):
    put(60)
    given, together = [], threading.Barrier(4)

    def worker():
        with app.test_request_context():
            together.wait()
            while (mail := outbox.take()) is not None:
                given.append(mail.id)
            database.release()
            database.db.close()

    threads = [threading.Thread(target=worker) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(given) == sorted(mail.id for mail in OutgoingMail.select())


def test_without_a_mail_server_in_the_settings_nothing_is_tried(put):
    put()
    assert deliver() == 0
    assert states() == [("waiting", 0, "")]


def test_a_trial_mail_is_asked_for_once_a_minute(cast, context, frozen, events):
    outbox.send_trial(by=cast.direction, school="École des Deux-Rives")
    with pytest.raises(Refused):
        outbox.send_trial(by=cast.direction, school="École des Deux-Rives")
    frozen.move(minutes=2)
    outbox.send_trial(by=cast.direction, school="École des Deux-Rives")
    assert len(events("mail.trial")) == 2


def test_old_mails_are_forgotten_but_never_one_that_waits(cast, put, serve, configure, frozen):
    configure(smtp_port=serve())
    put(2)
    deliver()
    put(1)
    outbox.sweep()
    assert OutgoingMail.select().count() == 3
    frozen.move(days=91)
    outbox.sweep()
    assert states() == [("waiting", 0, "")]
    assert PeriodicRun.select().count() == 1, "the sweep of today only"

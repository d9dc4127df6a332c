"""The consent matrix: when words about a family may leave, and when they may not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp.partners.consent_rules import Gap, Ground, best, covers, gaps

TODAY = date(2026, 11, 17)
DAY = timedelta(days=1)
LINH, MARC = 1, 2
WORDS = {"nom": "Linh Nguyen", "joindre": "514 555-0142", "besoin": "Des bottes d’hiver pour deux enfants."}


def consent(**changes):
    held = {"texts": WORDS, "first": TODAY - DAY, "last": TODAY + 60 * DAY, "person": LINH}
    return Ground(**held | changes)


def exception(**changes):
    held = {"texts": WORDS, "first": TODAY, "last": TODAY + 30 * DAY, "exception": True}
    return Ground(**held | changes)


ALL = frozenset(WORDS)
# What is wanted, about whom, on which ground, and what is missing: one line for each case that the law knows.
MATRIX = [
    ("nobody agreed", WORDS, LINH, None, dict.fromkeys(ALL, Gap.NOTHING)),
    ("agreed to all of it", WORDS, LINH, consent(), {}),
    ("agreed to more than what leaves", {"besoin": WORDS["besoin"]}, LINH, consent(), {}),
    ("agreed today", WORDS, LINH, consent(first=TODAY), {}),
    ("the last day of the consent", WORDS, LINH, consent(last=TODAY), {}),
    ("the day after it", WORDS, LINH, consent(last=TODAY - DAY), dict.fromkeys(ALL, Gap.OVER)),
    ("the day before it", WORDS, LINH, consent(first=TODAY + DAY), dict.fromkeys(ALL, Gap.TOO_EARLY)),
    ("withdrawn", WORDS, LINH, consent(withdrawn=True), dict.fromkeys(ALL, Gap.WITHDRAWN)),
    ("withdrawn and over", WORDS, LINH, consent(withdrawn=True, last=TODAY - DAY), dict.fromkeys(ALL, Gap.WITHDRAWN)),
    ("one piece more", {**WORDS, "enfants": "Léa, 8 ans"}, LINH, consent(), {"enfants": Gap.NOT_AGREED}),
    ("another number", {**WORDS, "joindre": "514 555-0199"}, LINH, consent(), {"joindre": Gap.CHANGED}),
    ("one word added to the need", {"besoin": WORDS["besoin"] + " Vite."}, LINH, consent(), {"besoin": Gap.CHANGED}),
    ("a capital changed", {"besoin": WORDS["besoin"].upper()}, LINH, consent(), {"besoin": Gap.CHANGED}),
    ("the number of somebody who did not agree", WORDS, MARC, consent(), {
        "nom": Gap.SOMEBODY_ELSE, "joindre": Gap.SOMEBODY_ELSE}),
    ("nobody to join, and only the need", {"besoin": WORDS["besoin"]}, None, consent(), {}),
    ("nobody to join, yet a number", {"joindre": WORDS["joindre"]}, None, consent(), {"joindre": Gap.SOMEBODY_ELSE}),
    ("agreed by somebody who is no guardian, for a guardian's number", WORDS, LINH, consent(person=None), {
        "nom": Gap.SOMEBODY_ELSE, "joindre": Gap.SOMEBODY_ELSE}),
    ("agreed by somebody who is no guardian, for the need alone", {"besoin": WORDS["besoin"]}, LINH,
     consent(person=None), {}),
    ("an empty consent", WORDS, LINH, consent(texts={}), dict.fromkeys(ALL, Gap.NOT_AGREED)),
    ("a named exception", WORDS, LINH, exception(), {}),
    ("an exception for somebody else's number", WORDS, MARC, exception(), {}),
    ("one piece more than the exception", {**WORDS, "enfants": "Léa"}, LINH, exception(), {"enfants": Gap.NOT_AGREED}),
    ("words changed since the exception", {"besoin": "Autre chose"}, LINH, exception(), {"besoin": Gap.CHANGED}),
    ("the exception is over", WORDS, LINH, exception(last=TODAY - DAY), dict.fromkeys(ALL, Gap.OVER)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "about", "ground", "missing"), [row[1:] for row in MATRIX], ids=[row[0] for row in MATRIX]
)
def test_words_leave_only_on_a_ground_that_covers_them_all(wanted, about, ground, missing):
    assert gaps(wanted, about, ground, TODAY) == missing
    assert covers(wanted, about, ground, TODAY) == (not missing)


HERE, ELSEWHERE = "12/5", "12/9"
RECIPIENTS = [
    ("for whom it was given", consent(recipient=HERE), HERE, {}),
    ("for another", consent(recipient=HERE), ELSEWHERE, dict.fromkeys(ALL, Gap.SOMEWHERE_ELSE)),
    ("for nobody known", consent(), HERE, dict.fromkeys(ALL, Gap.SOMEWHERE_ELSE)),
    ("an exception, for another", exception(recipient=HERE), ELSEWHERE, dict.fromkeys(ALL, Gap.SOMEWHERE_ELSE)),
    ("words that left already", consent(recipient=HERE), None, {}),
]


@pytest.mark.parametrize(("ground", "to", "missing"), [row[1:] for row in RECIPIENTS], ids=[r[0] for r in RECIPIENTS])
def test_words_go_to_whom_they_were_agreed_for_and_to_nobody_else(ground, to, missing):
    assert gaps(WORDS, LINH, ground, TODAY, to) == missing


def test_nothing_at_all_is_nothing_to_send():
    assert not covers({}, LINH, consent(), TODAY)


def test_no_sum_of_consents_makes_one():
    """Two people who agreed to a half each agreed to no whole."""
    half = consent(texts={"nom": WORDS["nom"], "joindre": WORDS["joindre"]})
    other = consent(texts={"besoin": WORDS["besoin"]}, person=MARC)
    ground, missing = best(WORDS, LINH, [half, other], TODAY)
    assert missing
    assert ground in (half, other)


def test_the_one_that_covers_wins_over_a_later_one_that_does_not():
    whole, over = consent(), consent(last=TODAY - DAY)
    assert best(WORDS, LINH, [whole, over], TODAY) == (whole, {})
    assert best(WORDS, LINH, [over, whole], TODAY) == (whole, {})


def test_of_two_that_cover_the_latest_wins():
    first, second = consent(), consent(last=TODAY + 90 * DAY)
    assert best(WORDS, LINH, [first, second], TODAY)[0] is second


def test_without_any_ground_all_is_missing():
    assert best(WORDS, LINH, [], TODAY) == (None, dict.fromkeys(ALL, Gap.NOTHING))

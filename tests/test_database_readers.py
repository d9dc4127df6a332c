"""What one thread read in part neither ages its next readings nor blocks its next write."""

from __future__ import annotations

import threading

import pytest

from schoolapp import database
from schoolapp.accounts.models import School, User
from schoolapp.families.models import Group, SchoolYear


def in_another_thread(act) -> None:
    def run() -> None:
        act()
        database.db.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def rename_school(name: str) -> None:
    with database.atomic():
        School.update(name=name).execute()


@pytest.fixture
def half_read(cast):
    """Answers of which only the first row was asked for, still held."""
    users = User.select().execute()
    groups = Group.select(Group, SchoolYear).join(SchoolYear).execute()
    return users[0], groups[0], users, groups


def test_a_half_read_answer_does_not_age_what_is_read_next(half_read):
    in_another_thread(lambda: rename_school("École neuve"))
    assert School.get().name == "École neuve"


def test_a_half_read_answer_does_not_block_a_write(half_read):
    in_another_thread(lambda: rename_school("École neuve"))
    rename_school("École encore plus neuve")
    assert School.get().name == "École encore plus neuve"


def test_the_rest_of_a_half_read_answer_is_still_there(half_read):
    *_first, users, groups = half_read
    assert len(list(users)) == 8
    assert len(list(groups)) == 2

"""What the production server sets up before it serves."""

from __future__ import annotations

import os

import pytest

from schoolapp import server


@pytest.fixture
def unnamed(monkeypatch):
    """Nobody named a time zone; what the test names is forgotten after it."""
    monkeypatch.setenv("TZ", "")
    monkeypatch.delenv("TZ")


def test_the_place_of_the_system_s_zone_is_named(unnamed, monkeypatch, tmp_path):
    zone = tmp_path / "localtime"
    monkeypatch.setattr(server, "LOCAL_ZONE", str(zone))
    server._name_the_zone()
    assert "TZ" not in os.environ, "this system keeps it elsewhere"
    zone.touch()
    server._name_the_zone()
    assert os.environ["TZ"] == f":{zone}"


def test_the_zone_that_somebody_chose_stays(monkeypatch):
    monkeypatch.setenv("TZ", "America/Toronto")
    server._name_the_zone()
    assert os.environ["TZ"] == "America/Toronto"

"""Drafts: what someone is typing and has not saved yet, found again after a closed tab or a lost session.

Saves come from a page every second or so, may arrive late or twice, and two tabs may show the same form. A save is
written only if it follows what is stored: a later one of the same tab, or one of a tab that has seen the last save.
A form that gave its row (or was thrown away) leaves its key behind, closed and empty, so that a save still on its way
cannot bring the text back.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

import peewee

from schoolapp import clock
from schoolapp.database import JSONData, Model, Stale, Text, UTCDateTime, atomic
from schoolapp.records import NamedTuple


class Save(NamedTuple):
    """One save on its way.

    Attributes:
        form_key: the opened form, kept by the draft it may have been opened from.
        writer: the tab, a random name of its own; empty for a browser without JavaScript.
        sequence: the tab's own count of its saves.
        seen: the last revision that the tab knows of; 0 for none.
        content: the form's fields as typed, by name.
    """

    form_key: str
    writer: str
    sequence: int
    seen: int
    content: dict[str, Any]


class Draft(Model):
    """What someone is typing in one place. A room names the place by columns of its own, unique together."""

    content = JSONData()
    updated_at = UTCDateTime()
    form_key = Text(max_length=40)
    writer = Text(max_length=40)
    sequence = peewee.BigIntegerField(default=0)
    revision = peewee.IntegerField(default=1)
    closed = peewee.BooleanField(default=False)

    place: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def at(cls, *place: int) -> Self | None:
        """The draft still to be finished in this place, if any."""
        return cls.get_or_none(cls._here(place) & (cls.closed == False))  # noqa: E712

    @classmethod
    def keep_at(cls, *place: int, save: Save) -> Self | None:
        """Write a save if it follows what is stored. Returns the draft as it is now, None for a form that is over.

        Raises:
            Stale: another tab went on with the draft; ``error.current`` is that draft.
        """
        with atomic():
            if not cls._follow(place, save):
                cls._begin(place, save)
                cls._follow(place, save)  # if an earlier save of the same form began it in the meantime
            draft = cls.get(cls._here(place))
        if draft.form_key == save.form_key and draft.closed:
            return None
        if draft.writer == save.writer and draft.sequence >= save.sequence:
            return draft  # this save, or one that overtook it
        raise Stale(draft)

    @classmethod
    def close_at(cls, *place: int, form_key: str) -> None:
        """Forget the text of this form, now a row; the draft of another form stays."""
        row = dict(zip(cls.place, place, strict=True)) | {"form_key": form_key, "closed": True}
        kept = {"form_key": form_key, "closed": True, "content": {}, "revision": cls.revision + 1}
        cls.insert(**row, content={}, updated_at=clock.now()).on_conflict(
            conflict_target=[getattr(cls, name) for name in cls.place],
            update=kept,
            where=(cls.form_key == form_key) | (cls.closed == True),  # noqa: E712
        ).execute()

    @classmethod
    def _here(cls, place: tuple[int, ...]) -> Any:
        conditions = [getattr(cls, name) == value for name, value in zip(cls.place, place, strict=True)]
        found = conditions[0]
        for condition in conditions[1:]:
            found &= condition
        return found

    @classmethod
    def _follow(cls, place: tuple[int, ...], save: Save) -> bool:
        same_form, is_open = cls.form_key == save.form_key, cls.closed == False  # noqa: E712
        later = same_form & is_open & (cls.writer == save.writer) & (cls.sequence < save.sequence)
        informed = is_open & (cls.writer != save.writer) & (cls.revision == save.seen)
        another = (cls.closed == True) & (cls.form_key != save.form_key)  # noqa: E712
        columns = cls._columns(save) | {"revision": cls.revision + 1}
        return bool(cls.update(**columns).where(cls._here(place) & (later | informed | another)).execute())

    @classmethod
    def _begin(cls, place: tuple[int, ...], save: Save) -> None:
        row = dict(zip(cls.place, place, strict=True))
        cls.insert(**row, **cls._columns(save)).on_conflict_ignore().execute()

    @classmethod
    def _columns(cls, save: Save) -> dict[str, Any]:
        return {
            "content": save.content,
            "updated_at": clock.now(),
            "form_key": save.form_key,
            "writer": save.writer,
            "sequence": save.sequence,
            "closed": False,
        }

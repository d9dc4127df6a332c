"""What other rooms add to a family's file: entries on its timeline, and boxes beside it.

The families room knows nothing of the rooms above it: they register here, when they are registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from jinja2.runtime import Context
from jinja2.utils import pass_context
from markupsafe import Markup

from schoolapp.accounts.models import User
from schoolapp.database import UTCDateTime
from schoolapp.families.models import Family
from schoolapp.records import NamedTuple

PAGE = 50
END_OF_TIME = datetime(9999, 1, 1, tzinfo=UTC)


class Window(NamedTuple):
    """The stretch of a timeline to show: what happened strictly before ``before`` (all when None), the latest first.

    A source gives at most ``limit`` entries, so that a file with a thousand notes opens as fast as one with ten.
    """

    before: datetime | None = None
    limit: int = PAGE + 1


class Entry(NamedTuple):
    """One entry of the timeline.

    Attributes:
        at: when it happened (aware).
        template: the fragment that shows it; its root is an ``<li>`` of ``ol.tl``.
        name: the variable the fragment takes.
        row: that variable's value, with all that it shows already loaded.
        html: the entry already drawn, by a source that keeps its drawings.
    """

    at: datetime
    template: str
    name: str
    row: Any
    html: Markup | None = None

    @property
    def context(self) -> dict[str, Any]:
        return {self.name: self.row}


class Panel(NamedTuple):
    """One box beside the file: its fragment and what the fragment takes. Lower ``order`` comes first.

    It is kept drawn with the page: the token and the key of a form are holes (``csrf_token()``, ``opened_forms.KEY``).
    """

    template: str
    order: int
    context: dict[str, Any]


class Stretch(NamedTuple):
    """What a page of the timeline shows, and from which moment the next page goes on (None at the end)."""

    entries: list[Entry]
    older: datetime | None


class History(NamedTuple):
    """Entries whose rows are read with the file's own, in its one statement, so that a room more costs no round trip.

    Attributes:
        texts: for each kind of row, its SELECT as ``file_sql.part`` or ``file_sql.latest`` makes it.
        parameters: the values of all these texts, in order, for a person, a family and a window.
        entries: makes the entries of the rows that were read (``file_sheet.Row``), by kind.
    """

    texts: dict[str, str]
    parameters: Callable[[User, int, Window], Sequence[Any]]
    entries: Callable[[User, Family, dict[str, list[Any]]], Iterable[Entry]]


class AtWork(NamedTuple):
    """Somebody, or a service, at work around a family, and at what.

    Attributes:
        user_id: None for a service.
        calls: whether the family is called on: counted in the warning that too many do at once.
    """

    user_id: int | None
    name: str
    words: str
    calls: bool = True


class Around(NamedTuple):
    """Who is at work around a family as another room knows it, read in the file's one statement like ``History``.

    Attributes:
        texts: for each kind of row, its SELECT as ``file_sql.part`` makes it.
        parameters: the values of all these texts, in order, for a person and a family; only what they may see is read.
        people: tells who is at work from the rows that were read (``file_sheet.Row``), by kind.
    """

    texts: dict[str, str]
    parameters: Callable[[User, int], Sequence[Any]]
    people: Callable[[dict[str, list[Any]]], Iterable[AtWork]]


class Timeline(NamedTuple):
    """A source of timeline entries that has a statement of its own.

    Attributes:
        rows: reads them, for a person, a family and a window: tuples, so that what was drawn of them can be kept.
        entries: makes the entries of those rows, for that person.
    """

    rows: Callable[[User, int, Window], list[tuple[Any, ...]]]
    entries: Callable[[User, Family, list[tuple[Any, ...]]], Iterable[Entry]]


Rows = Sequence[tuple[Any, ...]]


def _nothing(_user: User, _family_id: int) -> Rows:
    return ()


class Side(NamedTuple):
    """A source of panels.

    Attributes:
        panel: makes the panel for a person and a family of the rows read, and of nothing else that could change; None
            for whom there is none.
        rows: reads these rows, for a person and a family: tuples, so that the page drawn of them can be kept.
    """

    panel: Callable[[User, Family, Rows], Panel | None]
    rows: Callable[[User, int], Rows] = _nothing


Head = Callable[[User, Family], Panel | None]

_timelines: dict[str, Timeline] = {}
_histories: dict[str, History] = {}
_arounds: dict[str, Around] = {}
_panels: dict[str, Side] = {}
_heads: dict[str, Head] = {}


def register_timeline(name: str, source: Timeline) -> None:
    """Add a source of timeline entries with a statement of its own."""
    _timelines[name] = source


def timelines() -> list[Timeline]:
    """The sources that have a statement of their own."""
    return list(_timelines.values())


def register_history(name: str, history: History) -> None:
    """Add a source of timeline entries that is read with the file's own rows."""
    _histories[name] = history


def histories() -> list[History]:
    """The sources that are read with the file's own rows."""
    return list(_histories.values())


def register_around(name: str, around: Around) -> None:
    """Add a source of « Autour de cette famille »."""
    _arounds[name] = around


def arounds() -> list[Around]:
    """The sources of « Autour de cette famille »."""
    return list(_arounds.values())


def at_work(rows: dict[str, list[Any]]) -> list[AtWork]:
    """Who is at work around the family whose rows were read."""
    return [one for around in arounds() for one in around.people(rows)]


def bounds(family_id: int, window: Window) -> list[Any]:
    """The last parameters of a text of ``file_sql.latest``: the family, the moment, how many rows."""
    return [family_id, UTCDateTime().db_value(window.before or END_OF_TIME), window.limit]


def register_panel(name: str, source: Side) -> None:
    """Add a box beside the file; it must read what it shows in one query."""
    _panels[name] = source


def register_head(name: str, source: Head) -> None:
    """Add a way to write to the timeline (« Écrire une note »), shown above it, after its title. No query: it shows
    nothing but what the family's own row and the person tell."""
    _heads[name] = source


def timeline(user: User, family: Family, sources: Sequence[Timeline], before: datetime | None = None) -> Stretch:
    """The entries this person may see, the latest first, one page of them.

    Entries of one same moment are never cut apart, because the next page starts from a moment.
    """
    limit = PAGE + 1
    while True:
        window = Window(before, limit)
        made = (source.entries(user, family, source.rows(user, family.id, window)) for source in sources)
        found = sorted((entry for entries in made for entry in entries), key=lambda entry: entry.at, reverse=True)
        if len(found) < limit:
            return Stretch(found, None)
        shown = [entry for entry in found[: limit - 1] if entry.at > found[limit - 1].at]
        if shown:
            return Stretch(shown, shown[-1].at)
        limit *= 4  # more entries of one moment than a page holds


def side_rows(user: User, family_id: int) -> dict[str, Rows]:
    """What the boxes show, read: by the name of each source."""
    return {name: tuple(source.rows(user, family_id)) for name, source in _panels.items()}


def panels(user: User, family: Family, rows: dict[str, Rows]) -> list[Panel]:
    """The boxes this person may see, in order, of the rows read by ``side_rows``."""
    return _in_order(source.panel(user, family, rows[name]) for name, source in _panels.items())


def heads(user: User, family: Family) -> list[Panel]:
    """What this person may use to write to the timeline, in order: shown right after the title « Fil du lien »."""
    return _in_order(source(user, family) for source in _heads.values())


def _in_order(found: Iterable[Panel | None]) -> list[Panel]:
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)


@pass_context
def entries(context: Context, stretch: Stretch) -> Markup:
    """The entries of a stretch, one after the other: ``{{ thread | entries }}``."""
    drawn = (entry.html if entry.html is not None else shown(context, entry) for entry in stretch.entries)
    return Markup("\n".join(drawn))  # noqa: S704 - the fragments have escaped it


@pass_context
def shown(context: Context, part: Entry | Panel) -> Markup:
    """An entry or a box, drawn by its own fragment with the page's variables and its own: ``{{ entry | shown }}``."""
    template = context.environment.get_template(part.template)
    own = template.new_context({**context.get_all(), **part.context}, shared=True)
    return Markup("".join(template.root_render_func(own)))  # noqa: S704 - the fragment has escaped it

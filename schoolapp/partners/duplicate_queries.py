"""Sheets that look alike: organisations by name, number, site or e-mail; services within one organisation, by name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from flask import abort
from flask_babel import gettext as _

from schoolapp.formats import search_key
from schoolapp.partners.duplicate_models import TwoSheets
from schoolapp.partners.models import Organization, Phone, Service
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple

ORGANIZATION, SERVICE = "organisme", "service"
MODELS = {ORGANIZATION: Organization, SERVICE: Service}
NEAR = 90  # of 100: « Maison de la famille » and « Maison des familles »
COMMON = 12  # a word, a number or a site that more sheets share tells nothing
LONG_WORD = 4
MOST = 200


class Pair(NamedTuple):
    """Two sheets that look alike, and why."""

    kind: str
    first: Any
    second: Any
    reasons: tuple[str, ...]

    @property
    def key(self) -> str:
        return pair_key(self.first, self.second)


def pair_key(one: Any, other: Any) -> str:
    """What says the same two sheets again, whichever comes first."""
    return " ".join(sorted((one.uuid, other.uuid)))


def pairs() -> list[Pair]:
    """The sheets that look alike and that nobody said to be two, the likeliest first. In four statements."""
    apart = {row.pair for row in TwoSheets.select()}
    found = [pair for pair in (*_organizations(), *_services()) if pair.key not in apart]
    return sorted(found, key=lambda pair: (-len(pair.reasons), pair.first.sort_key, pair.first.id))[:MOST]


def two_sheets(kind: str, first: int, second: int) -> tuple[Any, Any]:
    """Two sheets of one kind that still serve, in this order; services are of the same organisation. 404 otherwise."""
    model = MODELS.get(kind) or abort(404)
    found = {row.id: row for row in model.select().where(model.id.in_([first, second])) if not row.archived}
    if len(found) < 2:
        abort(404)
    one, other = found[first], found[second]
    if kind == SERVICE and one.organization_id != other.organization_id:
        abort(404)
    return one, other


def _organizations() -> Iterator[Pair]:
    rows = list(Organization.select().where(Organization.archived_at.is_null()).order_by(Organization.id))
    by_id = {row.id: row for row in rows}
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    _gather(reasons, _("même nom"), ((search_key(name), row.id) for row in rows for name in (row.name, row.other_name)))
    numbers = Phone.select(Phone.organization, Phone.digits).where(Phone.organization.is_null(False)).tuples()
    _gather(reasons, _("même téléphone"), ((digits, number) for number, digits in numbers if number in by_id))
    _gather(reasons, _("même site"), ((_site(row.website), row.id) for row in rows))
    _gather(reasons, _("même courriel"), ((row.email.lower(), row.id) for row in rows))
    _near(reasons, rows)
    for (first, second), told in reasons.items():
        yield Pair(ORGANIZATION, by_id[first], by_id[second], tuple(told))


def _site(address: str) -> str:
    """A site without what does not tell it from another: how it is reached, « www », the bar at its end."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.lower()).rstrip("/")


def _services() -> Iterator[Pair]:
    columns = (Service.id, Service.uuid, Service.name, Service.sort_key, Service.organization)
    by_owner: dict[int, list[Service]] = defaultdict(list)
    for row in Service.select(*columns).where(Service.state != ARCHIVED).order_by(Service.id):
        by_owner[row.organization_id].append(row)
    for rows in by_owner.values():
        reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
        _gather(reasons, _("même nom"), ((search_key(row.name), row.id) for row in rows))
        _near(reasons, rows)
        by_id = {row.id: row for row in rows}
        for (first, second), told in reasons.items():
            yield Pair(SERVICE, by_id[first], by_id[second], tuple(told))


def _gather(reasons: dict[tuple[int, int], list[str]], why: str, keyed: Iterable[tuple[str, int]]) -> None:
    """Note why two sheets look alike, for those that share a key that few others have."""
    groups: dict[str, set[int]] = defaultdict(set)
    for key, number in keyed:
        if key:
            groups[key].add(number)
    for numbers in groups.values():
        for pair in _two_by_two(numbers):
            if why not in reasons[pair]:
                reasons[pair].append(why)


def _two_by_two(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(numbers)
    if len(ordered) <= COMMON:
        for place, first in enumerate(ordered):
            for second in ordered[place + 1 :]:
                yield first, second


def _near(reasons: dict[tuple[int, int], list[str]], rows: list[Any]) -> None:
    """Names that differ by a letter or the order of their words, among those that share a word that few have."""
    from rapidfuzz import fuzz

    names = {row.id: search_key(row.name) for row in rows}
    sharing: dict[str, set[int]] = defaultdict(set)
    for number, name in names.items():
        for word in {word[:LONG_WORD] for word in name.split() if len(word) >= LONG_WORD}:
            sharing[word].add(number)
    tried = {pair for numbers in sharing.values() for pair in _two_by_two(numbers)}
    for first, second in sorted(tried):
        alike = fuzz.token_sort_ratio(names[first], names[second]) >= NEAR
        if alike and names[first] != names[second] and _same_figures(names[first], names[second]):
            reasons[(first, second)].append(_("noms proches"))


def _same_figures(one: str, other: str) -> bool:
    """« Groupe 1 » and « Groupe 2 » are two."""
    return re.findall(r"\d+", one) == re.findall(r"\d+", other)

"""What the page of the list shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests import listing
from schoolapp.agent_requests.forms import FilterForm
from schoolapp.agent_requests.listing import SORTS, VIEWS, Facets, Filters
from schoolapp.agent_requests.vocabulary import URGENCIES
from schoolapp.families import board_queries
from schoolapp.records import NamedTuple


class Picker(NamedTuple):
    """A list of filters: its parameter, its words, what it offers and what is chosen."""

    name: str
    label: str
    every: str
    options: list[tuple[str, str]]
    chosen: str


def shown(user: User, args: Mapping[str, str], form: FilterForm | None = None) -> dict[str, Any]:
    """The variables of the page."""
    filters = Filters.of(user, args)
    facets, page = listing.facets(user), listing.page(user, filters, args.get("page", "1"))
    kept = [(number, name, listing.address(query)) for number, name, query in _kept(user)]
    urls = {step: url_for("requests.index", **filters.query(), page=page.number + step) for step in (-1, 1)}
    return {
        "filters": filters,
        "page": page,
        "tabs_of": [
            (str(words), url_for("requests.index", **filters.query(vue=view)), view == filters.vue, facets.counts[view])
            for view, words in VIEWS.items()
        ],
        "pickers": _pickers(user, filters, facets),
        "kept": kept,
        "form": form or FilterForm(formdata=None),
        "previous": urls[-1] if page.number > 1 else None,
        "following": urls[1] if page.number < page.last else None,
        "count": ngettext("%(num)s demande", "%(num)s demandes", page.total),
        "lead": user.role in LEADS,
        "title": str(VIEWS[filters.vue]),
    }


def _kept(user: User) -> list[tuple[int, str, str]]:
    return board_queries.saved_filters(user, listing.PAGE)


def _pickers(user: User, filters: Filters, facets: Facets) -> list[Picker]:
    urgencies = [(code, str(words)) for code, words in URGENCIES.items()]
    pickers = [Picker("urgence", _("Pour quand"), _("toutes"), urgencies, filters.urgence)]
    if len(facets.groups) > 1 or filters.groupe:
        groups = [(code, code) for code in facets.groups]
        pickers.append(Picker("groupe", _("Groupe"), _("tous"), groups, filters.groupe))
    if user.role in LEADS and (len(facets.agents) > 1 or filters.agent):
        agents = [(str(number), name) for number, name in facets.agents]
        pickers.append(Picker("agent", _("Agent"), _("tous"), agents, filters.agent))
    sorts = [(code, str(words)) for code, words in SORTS.items()]
    return [*pickers, Picker("tri", _("Ordre"), _("habituel"), sorts, filters.tri)]

"""The views of the application: their address, their methods, and the roles that they are open to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from schoolapp.access import Role, roles_of

IGNORED_METHODS = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Route:
    """One address and one method."""

    address: str
    method: str
    endpoint: str
    roles: frozenset[Role] | None
    example: str

    @property
    def is_public(self) -> bool:
        return self.roles is not None and not self.roles


def _example(rule: Rule) -> str:
    """An address to try: the check of roles comes before any row is looked for."""
    values = {
        name: 1 if isinstance(converter, IntegerConverter) else "exemple"
        for name, converter in rule._converters.items()
    }
    return rule.build(values, append_unknown=False)[1]


def every_route(app: Flask) -> Iterator[Route]:
    """Every address of the application, by address then method."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        roles = roles_of(app.view_functions[rule.endpoint])
        for method in sorted(rule.methods - IGNORED_METHODS):
            yield Route(rule.rule, method, rule.endpoint, roles, _example(rule))

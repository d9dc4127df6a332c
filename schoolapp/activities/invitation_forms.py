"""The forms of invitations."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from schoolapp.activities.invitation_means import PARENTS_LANGUAGES
from schoolapp.activities.invitation_vocabulary import HALF, LAYOUTS, MEANS, PAPER, TOLD
from schoolapp.families.vocabulary import LANGUAGES
from schoolapp.forms import MAX_ID, Form, choice, version

MOST = 2000  # rows ticked at once
PREFERRED = "prefere"


def ids(fields: MultiDict[str, str], name: str) -> list[int]:
    """The rows ticked, without what cannot be the id of one."""
    typed = fields.getlist(name)[:MOST]
    return [int(text) for text in typed if text.isascii() and text.isdecimal() and 0 < int(text[:12]) <= MAX_ID]


class InviteForm(Form):
    """Whom to invite, and how."""

    means = choice(
        _l("Par quel moyen?"),
        {PREFERRED: _l("Celui que chaque famille préfère"), PAPER: _l("Sur papier pour toutes")},
        default=PREFERRED,
    )

    def __init__(self, ticked: list[int], **options: Any) -> None:
        super().__init__(**options)
        self.ticked = ticked

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one family."""
        valid = super().validate(extra_validators)
        if not self.ticked:
            self.means.errors = [*self.means.errors, _("Cochez au moins une famille.")]
        return bool(valid and self.ticked)


class MeansForm(Form):
    """Another means, or another language."""

    means = choice(_l("Moyen"), MEANS)
    language = choice(_l("Langue"), {code: LANGUAGES[code] for code in PARENTS_LANGUAGES})
    version = version()


class AnswerForm(Form):
    """What a family said on paper, by phone or at the door."""

    answer = choice(_l("Réponse"), TOLD)


class PrintForm(Form):
    """How the sheets are laid out."""

    layout = choice(_l("Mise en page"), LAYOUTS, default=HALF)


class VersionForm(Form):
    """The version that the person saw."""

    version = version()

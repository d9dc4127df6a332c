"""The boxes of partners' sheets: those to confirm, in one click each, and the corrections that partners propose."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.day.block import Block, Figure, Lines, total

SHOWN = 5


def corrections(lines: Lines) -> Block:
    """What partners propose: somebody waits for it."""
    found = lines["correction"]
    return Block(
        "corrections", _("Corrections proposées par des partenaires"), "correction", found, total(found),
        why=_("Elles ne paraissent pas avant d’être acceptées."), mail=_("Partenaires qui proposent des corrections"),
    )  # fmt: skip


def to_confirm(lines: Lines) -> Block:
    """The sheets whose period is over, the oldest first."""
    found = lines["sheet"]
    others = total(found) - SHOWN
    words = ngettext("et %(num)s autre", "et %(num)s autres", others) if others > 0 else ""
    return Block(
        "sheets", _("Fiches de partenaires à confirmer"), "sheet", found[:SHOWN], total(found),
        why=_("Un appel suffit souvent : le numéro est-il bon, le service est-il encore offert?"),
        more=(words, url_for("sheets.index")) if words else None, mail=_("Fiches de partenaires à confirmer"),
    )  # fmt: skip


def figures(lines: Lines) -> Block:
    """The same in numbers, for who answers for the directory without keeping it every day."""
    sheets, proposed = total(lines["sheet"]), sum(int(line.means) for line in lines["correction"])
    rows = [
        Figure(str(number), words, url_for(endpoint))
        for number, words, endpoint in (
            (sheets, ngettext("fiche à confirmer", "fiches à confirmer", sheets), "sheets.index"),
            (proposed, ngettext("correction à voir", "corrections à voir", proposed), "sheets.corrections"),
        )
        if number
    ]
    return Block("directory", _("Répertoire des partenaires"), "figures", rows, -1)

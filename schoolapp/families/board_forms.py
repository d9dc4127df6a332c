"""The forms of the board."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import AnyOf, InputRequired

from schoolapp import forms
from schoolapp.families.board_verbs import LAST, Decision
from schoolapp.families.vocabulary import ALL_STATES, ENDED, LINK_STATES, PRIORITIES, SIGNALS

# What is compared when two people changed the same family: a name and a value, line by line.
COLUMN, PRIORITY, LEAD, REASON = _l("Colonne"), _l("Priorité"), _l("Agent"), _l("Raison")
Lines = list[tuple[Any, Any]]


class MoveForm(forms.Form):
    """A card's new place.

    ``apres`` is the card above it, « fin » the bottom of the column; ``filtres`` and ``suite`` bring a browser without
    htmx back to the board as it was, or to the family's file (« fiche »).
    """

    etat = HiddenField(_l("Colonne"), [AnyOf(list(LINK_STATES), message=_l("Choisissez une colonne du tableau."))])
    version = forms.version()
    apres = HiddenField()
    filtres = HiddenField()
    suite = HiddenField()
    annule = HiddenField()

    def chosen(self) -> dict[str, Any]:
        """What the verb takes; a card above that cannot be one stands for the top of the column."""
        text = self.apres.data or ""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
        after = LAST if text == "fin" else number or None
        undone = bool(self.annule.data)
        return {"to": self.etat.data, "expected": self.version.data, "after": after, "undone": undone}


class EndForm(forms.Form):
    """The end of the work with a family."""

    version = forms.version()
    reason = forms.area(_l("Pourquoi l’accompagnement se termine-t-il?"), 1000, required=True)
    filtres = HiddenField()

    def lines(self) -> Lines:
        """What the person wants, to be shown beside what someone else did."""
        return [(COLUMN, ALL_STATES[ENDED]), (REASON, self.reason.data)]


class _WithLead(forms.Form):
    version = forms.version()
    priority = RadioField(
        _l("Priorité"),
        [InputRequired(_l("Choisissez une priorité."))],
        choices=forms.choices_of(PRIORITIES),
        default="normale",
    )
    lead = SelectField(_l("Agente ou agent principal"), coerce=str, default="")
    filtres = HiddenField()

    def offer(self, agents: dict[int, str]) -> None:
        """Give the list of people who may lead the work."""
        known = {str(identity): name for identity, name in agents.items()}
        self.lead.choices = forms.choices_of({"": _("Personne pour l’instant")} | known)

    def chosen(self) -> dict[str, Any]:
        """What the verb takes."""
        return {"priority": self.priority.data, "lead": int(self.lead.data) if self.lead.data else None}

    def lines(self) -> Lines:
        """What the person wants, to be shown beside what someone else did."""
        lead = next(choice.label for choice in self.lead.choices if choice.value == self.lead.data)
        return [(PRIORITY, PRIORITIES[self.priority.data]), (LEAD, lead)]


class AssignForm(_WithLead):
    """Priority and lead agent."""


class PrioritiseForm(_WithLead):
    """Why a family is put on the board, and by whom it was decided."""

    signals = forms.several(_l("Ce qui a attiré l’attention"), SIGNALS)
    why = forms.area(_l("En quelques mots : pourquoi cette famille, pourquoi maintenant"), 1000, required=True)
    decided_by = forms.text(_l("Qui l’a décidé"), 300, required=True)
    state = RadioField(_l("Première colonne"), choices=forms.choices_of(LINK_STATES), default=next(iter(LINK_STATES)))

    def validate_signals(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choisissez au moins un signal; « Autre raison » convient si vous l’expliquez."))

    def decision(self) -> Decision:
        """What the verb takes."""
        said = (self.signals.data, self.why.data, self.decided_by.data)
        return Decision(*said, **self.chosen(), state=self.state.data)

    def lines(self) -> Lines:
        return [(COLUMN, LINK_STATES[self.state.data]), *super().lines(), (REASON, self.why.data)]


class FilterForm(forms.Form):
    """A name for the filters of the board as they are."""

    name = forms.text(_l("Nom du filtre"), 60, required=True)
    filtres = HiddenField()

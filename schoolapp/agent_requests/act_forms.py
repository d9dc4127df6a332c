"""The forms of what is done with a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from schoolapp import clock, forms
from schoolapp.accounts.models import User
from schoolapp.agent_requests.vocabulary import EFFECTS, MESSAGE_LIMIT
from schoolapp.families.board_verbs import Decision
from schoolapp.families.directory_verbs import FirstGuardian
from schoolapp.families.vocabulary import LINK_STATES, PHONE_KINDS, PRIORITIES, SIGNALS
from schoolapp.opened_forms import OpenedForm


class ActForm(forms.Form):
    """An act on a request as the person saw it. ``hints`` are the words under its fields."""

    version = forms.version()
    hints: ClassVar[Mapping[str, Any]] = {}

    @property
    def expected(self) -> int:
        """The version the person saw; 0 matches none."""
        return self.version.data or 0


class RefusalForm(ActForm):
    """Refusing, with a reason."""

    reason = forms.area(_l("Pourquoi"), 2000, required=True)
    hints = {
        "reason": _l(
            "La personne qui a fait la demande lira ces mots. Dites aussi vers qui se tourner, si vous le savez."
        )
    }


class ClosingForm(ActForm):
    """Closing, with the effect seen and a word back."""

    effect = RadioField(_l("Depuis, c’est"), choices=forms.choices_of(EFFECTS), validate_choice=False)
    words = forms.area(_l("Un mot de retour"), 2000, required=True)
    hints = {
        "effect": _l("« Pareil » est une réponse utile : elle dit ce qu’il reste à essayer."),
        "words": _l("Ce qui s’est fait et la suite, en gardant pour la fiche ce qui est confidentiel."),
    }

    def validate_effect(self, field: Field) -> None:
        if field.data not in EFFECTS:
            raise ValidationError(_("Choisissez une des quatre réponses."))


class ReopeningForm(ActForm):
    """Opening it again, saying why."""

    words = forms.area(_l("Pourquoi la rouvrir"), 2000, required=True)


class HandOverForm(ActForm):
    """Giving it to an agent, with a word."""

    agent = SelectField(_l("À qui"), coerce=int, validate_choice=False)
    words = forms.area(_l("Un mot pour cette personne"), 2000)
    hints = {"words": _l("Seuls les agents et la direction le lisent.")}

    def __init__(self, agents: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.agent.choices = forms.choices_of(agents)

    def validate_agent(self, field: Field) -> None:
        if field.data not in {line.value for line in field.choices}:
            raise ValidationError(_("Choisissez une personne de la liste."))


class InvitationForm(ActForm):
    """Asking a colleague."""

    colleague = SelectField(_l("À qui"), coerce=int, validate_choice=False)
    question = forms.area(_l("Ce que vous aimeriez savoir"), MESSAGE_LIMIT, required=True)
    hints = {
        "colleague": _l(
            "Cette personne lira cette demande et ses échanges, et rien d’autre, jusqu’à ce qu’elle soit fermée."
        )
    }

    def __init__(self, colleagues: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.colleague.choices = forms.choices_of([(0, _("Choisir…")), *colleagues])

    def validate_colleague(self, field: Field) -> None:
        if not field.data or field.data not in {line.value for line in field.choices}:
            raise ValidationError(_("Choisissez une personne de la liste."))


class LinkForm(ActForm):
    """Saying which family it is about; ``apart`` comes once one knows that this family has an open request."""

    family = forms.identifier(required=True)
    apart = HiddenField()


class FileForm(ActForm):
    """The few words that make a family's file."""

    name = forms.text(_l("Nom de la famille"), 200, required=True)
    guardian = forms.text(_l("Personne responsable"), 200, required=True)
    relation = forms.text(_l("Lien avec l’enfant"), 80)
    phone = forms.text(_l("Téléphone"), 60)
    phone_kind = forms.choice(_l("Genre de téléphone"), PHONE_KINDS)
    confirmed = HiddenField()
    hints = {"name": _l("Celui que la famille emploie. Le reste se complète plus tard, dans la fiche.")}

    def values(self, pupil_ids: list[int]) -> dict[str, Any]:
        """What the verb takes."""
        person = (self.guardian.data, self.relation.data or "", self.phone.data or "", self.phone_kind.data, "")
        guardian = FirstGuardian(*person)
        return {"name": self.name.data, "address": "", "language": "", "guardian": guardian, "pupil_ids": pupil_ids}


class BoardForm(ActForm):
    """Why the request's family is put on the board."""

    family_version = forms.version()
    signals = forms.several(_l("Ce qui a attiré l’attention"), SIGNALS)
    why = forms.area(_l("En quelques mots : pourquoi cette famille, pourquoi maintenant"), 1000, required=True)
    decided_by = forms.text(_l("Qui l’a décidé"), 300, required=True)
    priority = RadioField(
        _l("Priorité"), [InputRequired(_l("Choisissez une priorité."))], choices=forms.choices_of(PRIORITIES),
        default="normale",
    )  # fmt: skip
    state = RadioField(_l("Première colonne"), choices=forms.choices_of(LINK_STATES), default=next(iter(LINK_STATES)))
    hints = {"why": _l("Des faits et des souhaits, sans jugement : la famille peut demander à lire sa fiche.")}

    def validate_signals(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choisissez au moins un signal; « Autre raison » convient si vous l’expliquez."))

    def decision(self, lead: int | None) -> Decision:
        """What the verb takes."""
        said = (self.signals.data, self.why.data, self.decided_by.data)
        return Decision(*said, priority=self.priority.data, lead=lead, state=self.state.data)


class PlanForm(OpenedForm, ActForm):
    """A follow-up for this request."""

    what = forms.text(_l("Quoi"), required=True)
    who = SelectField(_l("Qui"), coerce=int, validate_choice=False)
    due_on = forms.day(_l("Pour quand"), required=True)
    hints = {
        "what": _l(
            "Le cercle de la famille verra ce suivi. La personne qui a fait la demande saura seulement qu’il est "
            "prévu, et pour quand."
        )
    }

    def __init__(self, user: User, staff: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(user, **options)
        self.who.choices = forms.choices_of(staff)

    @property
    def plan(self) -> dict[str, Any]:
        """What the follow-up needs, once valid."""
        return {"what": self.what.data, "due_on": self.due_on.data, "assignee_id": self.who.data}

    def validate_who(self, field: Field) -> None:
        if field.data not in {line.value for line in field.choices}:
            raise ValidationError(
                _("Cette personne n’a pas accès à la fiche. Ajoutez-la d’abord au cercle de la famille.")
            )

    def validate_due_on(self, field: Field) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_("Cette date est déjà passée."))

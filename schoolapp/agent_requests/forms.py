"""The forms of requests: asking, and what is done with a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, ValidationError

from schoolapp import forms
from schoolapp.accounts.models import User
from schoolapp.agent_requests.picking import Subject, addable
from schoolapp.agent_requests.vocabulary import HELP, KNOWS, MESSAGE_LIMIT, TRIED, URGENCIES, WORDS_LIMIT
from schoolapp.opened_forms import DraftForm, LongText, OpenedForm

ADD, APART = "ajouter", "autre"
JOINING = {ADD: _l("Ajouter à la demande ouverte"), APART: _l("Faire une autre demande, à part")}


def _long(label: Any, longest: int, rows: int) -> LongText:
    return LongText(label, longest, render_kw={"rows": rows, "dir": "auto"})


def _codes(field: Field, known: Mapping[str, Any]) -> list[str]:
    return [code for code in known if code in (field.data or ())]


class RequestForm(OpenedForm):
    """What a request says. ``subject`` is whom it is about, already checked; ``twin`` comes when one is open."""

    family_id = RadioField(_l("Pour quel foyer"), coerce=int, validate_choice=False)
    about = forms.area(_l("De qui s’agit-il"), 500)
    observed = _long(_l("Ce que j’observe"), WORDS_LIMIT, 5)
    tried = forms.several(_l("Ce que j’ai essayé"), TRIED)
    tried_words = forms.text(_l("En quelques mots"), 2000)
    parent_knows = RadioField(_l("Le parent sait-il que je fais appel?"), validate_choice=False)
    parent_words = forms.text(_l("Sa réaction, ou ce qui vous retient"), 1000)
    help = forms.several(_l("L’aide que je cherche"), HELP)
    urgency = RadioField(_l("Pour quand"), validate_choice=False)
    talk_when = forms.text(_l("Le bon moment pour m’en parler"), 300)
    twin = RadioField(_l("Une demande est déjà ouverte"), validate_choice=False)

    def __init__(self, user: User, subject: Subject, **options: Any) -> None:
        super().__init__(user, **options)
        self.subject = subject
        self.family_id.choices = forms.choices_of(subject.families)
        self.parent_knows.choices = forms.choices_of(KNOWS)
        self.urgency.choices = forms.choices_of(URGENCIES)
        self.twin.choices = forms.choices_of(JOINING)

    @property
    def family(self) -> int | None:
        """The family it is about, when one is known or chosen."""
        if len(self.subject.families) > 1:
            return self.family_id.data if self.family_id.data in dict(self.subject.families) else None
        return self.subject.family_id

    @property
    def content(self) -> dict[str, Any]:
        """The columns of the request, once valid."""
        return {
            "family": self.family,
            "pupil": self.subject.pupil_id,
            "about": "" if self.subject.known else self.about.data or "",
            "observed": self.observed.data or "",
            "tried": _codes(self.tried, TRIED),
            "tried_words": self.tried_words.data or "",
            "parent_knows": self.parent_knows.data or "",
            "parent_words": self.parent_words.data or "",
            "help": _codes(self.help, HELP),
            "urgency": self.urgency.data,
            "talk_when": self.talk_when.data or "",
        }

    def joining(self, main_id: int | None) -> dict[str, Any]:
        """How it goes with the request that is open for the same family: added to it, apart, or nothing said."""
        main = addable(main_id, self.family) if self.twin.data == ADD else None
        return {"main_id": main.id if main else None, "apart": self.twin.data == APART}

    def validate_family_id(self, field: Field) -> None:
        if len(self.subject.families) > 1 and self.family is None:
            raise ValidationError(_("Cet enfant vit dans plus d’une famille : dites laquelle."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever names nobody says in words of whom they speak."""
        fine = super().validate(extra_validators)
        if self.form_errors or self.subject.known:
            return fine
        return self.needs(self.about, _("Dites en quelques mots de qui il s’agit, même sans nom.")) and fine

    def validate_observed(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Décrivez ce que vous voyez ou entendez, en une phrase ou deux."))

    def validate_help(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Choisissez au moins une aide."))

    def validate_parent_knows(self, field: Field) -> None:
        if field.data not in KNOWS:
            raise ValidationError(_("Répondez par oui ou par non; les deux sont utiles à l’agent."))

    def validate_urgency(self, field: Field) -> None:
        if field.data not in URGENCIES:
            raise ValidationError(_("Dites pour quand."))


class RequestDraftForm(DraftForm):
    """A request as it is typed."""

    drafted = (
        *("family_id", "about", "observed", "tried", "tried_words", "parent_knows", "parent_words", "help"),
        *("urgency", "talk_when", "twin"),
    )

    pupil = forms.identifier(required=False)
    family = forms.identifier(required=False)


class MessageForm(OpenedForm):
    """A message on the thread. « Dire merci » needs no words."""

    words = _long(_l("Votre message"), MESSAGE_LIMIT, 3)
    act = HiddenField()

    def validate_words(self, field: Field) -> None:
        if not field.data and self.act.data != "thank":
            raise ValidationError(_("Écrivez quelques mots."))


class FilterForm(forms.Form):
    """A name for the filters of the list as they are."""

    name = forms.text(_l("Nom du filtre"), 60, required=True)
    filtres = HiddenField()

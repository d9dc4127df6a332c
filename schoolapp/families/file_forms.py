"""The forms of the family's row: its name, its plan, its tier, what helps and what complicates."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError

from schoolapp import clock, forms
from schoolapp.families.family import Family
from schoolapp.families.file_verbs import fingerprint
from schoolapp.families.vocabulary import FACTOR_KINDS, TIERS


class FamilyForm(forms.Form):
    """A form on some columns of the family's row; ``seen`` is their fingerprint when the form was opened."""

    columns: tuple[str, ...] = ()
    seen = HiddenField()

    @classmethod
    def of(cls, family: Family, **options: Any) -> FamilyForm:
        """The form filled with the family as it is, unless the request brings what the person typed."""
        values = {name: getattr(family, name) for name in cls.columns}
        return cls(data=values | {"seen": fingerprint(family, cls.columns)}, **options)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self[name].data for name in self.columns}


class NameForm(FamilyForm):
    """The name of the family, as people say it."""

    columns = ("name",)
    name = forms.text(_l("Nom de la famille"), 200, required=True)


class PlanForm(FamilyForm):
    """Who, why, how."""

    columns = ("plan_who", "plan_why", "plan_how")
    plan_who = forms.area(_l("Qui"), 2000, description=_l("L’élève, le foyer, l’équipe autour d’eux."))
    plan_why = forms.area(_l("Pourquoi"), 2000, description=_l("Ce qui fragilise le lien, ce qu’on souhaite ensemble."))
    plan_how = forms.area(_l("Comment"), 4000, description=_l("Les actions : qui fait quoi, pour quand."))


class TierForm(FamilyForm):
    """The tier of the response to intervention, with its reason and the date to look at it again."""

    columns = ("tier", "tier_review_on")
    tier = forms.choice(_l("Palier"), TIERS)
    reason = forms.area(
        _l("Raison"), 1000, required=True, description=_l("Ce qui a été observé, et ce que l’équipe a décidé.")
    )
    tier_review_on = forms.day(_l("À revoir le"), description=_l("Nécessaire pour les paliers 2 et 3."))

    def validate_tier_review_on(self, field: Field) -> None:
        if field.data is not None and field.data < clock.today():
            raise ValidationError(_("Choisissez une date à venir."))

    def validate(self, *arguments: Any, **options: Any) -> bool:
        sound = super().validate(*arguments, **options)
        if self.tier.data in (2, 3):
            sound &= self.needs(self.tier_review_on, _("Dites quand ce palier sera revu."))
        return sound


class FactorForm(forms.Form):
    """Something that helps, or something that complicates: one of the list, with words of the team's own."""

    code = forms.choice(_l("De quoi s’agit-il?"), ())
    words = forms.text(_l("En vos mots"), 300)

    def __init__(self, kind: str, **options: Any) -> None:
        super().__init__(**options)
        self.kind = kind
        self.code.choices = forms.choices_of(FACTOR_KINDS[kind])

    def validate(self, *arguments: Any, **options: Any) -> bool:
        sound = super().validate(*arguments, **options)
        return sound & (self.code.data != "autre" or self.needs(self.words, _("Dites de quoi il s’agit.")))

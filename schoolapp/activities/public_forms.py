"""The parents' forms: few fields, no cookie. A signed key stands for each form: it serves once, however late."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, TelField, TextAreaField, ValidationError
from wtforms.validators import Length

from schoolapp import forms
from schoolapp.activities.persons import Person
from schoolapp.activities.public_words import PURPOSES
from schoolapp.formats import digits
from schoolapp.signed_forms import PublicForm

EMAIL = re.compile(r"[^@\s<>\"(),:;]{1,64}@[^@\s<>\"(),:;.]+(\.[^@\s<>\"(),:;.]+)+")
FEWEST_DIGITS = 7
SLOT, NAME, REACH, CONSENT = "moment", "nom", "joindre", "accord"  # the questions, and their places on the page


def _words(label: Any, longest: int, kind: type[Field] = StringField) -> Field:
    bounded = Length(max=longest, message=_l("C’est trop long : au plus %(max)d lettres."))
    return kind(label, [bounded], filters=[forms.tidy], render_kw={"maxlength": longest})


def _number(_form: Any, field: Field) -> None:
    if field.data and len(digits(field.data)) < FEWEST_DIGITS:
        raise ValidationError(_("Il manque des chiffres à ce numéro."))


class SignUpForm(PublicForm):
    """Which time, who, how to be reached, what is agreed to."""

    slot = forms.identifier(_l("Quel moment vous convient?"), required=False)
    name = _words(_l("Votre nom"), 120)
    phone = _words(_l("Téléphone"), 60, TelField)
    email = _words(_l("Courriel"), 254)
    by_child = BooleanField(_l("Par mon enfant, avec un mot sur papier"))
    child_words = _words(_l("Prénom et groupe de votre enfant (facultatif)"), 200)
    message = _words(_l("Un mot pour l’école (facultatif)"), 500, TextAreaField)
    agree_rappels = BooleanField(PURPOSES["rappels"])
    agree_invitations = BooleanField(PURPOSES["invitations"])
    agree_langue = BooleanField(PURPOSES["langue"])

    def __init__(self, slots: dict[int, Any], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.slots = slots
        if len(slots) == 1 and not self.is_submitted():  # never a time that the person did not see
            self.slot.data = next(iter(slots))

    def validate_phone(self, field: Field) -> None:
        _number(self, field)

    def validate_email(self, field: Field) -> None:
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(_("Cette adresse ne semble pas complète. Exemple : nom@exemple.ca"))

    def validate(self, extra_validators: Any = None) -> bool:
        """One way of being reached is enough."""
        valid = super().validate(extra_validators)
        if self.slot.data not in self.slots:
            self.slot.errors = [_("Choisissez un moment.")]
        if not self.name.data and not self.name.errors:
            self.name.errors = [_("Écrivez votre nom.")]
        if not self.reachable and not (self.phone.errors or self.email.errors):
            self.phone.errors = [_("Donnez un numéro ou un courriel, ou choisissez « Par mon enfant ».")]
        return valid and not self.errors

    @property
    def reachable(self) -> bool:
        return bool(self.phone.data or self.email.data or self.by_child.data)

    @property
    def opens_at(self) -> str:
        """The first question that waits for an answer, or for a better one."""
        if self.slot.data not in self.slots or self.slot.errors:
            return SLOT
        if not self.name.data or self.name.errors:
            return NAME
        wrong = self.phone.errors or self.email.errors or self.child_words.errors
        return REACH if wrong or not self.reachable else CONSENT

    @property
    def consents(self) -> list[BooleanField]:
        return [self[f"agree_{purpose}"] for purpose in PURPOSES]

    @property
    def agreed(self) -> list[str]:
        """The purposes that were ticked."""
        return [purpose for purpose in PURPOSES if self[f"agree_{purpose}"].data]

    def person(self, language: str) -> Person:
        """Whoever signs up."""
        given = {name: self[name].data or "" for name in ("name", "phone", "email", "child_words", "message")}
        return Person(**given, by_child=bool(self.by_child.data), language=language)


class CallForm(PublicForm):
    """Who would like to be called, and when."""

    name = _words(_l("Votre nom"), 120)
    phone = _words(_l("Téléphone"), 60, TelField)
    words = _words(_l("Quand vous appeler? (facultatif)"), 300)

    def validate(self, extra_validators: Any = None) -> bool:
        """Both are needed to call somebody."""
        valid = super().validate(extra_validators)
        named = self.needs(self.name, _("Écrivez votre nom."))
        numbered = self.needs(self.phone, _("Écrivez votre numéro de téléphone."))
        return valid and named and numbered

    def validate_phone(self, field: Field) -> None:
        _number(self, field)


class CodeForm(forms.Form):
    """Eight characters of a sheet of paper."""

    class Meta(forms.Form.Meta):
        csrf = False

    code = _words(_l("Votre code"), 40)

"""The form by which a partner answers a referral."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from schoolapp import forms
from schoolapp.partners.referral_vocabulary import WORDS_LIMIT
from schoolapp.signed_forms import PublicForm

WORDED = {
    "take_up": _l("Nous prenons cette famille en charge"),
    "start": _l("C’est commencé"),
    "finish": _l("C’est terminé de notre côté"),
    "decline": _l("Nous ne pouvons pas aider"),
    "tell": _l("Écrire un mot à l’école"),
}
NEEDS_WORDS = frozenset({"decline", "tell"})


class AnswerForm(PublicForm):
    """Where it stands for the partner, who says so, and a few words."""

    act = RadioField(_l("Votre réponse"), validate_choice=False)
    name = StringField(_l("Votre nom"), [Length(max=120)], filters=[forms.tidy], render_kw={"maxlength": 120})
    words = TextAreaField(
        _l("Quelques mots pour l’école"), [Length(max=WORDS_LIMIT)], filters=[forms.tidy],
        render_kw={"maxlength": WORDS_LIMIT, "rows": 4},
    )  # fmt: skip

    def __init__(self, acts: list[str], *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.acts = acts
        self.act.choices = forms.choices_of([(code, WORDED[code]) for code in acts])

    def validate_act(self, field: Field) -> None:
        if field.data not in self.acts:
            raise ValidationError(_("Choisissez une réponse."))

    def validate_name(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Écrivez votre nom, pour que l’école sache qui lui répond."))

    def validate_words(self, field: Field) -> None:
        if self.act.data in NEEDS_WORDS and not field.data:
            raise ValidationError(_("Écrivez quelques mots."))

"""The form of how a family wishes to be reached."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, ValidationError

from schoolapp import forms
from schoolapp.families.contact_words import language_name
from schoolapp.families.family import ContactPreference
from schoolapp.families.vocabulary import INTERPRETER, LANGUAGES, MEANS, MOMENTS, YES_NO_UNKNOWN

RANKS = (_l("D’abord"), _l("Sinon"), _l("En dernier"))
COPIED = ("language", "languages", "interpreter", "interpreter_name", "reading_difficulty", "moments")
COPIED += ("not_before", "not_after", "no_go", "remark")


class PreferenceForm(forms.Form):
    """What the family said of the ways to reach it; what was not asked stays empty."""

    version = forms.version()
    language = forms.choice(_l("Langue préférée"), {"": _l("On ne sait pas encore")} | LANGUAGES)
    languages = forms.several(_l("Autres langues comprises"), LANGUAGES)
    interpreter = forms.choice(_l("Interprète"), INTERPRETER)
    interpreter_name = forms.text(_l("Nom de la personne qui interprète"), 120)
    reading_difficulty = forms.choice(_l("Lire et écrire sont difficiles"), YES_NO_UNKNOWN)
    means_1 = forms.choice(RANKS[0], {"": _l("On ne sait pas encore")} | MEANS)
    means_2 = forms.choice(RANKS[1], {"": "—"} | MEANS)
    means_3 = forms.choice(RANKS[2], {"": "—"} | MEANS)
    moments = forms.several(_l("Moments qui conviennent"), MOMENTS)
    not_before = forms.hour(_l("Pas avant"))
    not_after = forms.hour(_l("Pas après"))
    no_go = forms.several(_l("À éviter"), MEANS)
    remark = forms.text(_l("Remarque"), 500)

    @classmethod
    def of(cls, wishes: ContactPreference, **options: Any) -> PreferenceForm:
        """The form filled with what is known, unless the request brings what the person typed."""
        values = {name: getattr(wishes, name) for name in COPIED} | {"version": wishes.version}
        means = [*wishes.means, "", "", ""]
        form = cls(data=values | {f"means_{rank}": means[rank - 1] for rank in (1, 2, 3)}, **options)
        for field, known in ((form.language, [wishes.language]), (form.languages, wishes.languages)):
            # A code of an import that the list does not hold must not be lost when the form is saved.
            unknown = {code: language_name(code) for code in known if code and code not in LANGUAGES}
            field.choices = [*field.choices, *forms.choices_of(unknown)]
        return form

    @property
    def values(self) -> dict[str, Any]:
        found = {name: self[name].data for name in COPIED}
        found["interpreter_name"] = self.interpreter_name.data if self.interpreter.data == "personne" else ""
        found["languages"] = [code for code in self.languages.data if code != self.language.data]
        found["remark"] = self.remark.data or ""
        return found | {"means": list(dict.fromkeys(filter(None, self._means())))}

    def _means(self) -> list[str]:
        return [self.means_1.data, self.means_2.data, self.means_3.data]

    def validate(self, *arguments: Any, **options: Any) -> bool:
        sound = super().validate(*arguments, **options)
        named = self.interpreter.data == "personne"
        return sound & (not named or self.needs(self.interpreter_name, _("Nommez cette personne.")))

    def validate_not_after(self, field: Field) -> None:
        if field.data and self.not_before.data and field.data <= self.not_before.data:
            raise ValidationError(_("Il ne resterait aucun moment : cette heure vient avant l’autre."))

    def validate_no_go(self, field: Field) -> None:
        both = [str(MEANS[code]) for code in field.data if code in self._means()]
        if both:
            raise ValidationError(_("Préféré et à éviter à la fois : %(means)s.", means=", ".join(both)))

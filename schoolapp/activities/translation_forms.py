"""The form of an activity's title and words in the other languages of the parents' pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, ValidationError

from schoolapp import forms
from schoolapp.activities.models import Activity
from schoolapp.i18n import LANGUAGES, RIGHT_TO_LEFT, TAGS

OTHERS = [code for code in LANGUAGES if code != "fr"]


class WordsForm(forms.Form):
    """One language; ``checked`` once somebody who speaks it has read it."""

    class Meta(forms.Form.Meta):
        csrf = False

    code = HiddenField()
    title = forms.text(_l("Titre"), 120)
    words = forms.area(_l("Mots pour les parents"), 1000, render_kw={"rows": 3})
    checked = forms.flag(_l("Relue par une personne qui parle cette langue"))

    @property
    def language(self) -> Any:
        return LANGUAGES.get(self.code.data, "")

    @property
    def tag(self) -> str:
        return TAGS.get(self.code.data, self.code.data)

    @property
    def direction(self) -> str:
        return "rtl" if self.code.data in RIGHT_TO_LEFT else "ltr"

    def validate_words(self, field: Field) -> None:
        if field.data and not self.title.data:
            raise ValidationError(_("Écrivez aussi le titre dans cette langue."))


class TranslationsForm(forms.Form):
    """Every language; an empty one is read in French."""

    languages = FieldList(FormField(WordsForm), max_entries=len(OTHERS))
    version = forms.version()

    @classmethod
    def of(cls, activity: Activity) -> TranslationsForm:
        """Start with what is there."""
        known = activity.translations or {}
        rows = [{"code": code} | (known.get(code) or {}) for code in OTHERS]
        return cls(data={"languages": rows, "version": activity.version})

    @property
    def translations(self) -> dict[str, dict[str, Any]]:
        """What the activity keeps, once valid."""
        rows = [entry.form for entry in self.languages]
        return {
            row.code.data: {
                "title": row.title.data,
                "words": row.words.data or "",
                "checked": bool(row.checked.data),
            }
            for row in rows
            if row.code.data in OTHERS and row.title.data
        }

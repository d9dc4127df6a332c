"""The form of a service's own words in the other languages of the parents' pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, HiddenField, ValidationError

from schoolapp import forms
from schoolapp.i18n import LANGUAGES, RIGHT_TO_LEFT, TAGS
from schoolapp.partners.handout import TRANSLATED
from schoolapp.partners.models import Service

OTHERS = [code for code in LANGUAGES if code != "fr"]


class WordsForm(forms.Form):
    """One language; ``checked`` once somebody who speaks it has read it."""

    class Meta(forms.Form.Meta):
        csrf = False

    code = HiddenField()
    name = forms.text(_l("Nom du service"), TRANSLATED["name"])
    words = forms.area(_l("Ce que c’est"), TRANSLATED["words"], render_kw={"rows": 3})
    how = forms.area(_l("Comment faire"), TRANSLATED["how"], render_kw={"rows": 2})
    eligibility = forms.area(_l("Pour qui"), TRANSLATED["eligibility"], render_kw={"rows": 2})
    cost = forms.text(_l("Combien"), TRANSLATED["cost"])
    documents = forms.text(_l("À apporter"), TRANSLATED["documents"])
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

    @property
    def said(self) -> dict[str, str]:
        """What is said in this language."""
        return {name: self[name].data for name in TRANSLATED if self[name].data}

    def validate_checked(self, field: Field) -> None:
        if field.data and not self.said:
            raise ValidationError(_("Rien n’est encore écrit dans cette langue."))


class TranslationsForm(forms.Form):
    """Every language; what is left empty is read in French."""

    languages = FieldList(FormField(WordsForm), max_entries=len(OTHERS))
    version = forms.version()

    @classmethod
    def of(cls, service: Service) -> TranslationsForm:
        """Start with what is there."""
        known = service.translations or {}
        rows = [{"code": code} | (known.get(code) or {}) for code in OTHERS]
        return cls(data={"languages": rows, "version": service.version})

    @property
    def translations(self) -> dict[str, dict[str, Any]]:
        """What the service keeps, once valid."""
        rows = [entry.form for entry in self.languages]
        return {
            row.code.data: row.said | {"checked": bool(row.checked.data)}
            for row in rows
            if row.code.data in OTHERS and row.said
        }

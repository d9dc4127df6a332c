"""The form of the search page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp import forms
from schoolapp.search.asked import LONGEST


class SearchForm(forms.Form):
    """One line of text, read from the address."""

    class Meta(forms.Form.Meta):
        csrf = False

    q = forms.text(_l("Nom, prénom, téléphone ou groupe"), LONGEST)

"""The macros of forms: what a person reads and what a screen reader hears about each field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, get_template_attribute
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, PasswordField, RadioField

from schoolapp import forms


class Sample(forms.Form):
    name = forms.text("Nom", 20, required=True)
    note = forms.area("Note", 50)
    kind = forms.choice("Moyen", {"call": "Appel", "text": "Texto"})
    ways = forms.several("Pistes", {"one": "Une", "two": "Deux <b>"})
    reached = RadioField("Rejoint", choices=forms.choices_of({"yes": "Oui", "no": "Non"}))
    reserved = forms.flag("Réservée")
    secret = PasswordField("Mot de passe")
    phones = FieldList(forms.text("Téléphone", 5))


@pytest.fixture
def filled(app: Flask) -> Callable[..., Sample]:
    """Sample filled in as a browser would send it, then validated."""

    def fill(**values: object) -> Sample:
        data = MultiDict(
            [(name, one) for name, many in values.items() for one in ([many] if isinstance(many, str) else many)]
        )
        form = Sample(formdata=data, meta={"csrf": False})
        form.validate()
        return form

    with app.test_request_context():
        yield fill


def forms_macro(name: str, *arguments: object, **options: object) -> Markup:
    return get_template_attribute("macros/forms.html", name)(*arguments, **options)


def test_a_field_shows_its_label_its_hint_and_its_error_and_ties_them_together(filled):
    html = forms_macro("field", filled(name="", kind="call", reached="yes").name, "Tel qu’il s’écrit.")
    assert '<label for="name">Nom</label>' in html
    assert 'aria-describedby="name-hint name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="name-hint">Tel qu’il s’écrit.' in html
    assert "Ce champ est nécessaire." in html


def test_a_field_without_error_says_nothing_of_one_and_marks_what_is_optional(filled):
    html = forms_macro("field", filled(name="Roy").note)
    assert "aria-invalid" not in html
    assert "aria-describedby" not in html
    assert "(facultatif)" in html


def test_what_was_typed_is_kept_and_escaped(filled):
    html = forms_macro("field", filled(name='"><script>alert(1)</script>').name)
    assert "<script>" not in html
    assert "alert(1)" in html


def test_attributes_given_to_field_reach_the_input(filled):
    assert 'autocomplete="family-name"' in forms_macro("field", filled(name="Roy").name, autocomplete="family-name")


def test_a_long_text_announces_the_room_that_is_left(filled):
    html = forms_macro("field", filled(name="Roy").note)
    assert 'maxlength="50"' in html
    assert "data-count" in html
    assert 'class="counter"' in html


def test_a_box_to_tick_stands_before_its_label(filled):
    html = forms_macro("field", filled(name="Roy", reserved="y").reserved)
    assert html.index("checkbox") < html.index('<label for="reserved">')
    assert "checked" in html


def test_a_password_can_be_shown_but_is_never_sent_back(filled):
    html = forms_macro("field", filled(name="Roy", secret="correct horse").secret)
    assert 'data-reveal="secret"' in html
    assert "correct horse" not in html


def test_chips_are_real_inputs_in_a_named_group(filled):
    html = forms_macro("chips", filled(name="Roy", ways=["two"]).ways)
    assert "<legend>Pistes" in html
    assert html.count('type="checkbox"') == 2
    assert 'value="two" checked' in html
    assert "Deux &lt;b&gt;" in html


def test_chips_of_one_choice_are_radio_buttons(filled):
    for name in ("reached", "kind"):
        assert forms_macro("chips", filled(name="Roy")[name]).count('type="radio"') == 2


def test_the_summary_links_to_each_field_in_error_even_in_a_list(filled):
    form = filled(name="", kind="nothing", reached="yes", **{"phones-0": "5145550142"})
    html = forms_macro("errors_summary", form)
    assert 'href="#name"' in html
    assert 'href="#kind"' in html
    assert 'href="#phones-0"' in html
    assert 'role="alert"' in html


def test_there_is_no_summary_when_all_is_well(filled):
    form = filled(name="Roy", kind="call", reached="yes")
    assert form.errors == {}
    assert forms_macro("errors_summary", form) == ""


def test_a_confirmation_names_the_thing_and_is_an_ordinary_form(app: Flask):
    with app.test_request_context():
        confirm = get_template_attribute("macros/ui.html", "confirm")
        html = confirm("Retirer", "Retirer la note du 3 mai ?", "/notes/3/retrait", "Oui", "withdraw-3")
    assert 'method="post" action="/notes/3/retrait"' in html
    assert 'name="csrf_token"' in html
    assert "Retirer la note du 3 mai ?" in html

"""What signatories and those who lead fill in around a signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.enums import RemarkKind


class SignForm(forms.Form):
    """The consent to one version, named by its hash."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        error_messages={"required": _("Tick this sentence if you agree: it is what you sign.")},
    )


class RemarkForm(forms.Form):
    prefix = "remark"

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=RemarkKind.choices, widget=forms.RadioSelect, initial=RemarkKind.QUESTION
    )
    text = forms.CharField(
        label=_("Your words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Nobody can sign before it is answered."),
    )


class DelegateForm(forms.Form):
    prefix = "delegate"

    name = forms.CharField(label=_("First name and name"), max_length=160)
    function = forms.CharField(label=_("Function"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Their own address: the request to sign goes there.")
    )


class DeclineForm(forms.Form):
    prefix = "decline"

    reason = forms.CharField(
        label=_("Why do you not sign?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("All the parties read it."),
    )

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models import SitePage, SiteSettings
from documents.site import NEEDED


class SitePageForm(forms.ModelForm):  # type: ignore[type-arg]
    """A page's title and text. `version` is the one that was read: a change made meanwhile is not overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SitePage
        fields = ["title", "body"]
        help_texts = {
            "body": _(
                "A line that begins with ## is a heading, with - a list; **bold**, [words of a link](address). "
                "An empty line begins a paragraph."
            )
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 24, "class": "form-control--text", "spellcheck": "true"})}


class SiteSettingsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who runs this installation."""

    class Meta:
        model = SiteSettings
        fields = [
            "operator",
            "operator_status",
            "address",
            "contact_email",
            "telephone",
            "publication_director",
            "data_officer_email",
            "hosting_provider",
            "hosting_address",
            "conformity",
            "audited_on",
        ]
        widgets = {"audited_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # The law asks for these: they may be saved one by one, but are not called optional.
        for name in NEEDED:
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        values: dict[str, object] = super().clean() or {}
        if values.get("conformity") in {"partial", "full"} and not values.get("audited_on"):
            self.add_error("audited_on", _("Give the day of the audit that found it so."))
        return values

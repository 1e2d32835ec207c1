"""The filters of the board, as they stand in the address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from agreements.selectors.board import Asked
from agreements.stages import Stage
from internships.forms.schools import teachers_of
from internships.models import Cohort


class BoardFilter(forms.Form):
    """Cohort, referent, late only, name; `etape` is the column or tab one looks at. What is not allowed is left out."""

    q = forms.CharField(label=_("Name"), max_length=80, required=False, widget=forms.TextInput({"type": "search"}))
    promotion = forms.ModelChoiceField(
        label=_("Cohort"), queryset=Cohort.objects.none(), required=False, empty_label=_("All cohorts")
    )
    referent = forms.ModelChoiceField(
        label=_("Referent teacher"), queryset=User.objects.none(), required=False, empty_label=_("All referents")
    )
    retard = forms.BooleanField(label=_("Late only"), required=False)

    def __init__(self, data: Any, *, school: Organisation) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["promotion"].queryset = Cohort.objects.filter(school=school).standing()
        fields["referent"].queryset = teachers_of(school)

    @property
    def asked(self) -> Asked:
        self.is_valid()
        given = self.cleaned_data
        stage, page = str(self.data.get("etape", "")), str(self.data.get("page", ""))
        cohort, referent = given.get("promotion"), given.get("referent")
        return Asked(
            cohort=cohort.pk if cohort else None,
            referent=referent.pk if referent else None,
            late_only=bool(given.get("retard")),
            query=given.get("q") or "",
            stage=stage if stage in Stage.values else "",
            page=min(int(page), 10_000) if page.isdecimal() and int(page) else 1,
        )

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(bool(self.cleaned_data.get(name)) for name in ("q", "promotion", "referent", "retard"))

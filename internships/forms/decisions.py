"""A decision on the number of trainees at a host (R124-11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.models import HostInstitution
from internships.forms.placements import day_field
from internships.models import PlacementKind


class ShareDecisionForm(forms.Form):
    """`hosts` are those that the search before it found."""

    institution = forms.TypedChoiceField(label=_("For which host"), coerce=int, widget=forms.RadioSelect)
    kind = forms.ModelChoiceField(label=_("Kind of placement"), queryset=PlacementKind.objects.none(), empty_label=None)
    share = forms.IntegerField(label=_("Share of the staff, in %"), min_value=1, max_value=100)
    valid_from = day_field(label=_("First day"))
    valid_until = day_field(label=_("Last day"), required=False, help_text=_("Leave empty if no end is known."))
    authority = forms.CharField(
        label=_("Who decided"), max_length=160, help_text=_("For instance: the rector of the academy of Rennes.")
    )
    reference = forms.CharField(
        label=_("Number and day of the decision"), max_length=160, help_text=_("As it is written on the decision.")
    )

    def __init__(self, *args: Any, hosts: Iterable[HostInstitution], **options: Any) -> None:
        super().__init__(*args, **options)
        self.found = {host.pk: host for host in hosts}
        places: Any = self.fields["institution"]
        places.choices = [(host.pk, _words(host)) for host in self.found.values()]
        kinds: Any = self.fields["kind"]
        kinds.queryset = PlacementKind.objects.filter(is_secondary=True, active=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_until")
        if start and end and end < start:
            self.add_error("valid_until", _("The last day comes before the first one. Check the dates."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "institution": self.found[self.cleaned_data["institution"]]}


def _words(host: HostInstitution) -> str:
    staff = _("staff of %(number)d") % {"number": host.staff_number} if host.staff_number else _("staff not stated")
    return f"{host} · {staff}"

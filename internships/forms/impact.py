"""What the address of the impact page may hold: a territory and a year; what is not known is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Territory


class PlaceForm(forms.Form):
    """A territory by the word of its address, and a year."""

    territoire = forms.ChoiceField(label=_("Territory"), required=False)
    annee = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, territories: Iterable[Territory], years: Sequence[int]) -> None:
        super().__init__(data)
        self.by_slug = {one.slug: one for one in territories}
        of_territory: Any = self.fields["territoire"]
        of_territory.choices = [("", _("All territories")), *((one.slug, one.name) for one in self.by_slug.values())]
        of_year: Any = self.fields["annee"]
        of_year.choices = [("", _("All years")), *((year, str(year)) for year in reversed(years))]
        self.is_valid()

    @property
    def territory(self) -> Territory | None:
        return self.by_slug.get(self.cleaned_data.get("territoire") or "")

    @property
    def year(self) -> int | None:
        found: int | None = self.cleaned_data.get("annee")
        return found

    @property
    def count(self) -> int:
        """How many of the two are chosen."""
        return sum(one is not None for one in (self.territory, self.year))

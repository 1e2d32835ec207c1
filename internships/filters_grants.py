"""Filters of the public list of grants: what stands in the address, allow-listed."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.models import Level
from hosts.text import fold
from internships.countries import COUNTRIES
from internships.models import Grant, PlacementKind


class GrantFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Words, or the funder’s name"), method="search")
    kind = filters.ModelChoiceFilter(
        label=_("Kind of placement"),
        queryset=PlacementKind.objects.filter(active=True),
        empty_label=_("All kinds"),
        method="for_kind",
    )
    level = filters.ModelChoiceFilter(
        label=_("My level"), queryset=Level.objects.filter(active=True), empty_label=_("All levels"), method="for_level"
    )
    country = filters.ChoiceFilter(
        label=_("Country of the stay"),
        choices=list(COUNTRIES.items()),
        empty_label=_("All countries"),
        method="for_country",
    )
    past = filters.BooleanFilter(
        label=_("Also those whose time is over"), method="with_past", widget=forms.CheckboxInput
    )

    class Meta:
        model = Grant
        fields: list[str] = []

    @property
    def qs(self) -> QuerySet[Any]:
        """Without those whose time is over, unless they are asked for."""
        found: QuerySet[Any] = super().qs
        if self.form.is_valid() and self.form.cleaned_data.get("past"):
            return found
        return found.filter(Q(deadline__isnull=True) | Q(deadline__gte=timezone.localdate()))

    def search(self, grants: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in fold(value).split():
            grants = grants.filter(folded__contains=word)
        return grants

    def for_kind(self, grants: QuerySet[Any], name: str, value: PlacementKind) -> QuerySet[Any]:
        return grants.filter(Q(kinds=value) | Q(kinds__isnull=True)).distinct()

    def for_level(self, grants: QuerySet[Any], name: str, value: Level) -> QuerySet[Any]:
        return grants.filter(Q(levels=value) | Q(levels__isnull=True)).distinct()

    def for_country(self, grants: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return grants.filter(Q(countries__contains=[value]) | Q(countries=[]))

    def with_past(self, grants: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return grants

    @property
    def count(self) -> int:
        """How many filters are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)

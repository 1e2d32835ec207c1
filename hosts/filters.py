"""Filters of lists: what stands in the address, allow-listed."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Territory
from hosts.enums import HostOrigin, HostState, MembershipStatus
from hosts.models import HostInstitution, PlacementOffer, Sector, SiteQualification
from hosts.numbers import normalise_siret
from hosts.text import fold


class RegisterFilter(filters.FilterSet):
    """The register of hosts (E3): every filter stands in the address."""

    q = filters.CharFilter(label=_("Name, town, postcode or number"), method="search")
    state = filters.ChoiceFilter(
        label=_("State"),
        choices=[choice for choice in HostState.choices if choice[0] != HostState.MERGED],
        empty_label=_("All states"),
    )
    membership = filters.ChoiceFilter(
        label=_("Membership"),
        field_name="membership_status",
        choices=MembershipStatus.choices,
        empty_label=_("Members and potential members"),
    )
    sector = filters.ModelChoiceFilter(label=_("Sector"), queryset=Sector.objects.all(), empty_label=_("All sectors"))
    territory = filters.ModelChoiceFilter(
        label=_("Territory"),
        field_name="organisation__territory",
        queryset=Territory.objects.all(),
        empty_label=_("All territories"),
    )
    origin = filters.ChoiceFilter(label=_("Origin"), choices=HostOrigin.choices, empty_label=_("All origins"))
    offers = filters.BooleanFilter(label=_("With open offers"), method="with_offers", widget=forms.CheckboxInput)
    qualified = filters.BooleanFilter(
        label=_("« Site qualifiant » of a school"), method="with_qualification", widget=forms.CheckboxInput
    )
    unkept = filters.BooleanFilter(label=_("Kept by nobody"), method="without_people", widget=forms.CheckboxInput)

    class Meta:
        model = HostInstitution
        fields: list[str] = []

    def search(self, hosts: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        number = normalise_siret(value)
        if len(number) >= 9 and number.isdigit():
            in_register = Q(sites__register_entries__identifier=number)
            return hosts.filter(Q(organisation__siret__startswith=number) | in_register).distinct()
        for word in fold(value).split():
            place = Q(city_folded__contains=word) | Q(postcode__startswith=word)
            hosts = hosts.filter(Q(folded_name__contains=word) | place)
        return hosts

    def with_offers(self, hosts: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        open_offers = PlacementOffer.objects.open().filter(institution=OuterRef("pk"))
        return hosts.filter(Exists(open_offers)) if value else hosts

    def with_qualification(self, hosts: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        current = SiteQualification.objects.filter(site__institution=OuterRef("pk"), until__isnull=True)
        return hosts.filter(Exists(current)) if value else hosts

    def without_people(self, hosts: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        kept = Membership.objects.current().filter(organisation=OuterRef("organisation"))
        return hosts.filter(~Exists(kept)) if value else hosts

    @property
    def count(self) -> int:
        """How many filters are set, the search box aside."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for name, value in data.items() if value and name != "q")

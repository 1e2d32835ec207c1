from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind
from accounts.models import AuditEntry, Organisation, Pupil, Territory


class OrganisationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_name", label=_("Name"))
    kind = django_filters.ChoiceFilter(choices=OrganisationKind.choices, label=_("Kind"), empty_label=_("All kinds"))
    territory = django_filters.ModelChoiceFilter(
        queryset=Territory.objects.all(), label=_("Territory"), empty_label=_("All territories")
    )
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("State"),
        empty_label=_("All states"),
        choices=[("awaiting", _("To be checked")), ("verified", _("Recognised")), ("refused", _("Refused"))],
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def by_name(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        return rows.filter(Q(name__icontains=value) | Q(legal_name__icontains=value) | Q(siret=value.replace(" ", "")))

    def by_state(self, rows: QuerySet[Organisation], name: str, value: str) -> QuerySet[Organisation]:
        if value == "awaiting":
            return rows.filter(verified_at__isnull=True, refused_at__isnull=True)
        return rows.filter(**{f"{value}_at__isnull": False})


class AuditFilter(django_filters.FilterSet):
    action = django_filters.ChoiceFilter(label=_("Action"), empty_label=_("All actions"), lookup_expr="exact")
    actor = django_filters.CharFilter(method="by_actor", label=_("Who"))
    organisation = django_filters.CharFilter(method="by_organisation", label=_("Organisation"))
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=_("From this day on"), widget=forms.DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=_("Until this day"), widget=forms.DateInput({"type": "date"})
    )

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def __init__(self, *args: Any, actions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["action"].extra["choices"] = actions

    def by_actor(self, rows: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        for word in value.split()[:4]:
            rows = rows.filter(
                Q(actor__first_name__icontains=word)
                | Q(actor__last_name__icontains=word)
                | Q(actor__email__iexact=word)
            )
        return rows

    def by_organisation(self, rows: QuerySet[AuditEntry], name: str, value: str) -> QuerySet[AuditEntry]:
        return rows.filter(organisation__name__icontains=value)


class PupilFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="by_name", label=_("Name or identifier"))
    group = django_filters.ChoiceFilter(label=_("Class or group"), empty_label=_("All classes"))
    state = django_filters.ChoiceFilter(
        method="by_state",
        label=_("State"),
        empty_label=_("All states"),
        choices=[("never", _("Never signed in")), ("active", _("Active")), ("closed", _("Closed"))],
    )

    class Meta:
        model = Pupil
        fields: list[str] = []

    def __init__(self, *args: Any, groups: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["group"].extra["choices"] = [(group, group) for group in groups]

    def by_name(self, rows: QuerySet[Pupil], name: str, value: str) -> QuerySet[Pupil]:
        for word in value.split()[:4]:
            rows = rows.filter(
                Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(identifier__icontains=word)
            )
        return rows

    def by_state(self, rows: QuerySet[Pupil], name: str, value: str) -> QuerySet[Pupil]:
        if value == "closed":
            return rows.filter(left_at__isnull=False)
        rows = rows.filter(left_at__isnull=True)
        return rows.filter(last_sign_in__isnull=True) if value == "never" else rows

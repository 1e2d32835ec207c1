"""Filters of the lists of evaluations: what stands in the address, allow-listed."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, Territory
from hosts.text import fold
from internships.dashboard import LATE_AFTER
from internships.enums import Source
from internships.evaluation_enums import EvaluationState
from internships.models import Cohort, Evaluation
from internships.selectors.evaluation_lists import hosted_in

LATE = "late"
STATES = [
    (EvaluationState.OPEN.value, EvaluationState.OPEN.label),
    (LATE, pgettext_lazy("evaluation", "Late")),
    (EvaluationState.SENT.value, EvaluationState.SENT.label),
]


class EvaluationFilter(filters.FilterSet):
    """State, who answers, and between which days the placement ended."""

    state = filters.ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All states"), method="in_state")
    source = filters.ChoiceFilter(label=_("Who answers"), choices=Source.choices, empty_label=_("All sides"))
    since = filters.DateFilter(
        label=_("Placement over since"), method="ended_since", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = filters.DateFilter(
        label=_("Placement over until"), method="ended_until", widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    class Meta:
        model = Evaluation
        fields: list[str] = []

    def in_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == LATE:
            return rows.filter(state=EvaluationState.OPEN, placement__end__lt=timezone.localdate() - LATE_AFTER)
        return rows.filter(state=value)

    def ended_since(self, rows: QuerySet[Any], name: str, value: datetime.date) -> QuerySet[Any]:
        return rows.filter(placement__end__gte=value)

    def ended_until(self, rows: QuerySet[Any], name: str, value: datetime.date) -> QuerySet[Any]:
        return rows.filter(placement__end__lte=value)

    @property
    def count(self) -> int:
        """How many filters are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)


class SchoolEvaluationFilter(EvaluationFilter):
    """For a school: names and cohorts, too."""

    q = filters.CharFilter(label=_("Name of the trainee or of the host"), method="search")
    cohort = filters.ModelChoiceFilter(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        field_name="placement__enrolment__cohort",
        empty_label=_("All cohorts"),
    )

    field_order = ("q", "state", "source", "cohort", "since", "until")

    def __init__(self, *args: Any, school: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_cohort: Any = self.filters["cohort"]
        of_cohort.queryset = of_cohort.extra["queryset"] = Cohort.objects.filter(school=school)
        self.form.order_fields(self.field_order)

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in fold(value).split()[:4]:
            trainee = rows.filter(placement__person__sort_name__contains=word)
            host = rows.filter(placement__sites__institution__folded_name__contains=word)
            rows = rows.filter(pk__in=trainee.values("pk").union(host.values("pk")))
        return rows


class OverseenEvaluationFilter(EvaluationFilter):
    """For those who run a network: where the first host is, and in which year the placement began."""

    territoire = filters.ModelChoiceFilter(
        label=_("Territory"),
        queryset=Territory.objects.all(),
        to_field_name="slug",
        empty_label=_("All territories"),
        method="in_territory",
    )
    annee = filters.NumberFilter(label=_("Year of the first day"), method="in_year", min_value=1990, max_value=2200)

    field_order = ("state", "source", "territoire", "annee", "since", "until")

    def __init__(self, *args: Any, territory: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if territory is not None:
            del self.filters["territoire"]
        self.form.order_fields(self.field_order)

    def in_territory(self, rows: QuerySet[Any], name: str, value: Territory) -> QuerySet[Any]:
        return hosted_in(rows, value.pk)

    def in_year(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return rows.filter(placement__start__year=int(value))

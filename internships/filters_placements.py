"""Filters of the lists of placements: what stands in the address, allow-listed."""

from __future__ import annotations

import datetime
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.text import fold
from internships.enums import PlacementSituation, PlacementState, SupervisorCapacity
from internships.models import Placement, PlacementKind, Supervisor, WeekSlot
from internships.timetable import monday

WEEK = datetime.timedelta(days=6)


class PlacementFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name of the trainee or of the host"), method="search")
    situation = filters.ChoiceFilter(
        label=_("Situation"), choices=PlacementSituation.choices, method="in_situation", empty_label=_("All")
    )
    week = filters.DateFilter(
        label=_("Present in the week of"), method="in_week", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    kind = filters.ModelChoiceFilter(
        label=_("Kind of placement"), queryset=PlacementKind.objects.filter(active=True), empty_label=_("All kinds")
    )
    untutored = filters.BooleanFilter(label=_("Without a tutor"), method="without_tutor", widget=forms.CheckboxInput)
    unscheduled = filters.BooleanFilter(label=_("Without hours"), method="without_hours", widget=forms.CheckboxInput)

    class Meta:
        model = Placement
        fields: list[str] = []

    def search(self, placements: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in fold(value).split():
            trainee = Q(person__sort_name__contains=word)
            placements = placements.filter(trainee | Q(sites__institution__folded_name__contains=word))
        return placements.distinct()

    def in_situation(self, placements: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = timezone.localdate()
        cancelled = Q(state=PlacementState.CANCELLED)
        wanted = {
            PlacementSituation.CANCELLED: cancelled,
            PlacementSituation.OVER: ~cancelled & Q(end__lt=today),
            PlacementSituation.RUNNING: ~cancelled & Q(start__lte=today, end__gte=today),
            PlacementSituation.PLANNED: ~cancelled & Q(start__gt=today),
        }
        return placements.filter(wanted[PlacementSituation(value)])

    def in_week(self, placements: QuerySet[Any], name: str, value: datetime.date) -> QuerySet[Any]:
        if not 1990 <= value.year <= 2200:
            return placements.none()
        first = monday(value)
        return placements.exclude(state=PlacementState.CANCELLED).filter(start__lte=first + WEEK, end__gte=first)

    def without_tutor(self, placements: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        tutors = Supervisor.objects.filter(
            placement=OuterRef("pk"), capacity=SupervisorCapacity.TUTOR, until__isnull=True
        )
        return placements.filter(~Exists(tutors)) if value else placements

    def without_hours(self, placements: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        slots = WeekSlot.objects.filter(placement_site__placement=OuterRef("pk"))
        return placements.filter(~Exists(slots)) if value else placements

    @property
    def count(self) -> int:
        """How many filters are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)

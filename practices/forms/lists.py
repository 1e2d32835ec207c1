"""What the filters of the public lists have in common: words, a territory, how many are set."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Territory
from hosts.text import fold


def territory_filter(**more: Any) -> filters.ModelChoiceFilter:
    """Rows of one territory; `more` replaces how they are found."""
    how = more or {"field_name": "territory"}
    return filters.ModelChoiceFilter(
        label=_("Territory"),
        queryset=Territory.objects.all(),
        to_field_name="slug",
        empty_label=_("All territories"),
        **how,
    )


class ListFilter(filters.FilterSet):
    """Rows keep their words without accents in `folded`."""

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        for word in fold(value).split()[:8]:
            rows = rows.filter(folded__contains=word)
        return rows

    @property
    def count(self) -> int:
        """How many filters are set."""
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return sum(1 for value in data.values() if value)

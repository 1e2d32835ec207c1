"""Fields that read what people type: hours, company numbers, coordinates, lists grouped under a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

HOURS = re.compile(
    r"^\s*(?P<hours>\d{1,3})\s*(?:(?:h|heures?|:|hours?)\s*(?P<minutes>[0-5]?\d)?\s*(?:min|mn|m)?\s*)?$", re.IGNORECASE
)
DECIMAL = re.compile(r"^\s*(?P<hours>\d{1,3})[.,](?P<part>\d{1,2})\s*h?\s*$", re.IGNORECASE)
POINT = re.compile(r"^\s*(?P<lat>-?\d{1,2}(?:[.,]\d+)?)\s*[,; ]\s*(?P<lon>-?\d{1,3}(?:[.,]\d+)?)\s*$")


class HoursField(forms.CharField):
    """Minutes, typed as « 35 », « 35 h 30 », « 35:30 » or « 35,5 »."""

    default_error_messages = {"hours": _("Write hours like 35 or 35 h 30.")}

    def __init__(self, *, longest: int = 60 * 60, **options: Any) -> None:
        self.longest = longest
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        minutes = parse_hours(text)
        if minutes is None or not 0 < minutes <= self.longest:
            raise ValidationError(self.error_messages["hours"], code="hours")
        return minutes

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        hours, minutes = divmod(value, 60)
        return f"{hours} h {minutes:02}" if minutes else str(hours)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return initial != (parse_hours(data or "") if data else None)


def parse_hours(text: str) -> int | None:
    """Minutes, or None when the text is no length of time."""
    text = text.replace("\u202f", " ").replace("\u00a0", " ")
    if found := HOURS.match(text):
        return int(found["hours"]) * 60 + int(found["minutes"] or 0)
    if found := DECIMAL.match(text):
        return int(found["hours"]) * 60 + round(60 * float(f"0.{found['part']}"))
    return None


class PointField(forms.CharField):
    """A position copied from a map: « 48.1173, -1.6778 » → (48.1173, -1.6778)."""

    default_error_messages = {"point": _("Write a latitude and a longitude, like 48.1173, -1.6778.")}

    def to_python(self, value: Any) -> tuple[float, float] | None:  # type: ignore[override]
        text = super().to_python(value)
        if not text:
            return None
        found = POINT.match(text)
        point = (float(found["lat"].replace(",", ".")), float(found["lon"].replace(",", "."))) if found else None
        if point is None or abs(point[0]) > 90 or abs(point[1]) > 180:
            raise ValidationError(self.error_messages["point"], code="point")
        return point

    def prepare_value(self, value: Any) -> Any:
        return f"{value[0]:.5f}, {value[1]:.5f}" if isinstance(value, tuple) else value


class TermChoiceField(forms.ModelChoiceField):
    """One entry of a list: those in use, and the one chosen before even if it is out of use."""

    def keep(self, chosen: Iterable[Any]) -> None:
        self.queryset = in_use_or(self.queryset, chosen)


class TermsField(forms.ModelMultipleChoiceField):
    """Several entries of a list; see TermChoiceField."""

    widget = forms.CheckboxSelectMultiple

    def keep(self, chosen: Iterable[Any]) -> None:
        self.queryset = in_use_or(self.queryset, chosen)


def in_use_or(queryset: QuerySet[Any] | None, chosen: Iterable[Any]) -> QuerySet[Any]:
    assert queryset is not None
    return queryset.filter(Q(active=True) | Q(pk__in=[pk for pk in chosen if pk]))


def grouped(field: forms.BoundField, heading: str, first: int | None = None) -> dict[str, list[dict[str, Any]]]:
    """The options of a field of several terms, under the heading that each one points to (a sector, a level).

    For templates: `near` are the groups with something chosen, and the one of `first`; `others` the rest. Each is
    `{"heading": Sector, "options": [{"term": …, "checked": …}], "open": …}`.
    """
    chosen = {str(getattr(item, "pk", item)) for item in field.value() or []}
    groups: dict[Any, list[dict[str, Any]]] = {}
    for term in field.field.queryset.select_related(heading):  # type: ignore[attr-defined]
        groups.setdefault(getattr(term, heading), []).append({"term": term, "checked": str(term.pk) in chosen})
    ordered = sorted(groups.items(), key=lambda item: (item[0] is None, getattr(item[0], "position", 0)))
    found: dict[str, list[dict[str, Any]]] = {"near": [], "others": []}
    for group, options in ordered:
        is_open = any(option["checked"] for option in options) or (group is not None and group.pk == first)
        found["near" if is_open else "others"].append({"heading": group, "options": options, "open": is_open})
    return found

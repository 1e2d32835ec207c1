"""The field in which a place is typed. Works without JavaScript; static/js/place.js completes as one types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hosts.models import Place
from hosts.selectors.places import resolve

# What the widget carries: the words typed, the key of the place chosen, and the words it was chosen for.
Typed = tuple[str, str, str]


class PlaceWidget(forms.TextInput):
    """A text box with completion. Where the words may mean several places, these are offered below the box."""

    template_name = "hosts/place_widget.html"
    suggestions = reverse_lazy("hosts:place_suggest")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.offered: list[Place] = []
        self.country = ""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[Script("js/place.js", type="module")])  # type: ignore[list-item]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        return (data.get(name) or "", data.get(f"{name}_id") or "", data.get(f"{name}_for") or "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        return value[0] if isinstance(value, tuple) else str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        key = value[1] if isinstance(value, tuple) else ""
        context["widget"].update(key=key, offered=self.offered, country=self.country, url=self.suggestions)
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """From the project's templates, not from those of Django's form renderer."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PlaceField(forms.Field):
    """Gives a `Place`, or None when it may be empty. `country` limits it to one country's places."""

    widget = PlaceWidget
    default_error_messages = {
        "unknown": _("We do not know this place. Check its spelling, or type its postcode."),
        "several": _("Several places bear this name. Choose yours below."),
    }

    def __init__(self, *, country: str = "", **kwargs: Any) -> None:
        self.country = country
        super().__init__(**kwargs)
        self.widget.country = country

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Place.objects.filter(pk=value).first()
        return (value.label, str(value.pk), value.label) if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        typed, key, chosen_for = value if isinstance(value, tuple) else (str(value or ""), "", "")
        typed = typed.strip()
        if not typed:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self._chosen(typed, key, chosen_for.strip()) or self._meant(typed)

    def _chosen(self, typed: str, key: str, chosen_for: str) -> Place | None:
        """The place picked from the list, unless something else was typed since."""
        place = Place.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
        return place if place and typed in (place.label, chosen_for) else None

    def _meant(self, typed: str) -> Place:
        found = resolve(typed, self.country or None)
        if isinstance(found, Place):
            return found
        self.widget.offered = found
        code = "several" if found else "unknown"
        raise ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return (before[0] if isinstance(before, tuple) else before or "") != (data[0] if data else "")

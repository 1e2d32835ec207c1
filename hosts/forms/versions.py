"""What a form that two people may fill in at once carries: see `hosts.versions`."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from hosts import versions
from hosts.versions import Edit

HIDDEN = ("version", "base", "page")


class VersionedForm(forms.BaseForm):
    """Adds the hidden fields to a form with an `instance`. `section` names the recorded fields that it changes."""

    instance: Any
    section: tuple[str, ...] = ()

    def guard(self) -> None:
        """Call it at the end of `__init__`."""
        for name in HIDDEN:
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
        self.initial.update(self.marks(self.instance))

    def marks(self, instance: models.Model, page: str = "") -> dict[str, str]:
        """The hidden values for what is recorded now."""
        return {
            "version": str(instance.version),  # type: ignore[attr-defined]
            "base": versions.fingerprint(instance, self.section),
            "page": page or uuid.uuid4().hex,
        }

    @property
    def edit(self) -> Edit:
        version = self.data.get(self.add_prefix("version"), "")
        base, page = self.data.get(self.add_prefix("base"), ""), self.data.get(self.add_prefix("page"), "")
        return Edit(int(version) if version.isdecimal() else 0, base[:32], page[:32])

    @property
    def changes(self) -> dict[str, Any]:
        """The valid values by recorded field."""
        return {name: self.cleaned_data[name] for name in self.section if name in self.cleaned_data}

    def display(self, name: str, value: Any) -> str:
        """A value in words, for the page that compares two versions."""
        field = self.fields.get(name)
        if isinstance(value, models.Model):
            return str(value)
        if isinstance(field, forms.ModelMultipleChoiceField):
            keys = [getattr(item, "pk", item) for item in (value.all() if hasattr(value, "all") else value or [])]
            return ", ".join(str(term) for term in field.queryset.filter(pk__in=keys))  # type: ignore[union-attr]
        if isinstance(field, forms.ModelChoiceField):
            return ""
        choices = dict(getattr(field, "choices", None) or {})
        if isinstance(value, (list, tuple)):
            return ", ".join(str(choices.get(item, item)) for item in value)
        if choices:
            return str(choices.get(value, value or ""))
        return "" if value is None else str(field.prepare_value(value) if field else value)


def differences(form: VersionedForm, current: models.Model) -> list[dict[str, Any]]:
    """Field by field, what is recorded and what was sent, where they differ."""
    rows = []
    for name in form.section:
        if name not in form.cleaned_data or name not in form.fields:
            continue
        sent, recorded = form.cleaned_data[name], _recorded(current, name)
        if versions.plain(sent) != versions.values(current, [name])[name]:
            label = form.fields[name].label
            rows.append({"label": label, "recorded": form.display(name, recorded), "sent": form.display(name, sent)})
    return rows


def stale(
    request: HttpRequest, form: VersionedForm, current: models.Model, *, back: str, extra: Any = ()
) -> HttpResponse:
    """The page of a stale edit: both versions side by side, and what was typed kept in the form. Status 409.

    `extra` are more rows of differences, for what is no field of the form.
    """
    if request.POST.get("autosave"):
        return render(request, "hosts/autosave.html", {"stale": True}, status=409)
    context = {
        "rows": [*differences(form, current), *extra],
        "kept": kept(request, form.marks(current)),
        "back": back,
        "current": current,
    }
    return render(request, "hosts/stale_edit.html", context, status=409)


def saved(request: HttpRequest, form: VersionedForm, instance: models.Model) -> HttpResponse:
    """The answer to an autosave: when it was saved, and the marks of what is recorded now."""
    marks = form.marks(instance, page=form.edit.page)
    prefixed = {form.add_prefix(name): value for name, value in marks.items()}
    errors = {name: errors for name, errors in form.errors.items() if name != "__all__"}
    return render(request, "hosts/autosave.html", {"marks": prefixed, "waiting": bool(errors)})


def _recorded(current: models.Model, name: str) -> Any:
    value: Any = current
    for step in name.split("__"):
        value = getattr(value, step)
    return value


def kept(request: HttpRequest, marks: dict[str, str] | None = None) -> SafeString:
    """What was sent, as hidden fields, so that the next page can send it again."""
    pairs = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "autosave", "idempotency_key", *HIDDEN)
        for value in values
    ]
    pairs += list((marks or {}).items())
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)

"""What an amendment is to change, by its kind. `changes` is what `agreements.amendment_kinds` reads."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements import terms
from agreements.amendment_kinds import TERMS, base_terms
from agreements.enums import AmendmentKind
from agreements.forms.parts import field_of
from agreements.models import Agreement
from agreements.selectors.kinds import KindLine, lines_of
from internships.forms.placements import day_field
from internships.forms.weeks import WeekForm
from internships.models import PlacementSite


class KindForm(forms.Form):
    """The first step: what the amendment changes."""

    kind = forms.ChoiceField(
        label=_("What does the amendment change?"), choices=AmendmentKind.choices, widget=forms.RadioSelect
    )


class AmendmentForm(forms.Form):
    """The reason, which every amendment states; subclasses add what changes."""

    kind: ClassVar[str] = ""

    def __init__(self, *args: Any, original: Agreement, draft: Agreement | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.original, self.draft = original, draft
        self.before = dict(draft.changes) if draft else {}
        self.build()
        self.fields["reason"] = forms.CharField(
            label=_("Why?"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("This sentence stands in the document."),
            initial=draft.amendment_reason if draft else "",
        )

    def build(self) -> None:
        """Adds the fields of the kind."""

    @property
    def changes(self) -> dict[str, Any]:
        raise NotImplementedError


class DatesForm(AmendmentForm):
    kind = AmendmentKind.DATES

    def build(self) -> None:
        self.sites = list(self.original.placement.sites.select_related("site", "institution__organisation"))
        known = self.before.get("sites", {})
        for site in self.sites:
            start, end = known.get(str(site.pk), (site.start, site.end))
            where = f" ({site})" if len(self.sites) > 1 else ""
            self.fields[f"start-{site.pk}"] = day_field(label=str(_("First day")) + where, initial=start)
            self.fields[f"end-{site.pk}"] = day_field(label=str(_("Last day")) + where, initial=end)

    @property
    def changes(self) -> dict[str, Any]:
        found = {}
        for site in self.sites:
            start, end = self.cleaned_data[f"start-{site.pk}"], self.cleaned_data[f"end-{site.pk}"]
            if (start, end) != (site.start, site.end):
                found[str(site.pk)] = [start.isoformat(), end.isoformat()]
        return {"sites": found}


class SupervisionForm(AmendmentForm):
    kind = AmendmentKind.SUPERVISION

    def build(self) -> None:
        people = self.original.placement.supervisors.filter(until__isnull=True)
        choices = [(one.pk, f"{one.name} ({one.get_capacity_display()})") for one in people]
        self.fields["supervisor"] = forms.TypedChoiceField(
            label=_("Who is replaced?"), choices=choices, coerce=int, initial=self.before.get("supervisor")
        )
        self.fields["name"] = forms.CharField(
            label=_("First name and name of the new person"), max_length=160, initial=self.before.get("name")
        )
        self.fields["function"] = forms.CharField(
            label=_("Function"), max_length=120, required=False, initial=self.before.get("function")
        )
        self.fields["email"] = forms.EmailField(label=_("E-mail address"), initial=self.before.get("email"))
        self.fields["telephone"] = forms.CharField(
            label=_("Telephone"), max_length=30, required=False, initial=self.before.get("telephone")
        )
        self.fields["since"] = day_field(label=_("From"), required=False, initial=self.before.get("since"))

    @property
    def changes(self) -> dict[str, Any]:
        values = {name: self.cleaned_data[name] for name in ("supervisor", "name", "function", "email", "telephone")}
        since = self.cleaned_data["since"]
        return {**values, "since": since.isoformat() if since else ""}


class SiteForm(AmendmentForm):
    kind = AmendmentKind.SITE

    def build(self) -> None:
        choices = [
            (f"{row.pk}:{site.pk}", f"{row} → {site}, {site.city}")
            for row in self.original.placement.sites.select_related("institution", "site")
            for site in row.institution.sites.filter(active=True).exclude(pk=row.site_id or 0)
        ]
        known = f"{self.before.get('placement_site')}:{self.before.get('site')}"
        self.fields["move"] = forms.ChoiceField(
            label=_("Which place?"),
            choices=choices,
            initial=known,
            widget=forms.RadioSelect,
            help_text="" if choices else _("The host has no other open place. It adds one on its sheet."),
        )

    @property
    def changes(self) -> dict[str, Any]:
        row, site = self.cleaned_data["move"].split(":")
        return {"placement_site": int(row), "site": int(site)}


class TermsForm(AmendmentForm):
    """Rewrites some mentions of the agreement."""

    def build(self) -> None:
        now = {**base_terms(self.original), **self.before.get("terms", {})}
        known = {line.code: line for line in lines_of(self.original.placement)}
        self.lines: list[KindLine] = [known[code] for code in TERMS[self.kind] if code in known]
        for line in self.lines:
            self.fields[line.code] = field_of(line)
            self.fields[line.code].initial = now.get(line.code, "")

    @property
    def changes(self) -> dict[str, Any]:
        now = base_terms(self.original)
        written = {line.code: terms.plain(line.mention, self.cleaned_data.get(line.code)) for line in self.lines}
        return {"terms": {code: value for code, value in written.items() if (now.get(code) or "") != (value or "")}}


class StipendForm(TermsForm):
    kind = AmendmentKind.STIPEND


class ActivitiesForm(TermsForm):
    kind = AmendmentKind.ACTIVITIES


class OtherForm(AmendmentForm):
    kind = AmendmentKind.OTHER

    def build(self) -> None:
        self.fields["text"] = forms.CharField(
            label=_("What is agreed"),
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 6}),
            initial=self.before.get("text", ""),
        )

    @property
    def changes(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"].strip()}


class HoursForm(WeekForm, AmendmentForm):
    """The week of one site, typed as on the placement's page."""

    kind = AmendmentKind.HOURS

    def __init__(self, data: Any = None, *, original: Agreement, draft: Agreement | None = None) -> None:
        self.site: PlacementSite = original.placement.sites.order_by("position", "pk")[0]
        for row in original.placement.sites.all():
            if draft and str(row.pk) in draft.changes.get("week", {}):
                self.site = row
        super().__init__(self.site, data, original=original, draft=draft)

    @property
    def changes(self) -> dict[str, Any]:
        return {"week": {str(self.site.pk): [list(one) for one in self.slots]}}


FORMS: dict[str, type[AmendmentForm]] = {
    form.kind: form
    for form in (DatesForm, HoursForm, SupervisionForm, SiteForm, StipendForm, ActivitiesForm, OtherForm)
}

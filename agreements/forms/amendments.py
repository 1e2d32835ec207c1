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
        known = lines_of(self.original.placement)
        # Host by host, then mention by mention: each host has its own terms.
        hosts = list(dict.fromkeys(line.host for line in known))
        wanted = [
            line
            for host in hosts
            for code in TERMS[self.kind]
            for line in known
            if line.host == host and line.code == code
        ]
        self.lines: list[KindLine] = wanted
        for line in self.lines:
            self.fields[line.key] = field_of(line)
            self.fields[line.key].initial = now.get(line.key, "")

    @property
    def changes(self) -> dict[str, Any]:
        now = base_terms(self.original)
        written = {line.key: terms.plain(line.mention, self.cleaned_data.get(line.key)) for line in self.lines}
        return {"terms": {key: value for key, value in written.items() if (now.get(key) or "") != (value or "")}}


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


class HoursForm(AmendmentForm):
    """The week of each site of the placement, typed as on its page (A6)."""

    kind = AmendmentKind.HOURS

    def build(self) -> None:
        known = self.before.get("week", {})
        rows = self.original.placement.sites.select_related("site", "institution__organisation")
        sites = list(rows.prefetch_related("week"))
        self.weeks = [
            WeekForm(
                site,
                self.data if self.is_bound else None,
                prefix=f"s{site.pk}" if len(sites) > 1 else None,
                slots=known.get(str(site.pk)),
            )
            for site in sites
        ]

    @property
    def several(self) -> bool:
        return len(self.weeks) > 1

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(week.is_valid() for week in self.weeks)])

    @property
    def changes(self) -> dict[str, Any]:
        """The hours of the sites at which they differ from those of today."""
        found = {}
        for week in self.weeks:
            now = [[int(one.weekday), one.start_minute, one.end_minute] for one in week.site.week.all()]
            slots = [list(one) for one in week.slots]
            if sorted(slots) != sorted(now):
                found[str(week.site.pk)] = slots
        return {"week": found}


FORMS: dict[str, type[AmendmentForm]] = {
    form.kind: form
    for form in (DatesForm, HoursForm, SupervisionForm, SiteForm, StipendForm, ActivitiesForm, OtherForm)
}

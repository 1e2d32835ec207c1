"""Grants as funders write them, and requests as trainees write them (E5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from hosts.models import Level
from internships import money
from internships.countries import COUNTRIES
from internships.forms.placements import day_field
from internships.models import Grant, GrantApplication, PlacementKind
from internships.money import AmountField

MOST_PAPERS = 8


class GrantForm(forms.ModelForm):
    amount_min = AmountField(label=_("At least"), required=False, help_text=_("Empty if there is no least amount."))
    amount_max = AmountField(label=_("At most"))
    opens_on = day_field(label=_("Requests from"), required=False)
    deadline = day_field(label=_("Requests until"), required=False, help_text=_("Empty: all year round."))
    answers_by = day_field(
        label=_("You answer by"), required=False, help_text=_("The trainee reads when to expect your answer.")
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries of the stay"),
        choices=list(COUNTRIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: any country."),
    )
    papers = forms.CharField(
        label=_("Documents asked for"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line. Ask for as few as you can: the budget and the objectives come by themselves."),
    )

    class Meta:
        model = Grant
        fields = (
            *("funder", "title", "summary", "description", "amount_min", "amount_max", "currency"),
            *("opens_on", "deadline", "answers_by", "kinds", "levels", "countries", "least_days", "conditions"),
            "email",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 6}),
            "conditions": forms.Textarea(attrs={"rows": 4}),
            "kinds": forms.CheckboxSelectMultiple,
            "levels": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "summary": _("What trainees read in the list."),
            "description": _("What it pays for. A list or a link is welcome (Markdown)."),
            "kinds": _("None ticked: every kind."),
            "levels": _("None ticked: every level."),
            "least_days": _("From the first to the last day; empty if the length does not matter."),
            "conditions": _("What cannot be checked by itself: a priority, a deadline of payment, a report…"),
            "email": _("Used where nobody of the funder has an account: a personal link is sent there."),
        }

    def __init__(self, funders: QuerySet[Organisation], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        funder: Any = self.fields["funder"]
        funder.queryset = funders
        funder.empty_label = None
        if len(funders) == 1:
            funder.widget, funder.initial = forms.HiddenInput(), funders[0].pk
        kinds: Any = self.fields["kinds"]
        kinds.queryset = PlacementKind.objects.filter(active=True)
        levels: Any = self.fields["levels"]
        levels.queryset = Level.objects.filter(active=True)
        self.fields["papers"].initial = "\n".join(self.instance.documents_asked)
        self.fields["countries"].initial = self.instance.countries

    def clean_papers(self) -> list[str]:
        lines = [line.strip()[:120] for line in self.cleaned_data["papers"].splitlines() if line.strip()]
        if len(lines) > MOST_PAPERS:
            raise forms.ValidationError(_("%(most)d documents at most.") % {"most": MOST_PAPERS})
        return list(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("amount_min"), data.get("amount_max")
        if high is not None and high <= 0:
            self.add_error("amount_max", _("Choose an amount above zero."))
        if low is not None and low <= 0:
            self.add_error("amount_min", _("Choose an amount above zero, or leave it empty."))
        if low and high and low > high:
            self.add_error("amount_min", _("The least amount is above the greatest."))
        opens, deadline = data.get("opens_on"), data.get("deadline")
        if opens and deadline and deadline < opens:
            self.add_error("deadline", _("Choose a last day after the first one."))
        return data

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["documents_asked"] = data.pop("papers")
        return data


class RequestForm(forms.Form):
    """How much, and why. A draft may lack both; what is lacking is said before it is sent."""

    amount_asked = AmountField(label=_("Amount you ask for"), required=False)
    message = forms.CharField(
        label=_("Why this grant"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What the stay brings you and those you work with, and what you could not pay without it."),
    )

    def __init__(self, application: GrantApplication, data: Any = None) -> None:
        initial = {"amount_asked": application.amount_asked, "message": application.message}
        super().__init__(data, initial=initial)
        offered = application.grant
        most = money.said(offered.amount_max, offered.currency)
        self.fields["amount_asked"].help_text = _("Up to %(most)s.") % {"most": most}
        self.most = offered.amount_max

    def clean_amount_asked(self) -> Any:
        amount = self.cleaned_data["amount_asked"]
        if amount is not None and not 0 < amount <= self.most:
            raise forms.ValidationError(self.fields["amount_asked"].help_text)
        return amount


class PaperForm(forms.Form):
    label = forms.ChoiceField(label=_("What it is"))
    file = forms.FileField(label=_("Document"))

    def __init__(self, application: GrantApplication, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = application.grant.documents_asked
        given = {document.label for document in application.documents.all()}  # type: ignore[attr-defined]
        label: Any = self.fields["label"]
        label.choices = [(one, one) for one in asked if one not in given] + [(str(_("Other")), _("Other"))]


class DecideForm(forms.Form):
    amount = AmountField(label=_("Amount granted"))
    answer = forms.CharField(
        label=_("Words for the trainee"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How and when it is paid, what you would like to hear afterwards."),
    )

    def __init__(self, application: GrantApplication, data: Any = None) -> None:
        super().__init__(data, initial={"amount": application.amount_asked})
        self.grant = application.grant

    def clean_amount(self) -> Any:
        amount = self.cleaned_data["amount"]
        if not 0 < amount <= self.grant.amount_max:
            most = money.said(self.grant.amount_max, self.grant.currency)
            raise forms.ValidationError(_("Choose an amount up to %(most)s.") % {"most": most})
        return amount


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The trainee reads it."),
    )

"""The lines of a budget (E9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from internships.enums import BudgetSide, Currency
from internships.models import BudgetCategory, BudgetLine
from internships.money import AmountField
from internships.services.budget import Amounts


class LineForm(forms.Form):
    category = forms.ModelChoiceField(
        label=_("Heading"), queryset=BudgetCategory.objects.none(), empty_label=_("Choose")
    )
    label = forms.CharField(
        label=_("What"), max_length=160, required=False, help_text=_("Train Rennes–Lyon, second class")
    )
    planned = AmountField(label=_("Planned"))
    actual = AmountField(label=_("Actual"), required=False, help_text=_("Empty until it is paid."))
    currency = forms.ChoiceField(label=_("Currency"), choices=Currency.choices, initial=Currency.EUR)
    receipt = forms.FileField(label=_("Receipt"), required=False, help_text=_("PDF or photo."))
    drop_receipt = forms.BooleanField(label=_("Take the receipt away"), required=False)

    def __init__(self, side: str, data: Any = None, files: Any = None, *, line: BudgetLine | None = None) -> None:
        names = ("category", "label", "planned", "actual", "currency")
        initial = {name: getattr(line, name) for name in names} if line else {}
        super().__init__(data, files, initial=initial)
        categories = BudgetCategory.objects.filter(side=side)
        used = line.category_id if line else 0
        category: Any = self.fields["category"]
        category.queryset = categories.filter(active=True) | categories.filter(pk=used)
        self.side = BudgetSide(side)
        if side == BudgetSide.INCOME:
            self.fields["label"].help_text = _("Who pays it, for what")
            self.fields["receipt"].label = _("Supporting document")
        if line is None or line.receipt_id is None:
            del self.fields["drop_receipt"]

    def amounts(self) -> Amounts:
        values = self.cleaned_data
        return Amounts(
            category=values["category"],
            label=values["label"],
            planned=values["planned"],
            actual=values["actual"],
            currency=values["currency"],
        )


class PaidForm(forms.Form):
    """A line that comes from a grant: only what was paid is the trainee's to say."""

    actual = AmountField(label=_("Actual"), required=False, help_text=_("Empty until it is paid."))
    receipt = forms.FileField(label=_("Supporting document"), required=False, help_text=_("PDF or photo."))
    drop_receipt = forms.BooleanField(label=_("Take the receipt away"), required=False)

    def __init__(self, line: BudgetLine, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"actual": line.actual})
        self.line = line
        if line.receipt_id is None:
            del self.fields["drop_receipt"]

    def amounts(self) -> Amounts:
        line = self.line
        return Amounts(
            category=line.category,
            label=line.label,
            planned=line.planned,
            actual=self.cleaned_data["actual"],
            currency=line.currency,
        )

"""« Je voudrais découvrir … »: the form of a wish, and its periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exchanges.access import Seat
from exchanges.forms.checked import WithoutIdentifiers
from exchanges.models import ImmersionWish, Structure
from hosts.forms.fields import TermsField
from hosts.forms.periods import PREFIX, PeriodRow, formset_of, with_more
from hosts.models import Sector

MOST_WINDOWS = 6


class WishForm(WithoutIdentifiers, forms.ModelForm):
    """The words first; sector, structure, post and length narrow it."""

    use_required_attribute = False
    structure = forms.ModelChoiceField(
        label=_("For which of your structures?"),
        queryset=Structure.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    sectors = TermsField(
        label=_("In which sectors?"),
        queryset=Sector.objects.all(),
        required=False,
        help_text=_("Tick none if any will do. Other sectors than yours are what these exchanges are for."),
    )
    structures = forms.ModelMultipleChoiceField(
        label=_("In which structures?"),
        queryset=Structure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if any will do."),
    )
    days = forms.TypedChoiceField(label=_("How many days?"), coerce=int, widget=forms.RadioSelect)

    class Meta:
        model = ImmersionWish
        fields = ("structure", "text", "post", "sectors", "structures", "days")
        labels = {"text": _("I would like to discover…"), "post": _("Beside whom?")}
        help_texts = {
            "text": _("What you would like to see and understand, and what for."),
            "post": _("The post you would like to follow: school nurse, youth worker, judge…"),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own: Any = self.fields["structure"]
        own.queryset = Structure.objects.filter(pk__in=seat.writes_for).select_related("institution__organisation")
        if self.instance.pk or len(seat.structures) == 1:
            del self.fields["structure"]
        others: Any = self.fields["structures"]
        others.queryset = (
            Structure.objects.approved()
            .filter(space=seat.space)
            .exclude(pk__in=seat.writes_for)
            .select_related("institution__organisation")
        )
        sectors: Any = self.fields["sectors"]
        sectors.keep(self.instance.sectors.values_list("pk", flat=True) if self.instance.pk else [])
        sectors.queryset = sectors.queryset.filter(hosts__exchange_structures__space=seat.space).distinct() | (
            sectors.queryset.filter(pk__in=self.instance.sectors.values("pk") if self.instance.pk else []).distinct()
        )
        days: Any = self.fields["days"]
        days.choices = [(n, n) for n in range(seat.space.least_days, seat.space.most_days + 1)]
        if self.instance.pk and self.instance.days not in dict(days.choices):
            days.choices = [*days.choices, (self.instance.days, self.instance.days)]


PeriodFormSet: Any = formset_of(PeriodRow, MOST_WINDOWS)


def period_formset(wish: ImmersionWish | None, data: Any = None, *, more: int = 0) -> Any:
    """The periods of a wish with one empty row; `more` adds rows to what was sent."""
    recorded = [{"start": one.start, "end": one.end} for one in wish.windows.all()] if wish else []
    sent = None if data is None else with_more(data, more, MOST_WINDOWS)
    formset = PeriodFormSet(sent, initial=recorded, prefix=PREFIX)
    formset.extra = 1
    return formset


def kept(formset: Any) -> list[tuple[Any, Any]]:
    """The periods as they are to be recorded."""
    rows = [form.cleaned_data for form in formset.forms if form.has_changed() or form.initial]
    return [(row["start"], row["end"]) for row in rows if row.get("start") and not row.get("DELETE")]

"""What the pilot asks of a search for exchanges."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Territory, User
from exchanges.models import ExchangeSpace, RingLeg, RingRun, Structure
from exchanges.models.rings import MOST_SECONDS, SECONDS
from exchanges.models.spaces import LARGEST_RING
from exchanges.selectors.ring_pool import free_wishes, structures_of

AHEAD = datetime.timedelta(days=180)


class SearchForm(forms.Form):
    """Rings of how many structures, over which period, where, and without whom."""

    size = forms.TypedChoiceField(
        label=_("Structures in a ring, at most"),
        choices=[(number, str(number)) for number in range(2, LARGEST_RING + 1)],
        coerce=int,
        help_text=_("Two: direct swaps only. Three: A goes to B, B to C, C to A."),
    )
    first_day = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    territory = forms.ModelChoiceField(
        label=_("Territory"), queryset=Territory.objects.none(), required=False, empty_label=_("The whole space")
    )
    without_structures = forms.ModelMultipleChoiceField(
        label=_("Without these structures"),
        queryset=Structure.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    without_people = forms.ModelMultipleChoiceField(
        label=_("Without these people"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    limit = forms.IntegerField(
        label=_("Seconds at most"),
        initial=SECONDS,
        min_value=1,
        max_value=MOST_SECONDS,
        help_text=_("A search that is not proven optimal by then says how many more people could be served at most."),
    )

    def __init__(self, data: Any = None, *, space: ExchangeSpace, after: RingRun | None = None) -> None:
        today = timezone.localdate()
        given: dict[str, Any] = {"size": space.ring_size, "first_day": today + datetime.timedelta(days=1)}
        given |= {"last_day": today + AHEAD, "limit": SECONDS}
        if after is not None:
            given |= {name: getattr(after, name) for name in ("size", "last_day", "limit")}
            given["first_day"] = max(after.first_day, given["first_day"])
            given["territory"] = after.territory_id
            given["without_structures"] = list(after.without_structures.values_list("pk", flat=True))
            given["without_people"] = list(after.without_people.values_list("pk", flat=True))
        super().__init__(data, initial=given)
        structures = structures_of(space).select_related("institution__organisation")
        self.fields["without_structures"].queryset = structures  # type: ignore[attr-defined]
        people = User.objects.filter(pk__in=free_wishes(space).values("person"))
        self.fields["without_people"].queryset = people.order_by("sort_name", "pk")  # type: ignore[attr-defined]
        self.fields["territory"].queryset = Territory.objects.order_by("name")  # type: ignore[attr-defined]

    def clean_last_day(self) -> datetime.date:
        last: datetime.date = self.cleaned_data["last_day"]
        if last <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        if (first := self.cleaned_data.get("first_day")) and last < first:
            raise ValidationError(_("Choose a last day after the first one."))
        if first and (last - first).days > 366:
            raise ValidationError(_("Choose a period of a year at most."))
        return last


class ConfirmForm(forms.Form):
    """Where to ask for the visa of those for whom nobody can give it here: an address each."""

    def __init__(self, data: Any = None, *, legs: Iterable[RingLeg]) -> None:
        super().__init__(data)
        self.legs = {f"address_{leg.pk}": leg for leg in legs}
        for name, leg in self.legs.items():
            self.fields[name] = forms.EmailField(
                label=_("Who gives the visa for %(person)s: e-mail address") % {"person": leg.person},
                help_text=_("Nobody of this structure can give it here. They answer by a link, without an account."),
            )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name, leg in self.legs.items():
            if data.get(name) and data[name].casefold() == (leg.person.email or "").casefold():
                self.add_error(name, _("Nobody gives the visa to themselves: give the address of somebody else."))
        return data

    def addresses(self) -> dict[int, str]:
        return {leg.pk: self.cleaned_data[name] for name, leg in self.legs.items()}

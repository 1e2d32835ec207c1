from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hosts.models import HostInstitution, HostSite

MORE = "more"


class MergeForm(forms.Form):
    """Site by site: the same place as one of the survivor's, or one more site."""

    understood = forms.BooleanField(label=_("I have checked that it is the same host: this cannot be undone."))

    def __init__(
        self,
        *args: Any,
        twin: HostInstitution,
        survivor: HostInstitution,
        pairs: dict[int, HostSite | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        others = [(str(site.pk), _where(site)) for site in survivor.sites.all()]
        for site in twin.sites.all():
            pair = pairs.get(site.pk)
            self.fields[f"site_{site.pk}"] = forms.ChoiceField(
                label=_where(site),
                choices=[(MORE, _("One more site of the host")), *((pk, _same(words)) for pk, words in others)],
                initial=str(pair.pk) if pair else MORE,
            )
        self.order_fields([*(name for name in self.fields if name != "understood"), "understood"])

    @property
    def pairs(self) -> dict[int, int | None]:
        return {
            int(name.removeprefix("site_")): int(value) if value != MORE else None
            for name, value in self.cleaned_data.items()
            if name.startswith("site_")
        }

    def site_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("site_")]


def _where(site: HostSite) -> str:
    parts = [site.name, site.address, f"{site.postcode} {site.city}".strip()]
    return ", ".join(part for part in parts if part) or str(_("Site without an address"))


def _same(words: str) -> str:
    return str(_("The same place as %(site)s") % {"site": words})

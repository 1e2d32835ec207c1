"""The e-mail of a kept search: what appeared since the last one."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from hosts.models import SavedSearch, SearchEntry
from messaging.emails import Email, absolute


@dataclass(kw_only=True)
class SavedSearchAlert(Email):
    """What appeared since the last one for a search someone keeps."""

    kind = "hosts.saved_search"
    template = "hosts/email/saved_search"
    shown = 8
    search: SavedSearch
    entries: list[SearchEntry]

    def button(self) -> str:
        from hosts.selectors.saved_searches import address_of

        return address_of(self.search)

    def unsubscribe(self) -> str:
        from hosts.services.saved_searches import token

        return reverse("hosts:saved_search_stop", args=[token(self.search)])

    def about(self) -> models.Model:
        return self.search

    def extra(self) -> dict[str, Any]:
        """An offer at several sites is one line."""
        unique = list({entry.offer_id or f"s{entry.site_id}": entry for entry in self.entries}.values())
        lines = [(entry, absolute(entry.address)) for entry in unique[: self.shown]]
        return {"lines": lines, "total": len(unique), "more": max(0, len(unique) - self.shown)}

    @classmethod
    def sample(cls) -> Self:
        today = timezone.localdate()
        entry = SearchEntry(offer_id=1, title="Découvrir une crèche", host_name="Crèche du Port", city="Rennes")
        entry.first_day, entry.last_day = today, today + datetime.timedelta(days=30)
        search = SavedSearch(
            pk=1, user=User(), name="Crèches à Rennes", parameters={"q": ["crèche"]}, frequency="weekly"
        )
        return cls(search=search, entries=[entry])

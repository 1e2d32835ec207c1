"""The lists that pages of practices need each time, kept by the process for a while."""

from __future__ import annotations

from hosts.selectors.search.kept import Kept
from hosts.selectors.search.lists import Listed, occupations, sectors, territories
from practices.models import Audience

SECONDS = 60

audiences: Kept[Listed[Audience]] = Kept(lambda: Listed.of(Audience.objects.in_use()), SECONDS)

__all__ = ["audiences", "occupations", "sectors", "territories"]

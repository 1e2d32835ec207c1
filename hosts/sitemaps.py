"""What search engines may list: published hosts and open offers."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.urls import reverse

from hosts.models import HostInstitution, PlacementOffer


class CountedSitemap(Sitemap):
    """Rows of one table. What the index says of all of them is one query, and reads none of the rows."""

    limit = 5_000
    # The field that holds when a row changed.
    stamp = "updated_at"

    @cached_property
    def facts(self) -> dict[str, Any]:
        return self.items().order_by().aggregate(number=Count("pk"), latest=Max(self.stamp))

    def items(self) -> QuerySet[Any]:
        raise NotImplementedError

    def lastmod(self, item: Any) -> datetime | None:
        changed: datetime | None = getattr(item, self.stamp)
        return changed

    def get_latest_lastmod(self) -> datetime | None:
        latest: datetime | None = self.facts["latest"]
        return latest

    @property
    def paginator(self) -> Paginator[Any]:
        pages: Paginator[Any] = Paginator(self._items(), self.limit)  # type: ignore[attr-defined]
        pages.count = self.facts["number"]
        return pages


class HostSitemap(CountedSitemap):
    def items(self) -> QuerySet[HostInstitution]:
        return HostInstitution.objects.published().order_by("pk").only("slug", "updated_at")

    def location(self, item: HostInstitution) -> str:
        return reverse("hosts:detail", args=[item.slug])


class OfferSitemap(CountedSitemap):
    def items(self) -> QuerySet[PlacementOffer]:
        return PlacementOffer.objects.open().order_by("pk").only("pk", "updated_at")

    def location(self, item: PlacementOffer) -> str:
        return reverse("hosts:offer", args=[item.pk])


SITEMAPS = {"hosts": HostSitemap, "offers": OfferSitemap}

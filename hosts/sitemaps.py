"""What search engines may list: published hosts and open offers."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from hosts.models import HostInstitution, PlacementOffer


class HostSitemap(Sitemap):
    limit = 5_000

    def items(self) -> QuerySet[HostInstitution]:
        return HostInstitution.objects.published().order_by("pk").only("slug", "updated_at")

    def location(self, item: HostInstitution) -> str:
        return reverse("hosts:detail", args=[item.slug])

    def lastmod(self, item: HostInstitution) -> datetime:
        return item.updated_at


class OfferSitemap(Sitemap):
    limit = 5_000

    def items(self) -> QuerySet[PlacementOffer]:
        return PlacementOffer.objects.open().order_by("pk").only("pk", "updated_at")

    def location(self, item: PlacementOffer) -> str:
        return reverse("hosts:offer", args=[item.pk])

    def lastmod(self, item: PlacementOffer) -> datetime:
        return item.updated_at


SITEMAPS = {"hosts": HostSitemap, "offers": OfferSitemap}

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from practices.models import PracticeEntry


class PracticeSitemap(Sitemap):
    """Practices that everybody can read."""

    limit = 5_000

    def items(self) -> QuerySet[PracticeEntry]:
        return PracticeEntry.objects.order_by("pk").only("slug", "published_at")

    def location(self, item: PracticeEntry) -> str:
        return item.address

    def lastmod(self, item: PracticeEntry) -> datetime:
        return item.published_at

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from practices.models import Article, Innovation, PracticeEntry


class PracticeSitemap(Sitemap):
    """Practices that everybody can read."""

    limit = 5_000

    def items(self) -> QuerySet[PracticeEntry]:
        return PracticeEntry.objects.order_by("pk").only("slug", "published_at")

    def location(self, item: PracticeEntry) -> str:
        return item.address

    def lastmod(self, item: PracticeEntry) -> datetime:
        return item.published_at


class InnovationSitemap(Sitemap):
    """Published innovations."""

    limit = 5_000

    def items(self) -> QuerySet[Innovation]:
        return Innovation.objects.published().order_by("pk").only("slug", "state", "published_at")

    def lastmod(self, item: Innovation) -> datetime | None:
        return item.published_at


class ArticleSitemap(Sitemap):
    """Published articles."""

    limit = 5_000

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("pk").only("slug", "updated_at")

    def lastmod(self, item: Article) -> datetime:
        return item.updated_at

from __future__ import annotations

from django.db.models import QuerySet

from hosts.sitemaps import CountedSitemap
from practices.models import Article, Innovation, PracticeEntry


class PracticeSitemap(CountedSitemap):
    """Practices that everybody can read."""

    stamp = "published_at"

    def items(self) -> QuerySet[PracticeEntry]:
        return PracticeEntry.objects.order_by("pk").only("slug", "published_at")

    def location(self, item: PracticeEntry) -> str:
        return item.address


class InnovationSitemap(CountedSitemap):
    """Published innovations."""

    stamp = "published_at"

    def items(self) -> QuerySet[Innovation]:
        return Innovation.objects.published().order_by("pk").only("slug", "state", "published_at")


class ArticleSitemap(CountedSitemap):
    """Published articles."""

    def items(self) -> QuerySet[Article]:
        return Article.objects.published().order_by("pk").only("slug", "updated_at")

"""What pages read of articles and testimonials (S12, T14)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from hosts.selectors.search.kept import Kept
from practices.models import Article, Testimonial
from practices.network_enums import TestimonialState


def articles() -> QuerySet[Article]:
    """Published ones, the newest first."""
    return Article.objects.published().select_related("photo", "territory").order_by("-published_at", "-pk")


def kept_articles(user: Any) -> QuerySet[Article]:
    return Article.objects.kept_by(user).select_related("territory", "author").order_by("-updated_at", "-pk")


def testimonials() -> QuerySet[Testimonial]:
    """Published ones, the newest first."""
    rows = Testimonial.objects.published().select_related("host__organisation")
    return rows.order_by("-decided_at", "-pk")


# The home page shows a few of the newest; a withdrawn one is gone from it within half a minute.
newest: Kept[list[Testimonial]] = Kept(lambda: list(testimonials()[:3]), 30)
newest_articles: Kept[list[Article]] = Kept(lambda: list(articles()[:3]), 30)


def of_host(limit: int) -> ArraySubquery:
    """For a query of hosts: what was said of each, the newest first; one more than shown tells of others."""
    rows = Testimonial.objects.published().filter(host=OuterRef("pk")).order_by("-decided_at", "-pk")
    return ArraySubquery(rows.values(told=JSONObject(words="words", voice="voice", name="shown_name"))[: limit + 1])


TABS = (
    TestimonialState.SUBMITTED,
    TestimonialState.PUBLISHED,
    TestimonialState.REFUSED,
)


def queue(user: Any, state: str) -> QuerySet[Testimonial]:
    rows = Testimonial.objects.moderated_by(user).filter(state=state)
    order = ("created_at", "pk") if state == TestimonialState.SUBMITTED else ("-decided_at", "-pk")
    return rows.select_related("host__organisation", "author", "territory", "decided_by").order_by(*order)


def queue_counts(user: Any) -> dict[str, int]:
    rows = Testimonial.objects.moderated_by(user).filter(state__in=TABS).order_by()
    return dict(rows.values_list("state").annotate(Count("pk", distinct=True)))

"""The columns of innovations, articles and testimonials."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.tables import Column

INNOVATIONS = [
    Column(_("Title"), "title", 50),
    Column(_("Kind"), lambda one: one.get_kind_display(), 14),
    Column(_("In one sentence"), "summary", 60),
    Column(_("Sectors"), lambda one: ", ".join(str(sector) for sector in one.sectors.all()), 30),
    Column(_("At"), lambda one: str(one.organisation or ""), 30),
    Column(_("Impact on the way of working"), "way_of_working", 60),
    Column(_("Published on"), "published_at"),
    Column(_("Address"), lambda one: f"{settings.PUBLIC_URL.rstrip('/')}{one.get_absolute_url()}", 60),
]
TESTIMONIALS = [
    Column(_("Testimonial"), "words", 80),
    Column(_("Who speaks"), "signature", 30),
    Column(_("About"), lambda one: str(one.host or ""), 40),
    Column(_("Published on"), "decided_at"),
]

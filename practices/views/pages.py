"""The public page of a practice, and the same on paper."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import public
from practices import documents, figures
from practices.models import GoodPractice
from practices.selectors import pages
from practices.selectors.sheet import Sheet, of_version
from practices.views.search import dressed
from practices.workflow import available_actions


@require_safe
@public
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What did they do, does it work, who can I ask (E1, E2, E25)."""
    practice = get_object_or_404(pages.public_page(slug), slug=slug)
    sheet = published(practice)
    given = figures.contributions(
        people=[person.pk for person in sheet.people],
        organisations=[sheet.organisation.pk] if sheet.organisation else [],
    )
    context = {
        "practice": practice,
        "sheet": sheet,
        "people": [{"person": person, "given": given.person(person.pk)} for person in sheet.people],
        "organisation_gave": given.organisation(sheet.organisation.pk if sheet.organisation else None),
        "related": dressed(pages.related(practice)),
        "hosts": pages.hosts_like(practice),
        "actions": available_actions(practice, request.user),
        "address": f"{settings.PUBLIC_URL.rstrip('/')}{practice.get_absolute_url()}",
    }
    return render(request, "practices/detail.html", context)


@require_safe
@public
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet as a PDF to print and to take to a meeting."""
    practice = get_object_or_404(pages.public_page(slug), slug=slug)
    content = documents.kept(published(practice), get_language() or "fr")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{practice.slug}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def published(practice: GoodPractice) -> Sheet:
    version = practice.published
    assert version is not None
    version.practice = practice
    return of_version(version)

"""The public page of what placements change: figures without names, by territory and year (E1, E3, E21, E25, S11)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import public
from accounts.models import Territory
from internships import impact_sections
from internships.forms.impact import PlaceForm
from internships.selectors import impact as selectors
from internships.small_numbers import LEAST


@require_safe
@public
def impact(request: HttpRequest) -> HttpResponse:
    """What do placements really change? The same figures for all, for a territory, for a year."""
    known = selectors.table()
    territories = list(Territory.objects.all())
    form = PlaceForm(request.GET, territories=territories, years=selectors.years_of(known))
    territory, year = form.territory, form.year
    found = selectors.impact(territory.pk if territory else None, year, known=known)
    context = {
        "form": form,
        "territory": territory,
        "year": year,
        "impact": found,
        "headline": impact_sections.headline(found),
        "sections": impact_sections.of_people(found),
        "places": impact_sections.of_places(found, territories),
        "least": LEAST,
    }
    return render(request, "internships/impact.html", context)

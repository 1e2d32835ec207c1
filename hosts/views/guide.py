"""From what one likes to occupations, and from there to hosts near home (S3): three plain steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import public
from hosts.forms.search import SearchForm
from hosts.models import Interest, Occupation
from hosts.selectors.search.criteria import RADII
from hosts.selectors.search.results import whole_counts

# One page of occupations is enough to choose from; what fits best comes first.
MOST = 24


@dataclass(frozen=True)
class Idea:
    """An occupation, what of one's interests it meets, and how many hosts and offers show it now."""

    occupation: Occupation
    because: list[str]
    places: int
    chosen: bool


@require_safe
@public
def guide(request: HttpRequest) -> HttpResponse:
    """Interests, then occupations, then where one lives; the last step is a search like any other."""
    interests = list(Interest.objects.in_use())
    liked = [one for one in interests if one.code in set(request.GET.getlist("gout"))]
    wanted = set(request.GET.getlist("metier"))
    ideas = _ideas(liked, wanted) if liked or wanted else []
    chosen = [idea.occupation for idea in ideas if idea.chosen]
    step = 3 if chosen and request.GET.get("etape") == "3" else 2 if liked or chosen else 1
    context = {
        "step": step,
        "interests": interests,
        "liked": liked,
        "ideas": ideas[:MOST],
        "chosen": chosen,
        "form": SearchForm(),
        "radii": RADII,
        "none_chosen": request.GET.get("etape") in ("2", "3") and not (liked or chosen),
        "no_occupation": request.GET.get("etape") == "3" and not chosen and bool(liked),
    }
    return render(request, "hosts/guide.html", context)


def _ideas(liked: Sequence[Interest], wanted: set[str]) -> list[Idea]:
    """Occupations that meet an interest: those that meet most first, then those that have somewhere to go."""
    numbers = {one.pk for one in liked}
    counts = whole_counts.get()
    ideas = []
    for occupation in Occupation.objects.in_use().prefetch_related("interests"):
        met = [interest for interest in occupation.interests.all() if interest.pk in numbers]
        if met or occupation.code in wanted:
            places = counts.get(f"m:{occupation.pk}", 0)
            ideas.append(Idea(occupation, [one.name for one in met], places, occupation.code in wanted))
    return sorted(
        ideas, key=lambda idea: (not idea.chosen, -len(idea.because), -min(idea.places, 1), idea.occupation.name)
    )

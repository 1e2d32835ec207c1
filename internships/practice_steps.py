"""What good practices add to the four steps of a trainee (E2, E26): the network's expertise, before any stay."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from internships.steps import Item, Journey, Stage
from practices.selectors.search import whole_counts


def read(journey: Journey) -> Iterable[Item]:
    """For professionals and students; a pupil who observes looks at occupations instead. No query of its own."""
    total = whole_counts.get().get("", 0)
    if journey.observes or not total:
        return
    words = ngettext("%(count)s validated practice", "%(count)s validated practices", total)
    yield Item(
        stage=Stage.PREPARE,
        title=_("See what others do well"),
        position=10,
        note=words % {"count": total},
        address=reverse("practices:list"),
        extra=True,
    )

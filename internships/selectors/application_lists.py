"""Lists of applications: one's own, those a host received, those of a school's trainees."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from hosts.models import PlacementOffer
from internships.disclosure import AGREED_STATES
from internships.enums import ACTIVE_STATES, WAITING_STATES, ApplicationState
from internships.models import Application

S = ApplicationState
# Eighteen years, rounded up: a search never finds a name that the page hides.
EIGHTEEN_YEARS = datetime.timedelta(days=6575)


@dataclass(frozen=True)
class Tab:
    """A group of states, as the address names it."""

    value: str
    label: str | Promise
    states: tuple[str, ...]
    count: int = 0


CLOSED = tuple(state for state in S if state not in (*ACTIVE_STATES, S.CONFIRMED))
TABS = (
    Tab("attente", pgettext_lazy("applications", "Waiting for an answer"), WAITING_STATES),
    Tab("acceptees", pgettext_lazy("applications", "Accepted"), (S.ACCEPTED,)),
    Tab("confirmees", pgettext_lazy("applications", "Confirmed"), (S.CONFIRMED,)),
    Tab("closes", pgettext_lazy("applications", "Closed"), CLOSED),
)


def written_by(person: User) -> QuerySet[Application]:
    """One's own, those that wait for oneself first."""
    mine = Application.objects.filter(person=person)
    return _related(mine).order_by(_urgency(S.ACCEPTED), "-created_at", "-pk")


def received_by(host: Organisation, viewer: User) -> QuerySet[Application]:
    """Those sent to a host, the new ones first."""
    rows = Application.objects.visible_to(viewer).filter(institution__organisation=host, sent_at__isnull=False)
    return _related(rows).order_by(_urgency(S.SENT, S.READ, S.ACCEPTED), "-sent_at", "-pk")


def of_school(school: Organisation, viewer: User) -> QuerySet[Application]:
    """Those of a school's trainees, the latest first."""
    rows = Application.objects.visible_to(viewer).filter(school=school)
    return _related(rows).order_by("-created_at", "-pk")


def _related(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.select_related(
        "person", "institution__organisation", "offer", "site", "kind", "school", "enrolment__cohort"
    )


def _urgency(*states: str) -> Case:
    ranks = [When(state=state, then=Value(rank)) for rank, state in enumerate(states)]
    return Case(*ranks, default=Value(len(states)), output_field=IntegerField())


def tabs(rows: QuerySet[Application]) -> list[Tab]:
    """The groups of states with how many there are of each. One query."""
    counted = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    return [Tab(one.value, one.label, one.states, sum(counted.get(s, 0) for s in one.states)) for one in TABS]


def narrowed(rows: QuerySet[Application], asked: Mapping[str, Any], *, hidden_names: bool) -> QuerySet[Application]:
    """The rows that the address asks for: a group of states, an offer, words."""
    group = next((one for one in TABS if one.value == asked.get("etat")), None)
    if group is not None:
        rows = rows.filter(state__in=group.states)
    offer = str(asked.get("offre", ""))
    if offer == "sans":
        rows = rows.filter(offer=None)
    elif offer.isdecimal():
        rows = rows.filter(offer=int(offer))
    return rows.filter(_words(str(asked.get("q", "")), hidden_names))


def _words(text: str, hidden_names: bool) -> Q:
    found = Q()
    adult = Q(person__birth_date__lte=F("start") - EIGHTEEN_YEARS) | Q(state__in=AGREED_STATES)
    for word in text.split()[:4]:
        family = Q(person__last_name__icontains=word)
        found &= (
            Q(person__first_name__icontains=word)
            | (family & adult if hidden_names else family)
            | Q(offer__title__icontains=word)
            | Q(institution__organisation__name__icontains=word)
        )
    return found


def offers_applied_to(rows: QuerySet[Application]) -> list[PlacementOffer]:
    """The offers among which a host may choose in its list."""
    return list(PlacementOffer.objects.filter(pk__in=rows.order_by().values("offer")).order_by("title", "pk")[:100])

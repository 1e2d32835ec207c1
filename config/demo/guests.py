"""Those who hold the seats that offers count as taken: a placement each, with its hours and a tutor.

They come from two schools further away, of which nobody signs in here.
"""

from __future__ import annotations

import datetime
import secrets
from itertools import cycle
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db.models import DateField, F, Func, QuerySet, Value

from accounts.enums import OrganisationKind
from accounts.models import Organisation, User
from config.demo.dates import moment
from config.demo.texts import read
from hosts.enums import OfferState
from hosts.models import OfferPeriod
from internships.enums import SupervisorCapacity
from internships.fields import DateMultiRangeField
from internships.models import Placement, PlacementKind, PlacementMode, PlacementSite, Supervisor, WeekSlot

if TYPE_CHECKING:
    from config.demo.world import World

# Who is there for a week discovers the trade; who stays longer is a student.
WEEK = datetime.timedelta(days=7)
STRETCHES = ((540, 750), (810, 1020))


def make(world: World) -> None:
    """A placement for every seat taken; before anybody of the demonstration applies."""
    rows = OfferPeriod.objects.filter(taken__gt=0, offer__state=OfferState.PUBLISHED).order_by("pk")
    periods = [period for period in rows.select_related("offer__institution") for _seat in range(period.taken)]
    people = _people(world, len(periods))
    placements = Placement.objects.bulk_create(_placements(world, periods, people))
    sites = PlacementSite.objects.bulk_create(
        PlacementSite(
            placement=placement,
            institution=period.offer.institution,
            site=period.offer.sites.first(),
            period=period,
            start=period.start,
            end=period.end,
            time_share=period.offer.time_share,
        )
        for placement, period in zip(placements, periods, strict=True)
    )
    WeekSlot.objects.bulk_create(
        WeekSlot(placement_site=site, weekday=str(day), start_minute=start, end_minute=end)
        for site in sites
        for day in range(1, 6)
        for start, end in (STRETCHES if site.time_share == 100 else STRETCHES[:1])
    )
    names = cycle(_names(reverse=True))
    Supervisor.objects.bulk_create(
        Supervisor(
            placement=site.placement,
            placement_site=site,
            capacity=SupervisorCapacity.TUTOR,
            name=next(names),
            since=site.start,
        )
        for site in sites
    )


def move(periods: list[int], step: datetime.timedelta) -> None:
    """Their dates follow those of their periods."""
    sites = PlacementSite.objects.filter(period__in=periods)
    placements: QuerySet[Placement] = Placement.objects.filter(
        pk__in=list(sites.values_list("placement_id", flat=True))
    )
    sites.update(start=F("start") + step, end=F("end") + step)
    Supervisor.objects.filter(placement__in=placements).update(since=F("since") + step)
    placements.update(start=F("start") + step, end=F("end") + step)
    covered = Func(F("start"), F("end"), Value("[]"), function="daterange", output_field=DateField())
    placements.update(days=Func(covered, function="datemultirange", output_field=DateMultiRangeField()))


def _names(*, reverse: bool = False) -> list[str]:
    """Every first name with every name, those that look alike far from each other."""
    words = read("words.toml")
    first, last = words["first_names"], words["last_names"]
    order = last[::-1] if reverse else last
    return [
        f"{one} {order[(place + turn) % len(order)]}" for turn in range(len(order)) for place, one in enumerate(first)
    ]


def _people(world: World, count: int) -> list[User]:
    names = [name.partition(" ") for name in _names()[:count]]
    return User.objects.bulk_create(
        User(
            first_name=first,
            last_name=last,
            is_trainee=True,
            password=make_password(None),
            date_joined=moment(world.today, weeks_ago=50),
        )
        for first, _space, last in names
    )


def _placements(world: World, periods: list[OfferPeriod], people: list[User]) -> list[Placement]:
    kinds = {kind.code: kind for kind in PlacementKind.objects.filter(code__in=("etudiant", "observation-3e"))}
    mode = PlacementMode.objects.get(code="un-site")
    schools = {
        code: Organisation.objects.create(kind=OrganisationKind.TRAINING, name=name)
        for code, name in (
            ("etudiant", "Institut du travail social des Hauts Plateaux"),
            ("observation-3e", "Collège du Val d’Ambre"),
        )
    }
    made = []
    for period, person in zip(periods, people, strict=True):
        code = "observation-3e" if period.end - period.start < WEEK else "etudiant"
        made.append(
            Placement(
                person=person,
                kind=kinds[code],
                mode=mode,
                sending_organisation=schools[code],
                start=period.start,
                end=period.end,
                days=[(period.start, period.end)],
                time_share=period.offer.time_share,
                calendar_token=secrets.token_urlsafe(32),
                created_at=moment(world.today, weeks_ago=max(1, (world.today - period.start).days / 7 + 6)),
            )
        )
    return made

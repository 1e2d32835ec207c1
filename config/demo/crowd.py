"""A few hundred invented hosts on real communes, drawn from `crowd.toml`, the same at every loading."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Territory
from config.demo.hosts import friday, monday
from hosts.enums import Access, HostOrigin, HostState, MembershipStatus, OfferState
from hosts.models import (
    Diploma,
    HostInstitution,
    HostSite,
    Level,
    Occupation,
    OfferPeriod,
    Place,
    PlacementOffer,
    Sector,
)

FILE = Path(__file__).with_name("crowd.toml")
# Where they stand, and how many: the two territories, their neighbours, and the country round Liège.
REGIONS: tuple[tuple[dict[str, Any], int], ...] = (
    ({"country": "FR", "department": "35"}, 130),
    ({"country": "FR", "department": "34"}, 130),
    ({"country": "FR", "department": "22"}, 20),
    ({"country": "FR", "department": "56"}, 20),
    ({"country": "FR", "department": "30"}, 20),
    ({"country": "BE", "department": "WAL", "latitude__range": (50.4, 50.8), "longitude__range": (5.3, 5.9)}, 20),
)
ACCESS = (Access.YES, Access.YES, Access.NO, Access.UNKNOWN)


class Crowd:
    """Draws hosts in memory, then writes them in a few statements."""

    def __init__(self, territories: Iterable[Territory]) -> None:
        content = tomllib.loads(FILE.read_text())
        self.kinds: list[dict[str, Any]] = content["kind"]
        self.names: list[str] = content["names"]
        self.streets: list[str] = content["streets"]
        self.random = Random(20_260_301)
        self.territories = {code: one for one in territories for code in one.departments}
        self.sectors = {one.code: one for one in Sector.objects.all()}
        self.occupations = {one.code: one for one in Occupation.objects.all()}
        self.levels = {one.code: one for one in Level.objects.all()}
        self.diplomas = {one.code: one for one in Diploma.objects.all()}
        self.used: set[str] = set()
        self.now = timezone.now()

    def create(self) -> list[int]:
        """Writes everything; returns the numbers of the hosts."""
        drawn = [(kind, place) for place in self.places() for kind in [self.kind()]]
        hosts = [self.host(kind, place) for kind, place in drawn]
        Organisation.objects.bulk_create(host.organisation for host in hosts)
        for host in hosts:
            host.organisation_id = host.organisation.pk
            host.fold_name()
        HostInstitution.objects.bulk_create(hosts)
        sites = [self.site(host, place) for host, (_, place) in zip(hosts, drawn, strict=True)]
        HostSite.objects.bulk_create(sites)
        trades = HostInstitution.occupations.through
        trades.objects.bulk_create(
            trades(hostinstitution_id=host.pk, occupation_id=self.occupations[code].pk)
            for host, (kind, _) in zip(hosts, drawn, strict=True)
            for code in kind["occupations"]
        )
        self.create_offers(zip(hosts, sites, (kind for kind, _ in drawn), strict=True))
        return [host.pk for host in hosts]

    def places(self) -> Iterator[Place]:
        """Communes, the bigger the more often."""
        for where, number in REGIONS:
            found = list(Place.objects.filter(latitude__isnull=False, **where).order_by("code"))
            # The square root keeps the towns from taking everything.
            yield from self.random.choices(found, [max(one.population, 400) ** 0.7 for one in found], k=number)

    def kind(self) -> dict[str, Any]:
        return self.random.choices(self.kinds, [kind["weight"] for kind in self.kinds])[0]

    def name(self, kind: dict[str, Any], place: Place) -> str:
        """A name that nobody else bears; the town is added where all are taken."""
        for _ in range(12):
            name = str(kind["label"]).replace("{name}", self.random.choice(self.names))
            if name not in self.used:
                break
        else:
            name = f"{name} de {place.name}"
        self.used.add(name)
        return name

    def host(self, kind: dict[str, Any], place: Place) -> HostInstitution:
        days = self.random.randint(20, 700)
        organisation = Organisation(
            kind=OrganisationKind.HOST,
            name=self.name(kind, place),
            country=place.country,
            territory=self.territories.get(place.department) if place.country == "FR" else None,
        )
        member = self.random.random() < 0.35
        return HostInstitution(
            organisation=organisation,
            slug=slugify(f"{organisation.name} {place.name} {len(self.used)}")[:90],
            state=HostState.PUBLISHED,
            published_at=self.now - datetime.timedelta(days=days),
            origin=self.random.choice((HostOrigin.NETWORK, HostOrigin.ITSELF, HostOrigin.IMPORT)),
            membership_status=MembershipStatus.MEMBER if member else MembershipStatus.POTENTIAL,
            sector=self.sectors[kind["sector"]],
            activity=kind["activity"],
            presentation=kind["presentation"],
            public_served=kind["public"],
            languages=["fr"] if place.country == "FR" else self.random.choice((["fr"], ["fr", "nl"], ["fr", "de"])),
            staff_number=self.random.randint(*kind["staff"]) if self.random.random() < 0.8 else None,
            hosting_since=self.random.choice((None, self.now.year - self.random.randint(1, 25))),
        )

    def site(self, host: HostInstitution, place: Place) -> HostSite:
        assert place.latitude is not None
        assert place.longitude is not None
        return HostSite(
            institution=host,
            address=f"{self.random.randint(1, 90)} {self.random.choice(self.streets)}",
            postcode=place.postcodes[0] if place.postcodes else "",
            city=place.name,
            country=place.country,
            place=place,
            latitude=place.latitude + self.random.gauss(0, 0.006),
            longitude=place.longitude + self.random.gauss(0, 0.008),
            approximate=False,
            is_main=True,
            public_transport=self.random.choice(ACCESS),
            meals=self.random.choice(ACCESS),
            wheelchair=self.random.choice(ACCESS),
            lodging=Access.YES if self.random.random() < 0.08 else self.random.choice((Access.NO, Access.UNKNOWN)),
        )

    def create_offers(self, hosts: Iterable[tuple[HostInstitution, HostSite, dict[str, Any]]]) -> None:
        made = [
            (self.offer(host, given), site, given)
            for host, site, kind in hosts
            for given in kind["offer"]
            if self.random.random() < 0.55
        ]
        PlacementOffer.objects.bulk_create(offer for offer, _, _ in made)
        OfferPeriod.objects.bulk_create(period for offer, _, given in made for period in self.periods(offer, given))
        places = PlacementOffer.sites.through
        places.objects.bulk_create(places(placementoffer_id=one.pk, hostsite_id=site.pk) for one, site, _ in made)
        levels = PlacementOffer.levels.through
        levels.objects.bulk_create(
            levels(placementoffer_id=offer.pk, level_id=self.levels[code].pk)
            for offer, _, given in made
            for code in given["levels"]
        )
        diplomas = PlacementOffer.diplomas.through
        diplomas.objects.bulk_create(
            diplomas(placementoffer_id=offer.pk, diploma_id=self.diplomas[code].pk)
            for offer, _, given in made
            for code in given["diplomas"]
        )

    def offer(self, host: HostInstitution, given: dict[str, Any]) -> PlacementOffer:
        short = given["position"] == "observation"
        return PlacementOffer(
            institution=host,
            state=OfferState.PUBLISHED,
            published_at=self.now - datetime.timedelta(days=self.random.randint(0, 120), minutes=len(host.slug)),
            title=given["title"],
            description=given["description"],
            activities=given["activities"],
            occupation=self.occupations.get(given.get("occupation", "")),
            position=given["position"],
            time_share=100 if short or self.random.random() < 0.8 else 50,
            weekly_minutes=30 * 60 if short else self.random.choice((28, 32, 35)) * 60,
        )

    def periods(self, offer: PlacementOffer, given: dict[str, Any]) -> Iterator[OfferPeriod]:
        """One to three periods ahead, some of them full; a few offers lie in the past."""
        weeks = self.random.randint(-30, -12) if self.random.random() < 0.06 else self.random.randint(2, 12)
        for _ in range(self.random.choice((1, 1, 2, 3))):
            length = self.random.randint(*given["length"])
            start = monday(weeks)
            capacity = self.random.randint(1, 4)
            taken = capacity if self.random.random() < 0.12 else self.random.randint(0, capacity - 1)
            yield OfferPeriod(offer=offer, start=start, end=friday(start, length), capacity=capacity, taken=taken)
            weeks += length + self.random.randint(2, 10)

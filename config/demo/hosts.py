"""The six hosts told in full, from `hosts.toml`: sheets, sites, pictures, contacts, offers."""

from __future__ import annotations

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Territory
from config.demo import pictures
from documents import files
from hosts.enums import HostState, MembershipStatus, OfferState
from hosts.models import (
    ContactPerson,
    Diploma,
    HostInstitution,
    HostPhoto,
    HostSite,
    Level,
    Occupation,
    OfferPeriod,
    Place,
    PlacementOffer,
    Sector,
)

FILE = Path(__file__).with_name("hosts.toml")
WEEK = datetime.timedelta(weeks=1)


def create_hosts(territories: dict[str, Territory]) -> dict[str, HostInstitution]:
    """Writes the six hosts; returns them by their key."""
    return {given["key"]: _host(given, territories) for given in tomllib.loads(FILE.read_text())["host"]}


def monday(weeks: int) -> datetime.date:
    """The Monday that many weeks from now."""
    today = timezone.localdate()
    return today - datetime.timedelta(days=today.weekday()) + weeks * WEEK


def friday(start: datetime.date, weeks: int) -> datetime.date:
    """The Friday that ends a stay of that many weeks begun on a Monday."""
    return start + weeks * WEEK - datetime.timedelta(days=3)


def _host(given: dict[str, Any], territories: dict[str, Territory]) -> HostInstitution:
    now = timezone.now()
    organisation = Organisation.objects.create(
        kind=OrganisationKind.HOST,
        name=given["name"],
        legal_name=given["legal_name"],
        territory=territories[given["territory"]],
    )
    host = HostInstitution.objects.create(
        organisation=organisation,
        slug=slugify(f"{given['name']} {given['site'][0]['city']}"),
        state=HostState.PUBLISHED,
        published_at=now - datetime.timedelta(days=200),
        membership_status=MembershipStatus.MEMBER,
        sector=Sector.objects.get(code=given["sector"]),
        activity=given["activity"],
        presentation=given["presentation"].strip(),
        public_served=given["public_served"],
        languages=given["languages"],
        staff_number=given["staff_number"],
        hosting_since=given["hosting_since"],
        website=given.get("website", ""),
    )
    host.occupations.set(Occupation.objects.filter(code__in=given["occupations"]))
    sites = [_site(host, site) for site in given["site"]]
    for position, picture in enumerate(given["pictures"]):
        _photo(host, position, picture)
    for contact in given["contacts"]:
        ContactPerson.objects.create(institution=host, site=sites[0], **contact)
    for number, offer in enumerate(given["offer"]):
        _offer(host, sites[offer["site"]], offer, published=now - datetime.timedelta(days=4 + 9 * number))
    return host


def _site(host: HostInstitution, given: dict[str, Any]) -> HostSite:
    place = Place.objects.filter(country="FR", name=given["city"]).order_by("-population").first()
    assert place is not None, f"{given['city']} is not in the gazetteer"
    # A little off the commune's centre, each site its own way.
    shift = (len(given["address"]) % 7 - 3) / 900
    return HostSite.objects.create(
        institution=host,
        place=place,
        postcode=place.postcodes[0] if place.postcodes else "",
        latitude=(place.latitude or 0) + shift,
        longitude=(place.longitude or 0) - shift,
        approximate=False,
        **given,
    )


def _photo(host: HostInstitution, position: int, given: dict[str, Any]) -> None:
    content = pictures.draw(given["scene"], given["seed"])
    file = files.keep_image(content, name=f"{given['scene']}.png")
    HostPhoto.objects.create(institution=host, file=file, alternative=given["alternative"], position=position)


def _offer(host: HostInstitution, site: HostSite, given: dict[str, Any], *, published: datetime.datetime) -> None:
    offer = PlacementOffer.objects.create(
        institution=host,
        state=OfferState.PUBLISHED,
        published_at=published,
        title=given["title"],
        description=given["description"],
        activities=given["activities"],
        occupation=Occupation.objects.get(code=given["occupation"]),
        position=given["position"],
        time_share=given.get("time_share", 100),
        weekly_minutes=round(given["weekly"] * 60),
        conditions=given.get("conditions", ""),
        stipend_hourly=Decimal(given["stipend_hourly"]) if "stipend_hourly" in given else None,
    )
    offer.sites.add(site)
    offer.levels.set(Level.objects.filter(code__in=given["levels"]))
    offer.diplomas.set(Diploma.objects.filter(code__in=given["diplomas"]))
    for period in given["periods"]:
        start = monday(period["weeks"])
        end = friday(start, period["length"])
        taken = period["taken"]
        OfferPeriod.objects.create(offer=offer, start=start, end=end, capacity=period["capacity"], taken=taken)

"""The six rich hosts: sheets, sites, contacts, pictures and offers, out of `hosts/*.toml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from config.demo.dates import moment, period
from config.demo.drawing import picture
from config.demo.texts import Codes, rich_hosts
from documents.files import keep_image
from hosts.enums import HostOrigin, HostState, OfferState
from hosts.models import (
    ContactPerson,
    HostInstitution,
    HostPhoto,
    HostSite,
    OfferPeriod,
    Place,
    PlacementOffer,
    SiteQualification,
)
from hosts.services.indexing import reindex_institutions

if TYPE_CHECKING:
    from config.demo.world import World

# Which sites a school of the demonstration qualified for its trainees (A19): host, number of the site.
QUALIFIED = (("centre_social", 0), ("residence", 0))
MANAGERS = {"creche": "manager", "centre_social": "double"}


def make(world: World) -> None:
    codes = Codes()
    for text in rich_hosts():
        host = _sheet(world, text, codes)
        world.hosts[text["key"]] = host
        sites = _sites(host, text)
        for contact in text["contacts"]:
            values = dict(contact)
            site = sites[values.pop("site")] if "site" in values else None
            ContactPerson.objects.create(institution=host, site=site, **values)
        _photos(host, text)
        for offer in text["offers"]:
            _offer(world, host, sites, offer, codes, MANAGERS.get(text["key"]))
    for key, number in QUALIFIED:
        SiteQualification.objects.create(
            site=world.hosts[key].sites.order_by("-is_main", "pk")[number],
            school=world.organisations["institute"],
            since=period(world.today, -30, 1)[0],
            granted_by=world.people["coordinator"],
        )
    HostInstitution.objects.filter(pk__in=[host.pk for host in world.hosts.values()]).update(
        updated_at=moment(world.today, weeks_ago=3)
    )
    reindex_institutions([host.pk for host in world.hosts.values()])


def _sheet(world: World, text: dict[str, Any], codes: Codes) -> HostInstitution:
    since = moment(world.today, weeks_ago=80)
    body = Organisation.objects.create(
        kind=OrganisationKind.HOST,
        name=text["name"],
        legal_name=text["legal_name"],
        territory=world.territory(text["territory"]),
        created_at=since,
        verified_at=since,
    )
    host = HostInstitution.objects.create(
        organisation=body,
        slug=slugify(f"{text['name']} {text['sites'][0]['city']}".replace("’", "-")),
        state=HostState.PUBLISHED,
        membership_status=text["membership"],
        origin=HostOrigin.ITSELF,
        sector_id=codes.sectors[text["sector"]],
        activity=text["activity"],
        presentation=text["presentation"].strip(),
        public_served=text["public_served"],
        languages=text["languages"],
        staff_number=text["staff_number"],
        website=text["website"],
        hosting_since=text["hosting_since"],
        submitted_at=since,
        published_at=since,
        created_at=since,
    )
    host.occupations.set([codes.occupations[code] for code in text["occupations"]])
    return host


def _sites(host: HostInstitution, text: dict[str, Any]) -> list[HostSite]:
    sites = []
    for number, one in enumerate(text["sites"]):
        values = dict(one)
        place = Place.objects.filter(country="FR", code=values.pop("place")).first()
        sites.append(
            HostSite.objects.create(
                institution=host, place=place, is_main=number == 0, approximate=False, country="FR", **values
            )
        )
    return sites


def _photos(host: HostInstitution, text: dict[str, Any]) -> None:
    for position, photo in enumerate(text["photos"]):
        file = keep_image(picture(photo["scene"]), name=f"{text['key']}-{photo['scene']}.png")
        HostPhoto.objects.create(institution=host, file=file, alternative=photo["alternative"], position=position)


def _offer(
    world: World, host: HostInstitution, sites: list[HostSite], text: dict[str, Any], codes: Codes, manager: str | None
) -> None:
    state = OfferState(text.get("state", OfferState.PUBLISHED))
    weeks_ago = text.get("published", 1)
    written = moment(world.today, weeks_ago=weeks_ago + 0.5)
    offer = PlacementOffer.objects.create(
        institution=host,
        state=state,
        title=text["title"],
        description=text["description"].strip(),
        activities=text["activities"].strip(),
        occupation_id=codes.occupations[text["occupation"]],
        position_id=codes.positions[text["position"]],
        time_share=text.get("time_share", 100),
        weekly_minutes=round(text["weekly_hours"] * 60),
        conditions=text.get("conditions", ""),
        created_by=world.people[manager] if manager else None,
        created_at=written,
        published_at=moment(world.today, weeks_ago=weeks_ago) if state == OfferState.PUBLISHED else None,
    )
    offer.sites.set([sites[number] for number in text["sites"]])
    offer.levels.set([codes.levels[code] for code in text["levels"]])
    offer.diplomas.set([codes.diplomas[code] for code in text["diplomas"]])
    for one in text["periods"]:
        start, end = period(world.today, one["start"], one["weeks"])
        OfferPeriod.objects.create(offer=offer, start=start, end=end, capacity=one["seats"], taken=one["taken"])

"""A few hundred more hosts: plausible kinds, invented names, real communes. The same ones at every loading."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Subquery
from django.utils.text import slugify

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from config.demo.dates import moment, period
from config.demo.texts import Codes, read
from hosts.enums import Access, HostOrigin, HostState, MembershipStatus, OfferState
from hosts.models import HostInstitution, HostSite, OfferPeriod, Place, PlacementOffer
from hosts.services.indexing import reindex_institutions

if TYPE_CHECKING:
    from config.demo.world import World

SEED = 2_026
MEMBERS, WITH_OFFER = 0.4, 0.35
# Where they stand: country, département or none, how many.
SPREAD = (("FR", "35", 150), ("FR", "34", 120), ("FR", "", 66), ("BE", "", 10))
SMALLEST_ELSEWHERE = 8_000
FRENCH_SPEAKING = ("WAL", "BRU")
HOURS = (28, 30, 32, 35)


@dataclass
class Draft:
    """A host to write, with what it is made of."""

    kind: dict[str, Any]
    place: Place
    name: str
    host: HostInstitution | None = None
    site: HostSite | None = None


_came_in = Subquery(HostInstitution.objects.filter(organisation=OuterRef("pk")).values("published_at"))


def make(world: World) -> None:
    chance = random.Random(SEED)
    drafts = list(_drafts(chance))
    codes = Codes()
    _write_hosts(world, drafts, codes, chance)
    _write_offers(world, drafts, codes, chance)
    reindex_institutions([draft.host.pk for draft in drafts if draft.host])


def of_town(name: str) -> str:
    """« de Rennes », « d’Acigné », « du Rheu », « des Matelles »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0] in "AEIOUYÉÈÊÂÎÔHaeiou" else f"de {name}"


def _drafts(chance: random.Random) -> Iterator[Draft]:
    every, words = read("kinds.toml")["kind"], read("words.toml")["names"]
    taken: set[tuple[str, str]] = set()
    for country, department, count in SPREAD:
        kinds = [kind for kind in every if kind.get("country", "FR") == country]
        places = list(_places(country, department))
        weights = [max(place.population, 200) ** 0.6 for place in places]
        yield from islice(_invent(chance, kinds, words, places, weights, taken), count if places else 0)


def _invent(
    chance: random.Random,
    kinds: list[dict[str, Any]],
    words: list[str],
    places: list[Place],
    weights: list[float],
    taken: set[tuple[str, str]],
) -> Iterator[Draft]:
    while True:
        kind = chance.choices(kinds, [kind["weight"] for kind in kinds])[0]
        place = chance.choices(places, weights)[0]
        town = kind["name"].replace("de {city}", of_town(place.name))
        name = town.format(word=chance.choice(words), city=place.name)
        if (name, place.name) not in taken:
            taken.add((name, place.name))
            yield Draft(kind, place, name)


def _places(country: str, department: str) -> Iterable[Place]:
    places = Place.objects.filter(country=country, latitude__isnull=False).order_by("code")
    if department:
        return places.filter(department=department)
    places = places.filter(population__gte=SMALLEST_ELSEWHERE)
    return (
        places.filter(department__in=FRENCH_SPEAKING)
        if country == "BE"
        else places.exclude(department__in=["34", "35"])
    )


def _write_hosts(world: World, drafts: list[Draft], codes: Codes, chance: random.Random) -> None:
    territories = {territory.departments[0]: territory for territory in world.territories.values()}
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.HOST,
            name=draft.name,
            country=draft.place.country,
            territory=territories.get(draft.place.department) if draft.place.country == "FR" else None,
        )
        for draft in drafts
    )
    slugs = _slugs(drafts)
    hosts = [_host(world, draft, body, next(slugs), codes, chance) for draft, body in zip(drafts, bodies, strict=True)]
    for draft, host in zip(drafts, HostInstitution.objects.bulk_create(hosts), strict=True):
        draft.host = host
    # They came in over the years; `updated_at` is set by saving, whatever one says.
    mine = HostInstitution.objects.filter(pk__in=[host.pk for host in hosts])
    mine.update(updated_at=F("published_at"))
    Organisation.objects.filter(host__in=mine).update(created_at=_came_in, verified_at=_came_in)
    through = HostInstitution.occupations.through
    through.objects.bulk_create(
        through(hostinstitution_id=draft.host.pk, occupation_id=codes.occupations[code])
        for draft in drafts
        if draft.host
        for code in draft.kind["occupations"]
    )
    words = read("words.toml")
    sites = HostSite.objects.bulk_create(_site(draft, words, chance) for draft in drafts)
    for draft, site in zip(drafts, sites, strict=True):
        draft.site = site


def _slugs(drafts: list[Draft]) -> Iterator[str]:
    taken = set(HostInstitution.objects.values_list("slug", flat=True))
    for draft in drafts:
        town = "" if draft.place.name in draft.name else draft.place.name
        base = slugify(f"{draft.name} {town}".replace("’", "-"))[:80].strip("-")
        slug = next(
            slug for number in range(1, 99) if (slug := base if number == 1 else f"{base}-{number}") not in taken
        )
        taken.add(slug)
        yield slug


def _host(
    world: World, draft: Draft, body: Organisation, slug: str, codes: Codes, chance: random.Random
) -> HostInstitution:
    since = moment(world.today, weeks_ago=chance.uniform(2, 110), hour=chance.randint(8, 18))
    kind = draft.kind
    host = HostInstitution(
        organisation=body,
        slug=slug,
        state=HostState.PUBLISHED,
        membership_status=MembershipStatus.MEMBER if chance.random() < MEMBERS else MembershipStatus.POTENTIAL,
        origin=chance.choice([HostOrigin.NETWORK, HostOrigin.ITSELF, HostOrigin.SCHOOL]),
        sector_id=codes.sectors[kind["sector"]],
        activity=kind["activity"],
        presentation=kind["about"],
        public_served=kind["public"],
        languages=["fr", "nl"] if draft.place.country == "BE" and chance.random() < 0.4 else ["fr"],
        staff_number=chance.randint(*kind["staff"]),
        hosting_since=world.today.year - chance.randint(1, 25) if chance.random() < 0.6 else None,
        submitted_at=since,
        published_at=since,
        created_at=since,
    )
    host.fold_name()
    return host


def _site(draft: Draft, words: dict[str, Any], chance: random.Random) -> HostSite:
    """Somewhere near the commune's centre: the larger the town, the wider."""
    place = draft.place
    reach = min(0.022, 0.0025 + (place.population / 1_000_000) ** 0.5 * 0.03)
    served = chance.choice([Access.YES, Access.YES, Access.NO, Access.UNKNOWN])
    return HostSite(
        institution=draft.host,
        is_main=True,
        address=f"{chance.randint(1, 88)} {chance.choice(words['streets'])}",
        postcode=place.postcodes[0] if place.postcodes else "",
        city=place.name,
        country=place.country,
        place=place,
        latitude=round((place.latitude or 0) + chance.gauss(0, reach / 2), 6),
        longitude=round((place.longitude or 0) + chance.gauss(0, reach / 1.4), 6),
        approximate=False,
        public_transport=served,
        transport_details=chance.choice(words["transport"]) if served == Access.YES else "",
        meals=chance.choice([Access.YES, Access.YES, Access.NO, Access.UNKNOWN]),
        wheelchair=chance.choice([Access.YES, Access.YES, Access.NO, Access.UNKNOWN]),
        lodging=chance.choice([Access.YES, Access.NO, Access.NO, Access.UNKNOWN]),
    )


def _write_offers(world: World, drafts: list[Draft], codes: Codes, chance: random.Random) -> None:
    wanted = [
        (draft, text)
        for draft in drafts
        if chance.random() < WITH_OFFER
        for text in chance.sample(draft.kind["offer"], chance.randint(1, len(draft.kind["offer"])))
    ]
    offers = PlacementOffer.objects.bulk_create(_offer(world, draft, text, codes, chance) for draft, text in wanted)
    sites, levels = PlacementOffer.sites.through, PlacementOffer.levels.through
    diplomas = PlacementOffer.diplomas.through
    pairs = list(zip(offers, wanted, strict=True))
    sites.objects.bulk_create(
        sites(placementoffer_id=offer.pk, hostsite_id=draft.site.pk) for offer, (draft, _) in pairs if draft.site
    )
    levels.objects.bulk_create(
        levels(placementoffer_id=offer.pk, level_id=codes.levels[code])
        for offer, (_, text) in pairs
        for code in text["levels"]
    )
    diplomas.objects.bulk_create(
        diplomas(placementoffer_id=offer.pk, diploma_id=codes.diplomas[code])
        for offer, (_, text) in pairs
        for code in text["diplomas"]
    )
    OfferPeriod.objects.bulk_create(made for offer, (_, text) in pairs for made in _periods(world, offer, text, chance))


def _offer(world: World, draft: Draft, text: dict[str, Any], codes: Codes, chance: random.Random) -> PlacementOffer:
    weeks_ago = chance.uniform(0.2, 20)
    published = moment(world.today, weeks_ago=weeks_ago, hour=chance.randint(8, 18))
    draft_only = chance.random() < 0.04
    return PlacementOffer(
        institution=draft.host,
        state=OfferState.DRAFT if draft_only else OfferState.PUBLISHED,
        title=text["title"],
        description=f"{text['text']}\n\n{draft.kind['about']}",
        activities="\n".join(text["activities"]),
        occupation_id=codes.occupations[text["occupation"]],
        position_id=codes.positions[text["position"]],
        time_share=text.get("share", 50 if text["position"] != "observation" and chance.random() < 0.1 else 100),
        weekly_minutes=60 * chance.choice(HOURS),
        created_at=published,
        published_at=None if draft_only else published,
    )


def _periods(world: World, offer: PlacementOffer, text: dict[str, Any], chance: random.Random) -> Iterator[OfferPeriod]:
    """One to three periods: mostly ahead, some full, a few over."""
    start = chance.choice([-30, -12, 1, 2, 3, 4, 6, 8, 10, 14]) if chance.random() < 0.6 else chance.randint(2, 20)
    for _number in range(chance.choice([1, 1, 2, 3])):
        weeks = chance.randint(*text["weeks"])
        first, last = period(world.today, start, weeks)
        seats = chance.choice([1, 1, 2, 2, 3])
        taken = seats if chance.random() < 0.15 else chance.choice([0, 0, 0, min(1, seats - 1)])
        if offer.state != OfferState.PUBLISHED:
            taken = 0
        yield OfferPeriod(offer=offer, start=first, end=last, capacity=seats, taken=taken)
        start += weeks + chance.randint(1, 6)

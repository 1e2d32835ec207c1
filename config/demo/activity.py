"""What has happened in the demo already: sheets waiting for moderation, favourites, saved searches, a class."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Territory, User
from config.demo.hosts import friday, monday
from hosts.enums import AlertFrequency, HostOrigin, HostState, OfferState
from hosts.models import (
    Favourite,
    HostInstitution,
    HostSite,
    Occupation,
    OfferPeriod,
    Place,
    PlacementOffer,
    SavedSearch,
    Sector,
    SiteQualification,
)

# Name, category, sector, town, territory, who discovered it.
WAITING = (
    ("Institut médico-éducatif Les Hirondelles", "IME", "medico-social", "Rennes", "ille-et-vilaine", "alix"),
    ("Atelier vélo Le Dérailleur", "Atelier associatif", "environnement", "Rennes", "ille-et-vilaine", "omar"),
    ("Halte-garderie Pomme de pin", "Accueil du jeune enfant", "social", "Vitré", "ille-et-vilaine", "lucie"),
    ("Radio locale Étang FM", "Radio associative", "communication", "Sète", "herault", "omar"),
)


def create_activity(
    *,
    people: dict[str, User],
    hosts: dict[str, HostInstitution],
    organisations: dict[str, Organisation],
    territories: dict[str, Territory],
) -> None:
    for waiting in WAITING:
        _waiting_host(*waiting, people=people, territories=territories)
    _kept_by(people["alix"], hosts)
    _kept_by_school(people["lucie"], organisations["institute"], hosts)
    _draft(hosts["clairiere"], people["farid"])


def _waiting_host(
    name: str,
    activity: str,
    sector: str,
    city: str,
    territory: str,
    finder: str,
    *,
    people: dict[str, User],
    territories: dict[str, Territory],
) -> None:
    organisation = Organisation.objects.create(kind=OrganisationKind.HOST, name=name, territory=territories[territory])
    place = Place.objects.filter(country="FR", name=city).order_by("-population").first()
    assert place is not None
    host = HostInstitution.objects.create(
        organisation=organisation,
        slug=slugify(f"{name} {city}")[:90],
        state=HostState.PENDING,
        origin=HostOrigin.SCHOOL if finder == "lucie" else HostOrigin.TRAINEE,
        discovered_by=people[finder],
        sector=Sector.objects.get(code=sector),
        activity=activity,
        submitted_at=timezone.now() - datetime.timedelta(days=len(name) % 9 + 1),
    )
    HostSite.objects.create(
        institution=host,
        city=place.name,
        postcode=place.postcodes[0],
        place=place,
        latitude=place.latitude,
        longitude=place.longitude,
        is_main=True,
    )


def _kept_by(trainee: User, hosts: dict[str, HostInstitution]) -> None:
    Favourite.objects.create(user=trainee, institution=hosts["phare"])
    offer = hosts["hirondelles"].offers.order_by("pk").first()
    Favourite.objects.create(user=trainee, offer=offer)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    SavedSearch.objects.create(
        user=trainee,
        name="IME près de Rennes",
        parameters={"q": "IME", "place": "Rennes", "radius": "20"},
        frequency=AlertFrequency.DAILY,
        next_check_at=tomorrow,
    )


def _kept_by_school(teacher: User, school: Organisation, hosts: dict[str, HostInstitution]) -> None:
    for key in ("hirondelles", "passerelle"):
        site = hosts[key].sites.get(is_main=True)
        SiteQualification.objects.create(site=site, school=school, granted_by=teacher)


def _draft(host: HostInstitution, author: User) -> None:
    draft = PlacementOffer.objects.create(
        institution=host,
        state=OfferState.DRAFT,
        title="Préparer la fête du quartier",
        description="De la première idée au rangement des tables, avec le collectif d’habitants.",
        activities="Réunir les partenaires\nTenir le budget",
        occupation=Occupation.objects.get(code="animateur-socioculturel"),
        weekly_minutes=28 * 60,
        created_by=author,
    )
    draft.sites.set(host.sites.all())
    start = monday(18)
    OfferPeriod.objects.create(offer=draft, start=start, end=friday(start, 8), capacity=2)

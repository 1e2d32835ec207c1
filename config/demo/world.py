"""Loads the demonstration: once, and again only to move its dates forward."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation, Territory, User
from config.demo.accounts import ACCOUNTS, DOMAIN, create_people, create_pupils
from config.demo.activity import create_activity
from config.demo.crowd import Crowd
from config.demo.hosts import create_hosts
from hosts.models import HostInstitution, OfferPeriod
from hosts.services.indexing import reindex_institutions

# The dates of the demo are moved when they are that old.
STALE = datetime.timedelta(days=7)
NETWORK = "Réseau Escale (démonstration)"


def load() -> str:
    """Makes the world where it is missing, moves its dates where they are stale; returns what was done."""
    network = Organisation.objects.filter(kind=OrganisationKind.NETWORK, name=NETWORK).first()
    if network is None:
        if User.objects.exclude(email__endswith=f"@{DOMAIN}").exists():
            return "this database holds people of its own: the demonstration is not loaded"
        create()
        return "the demonstration is loaded"
    weeks = (timezone.now() - network.created_at) // STALE
    if weeks:
        move_forward(network, weeks)
        return f"the demonstration's dates are moved by {weeks} weeks"
    return "the demonstration is up to date"


@transaction.atomic
def create() -> None:
    territories = {
        "ille-et-vilaine": Territory.objects.create(name="Ille-et-Vilaine", slug="ille-et-vilaine", departments=["35"]),
        "herault": Territory.objects.create(name="Hérault", slug="herault", departments=["34"]),
    }
    hosts = create_hosts(territories)
    crowd = Crowd(territories.values()).create()
    organisations = {key: host.organisation for key, host in hosts.items()} | create_organisations(territories)
    people = create_people(organisations)
    create_pupils(organisations["college"], people["thomas"])
    create_activity(people=people, hosts=hosts, organisations=organisations, territories=territories)
    reindex_institutions([*(host.pk for host in hosts.values()), *crowd])


def create_organisations(territories: dict[str, Territory]) -> dict[str, Organisation]:
    """Schools and the network's own bodies."""
    west, south = territories["ille-et-vilaine"], territories["herault"]
    training, network = OrganisationKind.TRAINING, OrganisationKind.NETWORK
    given = {
        "institute": (training, "Institut des métiers de l’accompagnement de Rennes", west),
        "college": (training, "Collège Les Sept Fontaines", west),
        "network": (network, NETWORK, None),
        "club35": (network, "Club Escale d’Ille-et-Vilaine", west),
        "club34": (network, "Club Escale de l’Hérault", south),
    }
    return {
        key: Organisation.objects.create(kind=kind, name=name, territory=territory)
        for key, (kind, name, territory) in given.items()
    }


@transaction.atomic
def move_forward(network: Organisation, weeks: int) -> None:
    """Moves every period of offers by whole weeks, so that the demo never grows old."""
    shift = datetime.timedelta(weeks=weeks)
    OfferPeriod.objects.update(start=F("start") + shift, end=F("end") + shift)
    network.created_at += shift
    network.save(update_fields=["created_at"])
    reindex_institutions(HostInstitution.objects.values_list("pk", flat=True))


def accounts_exist() -> bool:
    return User.objects.filter(email=ACCOUNTS[0].address).exists()

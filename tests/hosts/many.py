"""A register of any size, made in one go: for tests and for the bench."""

from __future__ import annotations

from django.db import connection

from accounts.models import Organisation
from hosts.enums import HostState
from hosts.models import HostInstitution, HostSite


def register_of(number: int) -> None:
    """That many published hosts, all over the country, with names that resemble each other."""
    # Foreign keys are checked row after row, not all at once at the end, where a busy machine would run out of time.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    flowers = "Aubépines Bleuets Cerisiers Dunes Érables Fontaines Genêts Hirondelles Iris Jonquilles Lilas"
    words = flowers.split()
    names = [f"{('IME', 'Collège', 'EHPAD')[i % 3]} {words[i % 11]} {words[i // 11 % 11]} {i}" for i in range(number)]
    organisations = Organisation.objects.bulk_create(Organisation(kind="host", name=name) for name in names)
    hosts = [
        HostInstitution(organisation=o, slug=f"h-{i}", state=HostState.PUBLISHED) for i, o in enumerate(organisations)
    ]
    for host in hosts:
        host.fold_name()
    HostInstitution.objects.bulk_create(hosts, batch_size=2_000)
    HostSite.objects.bulk_create(
        HostSite(
            institution=h,
            postcode=f"{i % 95 + 1:02}{i % 30:03}",
            city="Ville",
            latitude=42 + i % 90 / 10,
            longitude=i % 80 / 10 - 1.7,
        )
        for i, h in enumerate(hosts)
    )

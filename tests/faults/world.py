"""Run once on a new database: hosts whose managers may write to one animator, and sessions for all. Prints JSON."""

from __future__ import annotations

import json

import django

HOSTS = 30


def build() -> list[dict[str, str]]:
    from django.conf import settings
    from django.test import Client

    from accounts.enums import OrganisationKind, Role
    from documents import files
    from messaging.emails import reference
    from tests import factories
    from tests.documents import samples

    territory = factories.territory(name="Ille-et-Vilaine", slug="ille-et-vilaine")
    club = factories.organisation(OrganisationKind.NETWORK, territory=territory)
    factories.member(club, Role.ANIMATOR, email="animator@example.org")
    files.store(content=samples.PDF, name="kept.pdf")
    people = []
    for number in range(HOSTS):
        host = factories.host(organisation__territory=territory)
        manager = factories.member(host.organisation, Role.HOST_MANAGER, email=f"manager{number}@example.org")
        client = Client()
        client.force_login(manager)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        people.append({"session": session, "about": reference(host)})
    return people


if __name__ == "__main__":
    django.setup()
    print(json.dumps(build()))

"""Run once on a new database: hosts whose managers may write to one animator, and sessions for all; agreements that
wait for their last signature. Prints JSON."""

from __future__ import annotations

import json

import django

HOSTS = 30
AGREEMENTS = 8


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


def agreements() -> list[int]:
    """Versions that all have signed but the head of the school."""
    from agreements.enums import Capacity, SignatoryState
    from documents import files
    from documents.files import StoredFile
    from tests.agreements.signing_world import SigningWorld

    made = []
    for number in range(AGREEMENTS):
        world = SigningWorld()
        version = world.send(kind={"code": "student", "sender": "school", "is_observation": False})
        stored: StoredFile = files.store(content=document(number), name="convention.pdf", media_type="application/pdf")
        version.file, version.sha256 = stored, stored.sha256
        version.save()
        rows = version.agreement.signatories.exclude(capacity=Capacity.HEAD).exclude(state=SignatoryState.DELEGATED)
        for row in rows.filter(required=True):
            world.sign(row, version)
        made.append(version.pk)
    return made


def document(number: int) -> bytes:
    """A document of some three hundred kilobytes: larger than the limit that one of the faults sets."""
    import base64
    import io
    import random

    from PIL import Image

    from documents import pdf

    picture = io.BytesIO()
    Image.frombytes("RGB", (320, 320), random.Random(number).randbytes(320 * 320 * 3)).save(picture, "PNG")
    source = base64.b64encode(picture.getvalue()).decode()
    return pdf.from_html(
        "<!doctype html><html lang='fr'><head><title>Convention</title></head><body><h1>Convention</h1>"
        f"<img alt='Bruit' src='data:image/png;base64,{source}'></body></html>"
    )


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"people": build(), "agreements": agreements()}))

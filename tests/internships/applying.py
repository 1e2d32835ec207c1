"""What tests of applications share."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from hosts.models import HostInstitution, PlacementOffer
from internships.models import Application
from internships.services import applications as service
from tests import factories

ADULT = datetime.date(1998, 5, 4)


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def trainee(**fields: Any) -> User:
    return factories.user(**{"is_trainee": True, "birth_date": ADULT, **fields})


def minor(**fields: Any) -> User:
    """Fifteen today."""
    born = timezone.localdate().replace(year=timezone.localdate().year - 15, day=1)
    return trainee(birth_date=born, **fields)


def open_offer(institution: HostInstitution | None = None, **fields: Any) -> PlacementOffer:
    """An offer of a host that somebody looks after, from today on for three months."""
    host = institution or factories.host()
    if not host.organisation.memberships.exists():
        factories.member(host.organisation)
    return factories.offer(host, **{"start": day(20), "end": day(110), **fields})


def manager_of(institution: HostInstitution) -> User:
    return User.objects.filter(memberships__organisation=institution.organisation).order_by("pk")[0]


def apply(person: User | None = None, offer: PlacementOffer | None = None, **fields: Any) -> Application:
    """Applies as a person does, by the service, to an offer."""
    offered = offer or open_offer()
    period = offered.periods.get()
    values = {
        "institution": offered.institution,
        "offer": offered,
        "period": period,
        "kind": fields.pop("kind", None) or factories.kind(),
        "start": day(30),
        "end": day(60),
        "message": "Bonjour, j’aimerais voir votre travail.",
        **fields,
    }
    return service.apply(person=person or trainee(), **values)


def accepted(person: User | None = None, offer: PlacementOffer | None = None, **fields: Any) -> Application:
    application = apply(person, offer, **fields)
    return service.accept(application_id=application.pk, actor=manager_of(application.institution))


def state(application: Application) -> str:
    application.refresh_from_db()
    return application.state

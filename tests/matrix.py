"""Who may do what: the roles, the world they live in, and the row that each address has in the access matrix.

Each folder of tests writes its rows by hand in `matrix.py` (or `matrix_*.py`), as a dict `MATRIX` from the name of a
route to a `Row`. `tests/hygiene/test_access_matrix.py` walks the URLconf, fails on a route without a row, and asserts
every cell. A cell is the status expected; `"*"` stands for every role not named.
"""

from __future__ import annotations

import datetime
import importlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, User
from hosts.enums import HostState, OfferState
from tests import factories

ROLES = (
    "anonymous",
    "trainee",
    "other_trainee",
    "host",
    "other_host",
    "teacher",
    "other_school",
    "animator",
    "validator",
    "pilot",
    "hr",
    "admin",
)
# Enters the back office; administers a network that a territory limits; human resources of the employer of the placed
# professional, and of another one. Asked only where a row names them.
EXTRA_ROLES = ("superuser", "local_admin", "employer", "other_employer")

Values = Mapping[str, Any] | Callable[["World"], Mapping[str, Any]]
Cells = Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """The expectations of one route.

    `get` and `post` give the status by role; None means that nobody gets an answer by that method (403, 404, 405 or
    the way to sign-in). `redirect_login` sends a visitor who is not signed in to the sign-in page, by every method.
    `kwargs`, `query` and `data` are dicts, or functions of the world. `path` is for routes without a name.
    """

    kwargs: Values = field(default_factory=dict)
    query: Values = field(default_factory=dict)
    get: Cells | None = None
    post: Cells | None = None
    data: Values = field(default_factory=dict)
    redirect_login: bool = False
    path: str = ""

    def roles(self, method: str) -> list[str]:
        cells = getattr(self, method) or {}
        return [*ROLES, *(role for role in EXTRA_ROLES if role in cells)]

    def expected(self, method: str, role: str) -> int | None:
        """The status of the cell; None where nobody is answered by that method."""
        cells = getattr(self, method)
        if cells is None:
            return None
        if role in cells:
            return int(cells[role])
        if role == "anonymous" and self.redirect_login:
            return 302
        return int(cells["*"])


class World:
    """A small world with one person in each role, and things that belong to some of them."""

    def __init__(self) -> None:
        self.territory = factories.territory(name="Ille-et-Vilaine", slug="ille-et-vilaine", departments=["35"])
        self.other_territory = factories.territory(name="Hérault", slug="herault", departments=["34"])
        self.sector = factories.sector()
        self.host = factories.host(organisation__territory=self.territory, sector=self.sector)
        self.other_host = factories.host(organisation__territory=self.other_territory)
        self.pending_host = factories.host(organisation__territory=self.territory, state=HostState.PENDING)
        self.site = self.host.sites.get()
        self.other_site = self.other_host.sites.get()
        self.offer = factories.offer(self.host)
        self.draft = factories.offer(self.host, state=OfferState.DRAFT, published_at=None)
        self.other_offer = factories.offer(self.other_host)
        self.other_draft = factories.offer(self.other_host, state=OfferState.DRAFT, published_at=None)
        self.school = factories.organisation(OrganisationKind.TRAINING, territory=self.territory)
        self.other_school = factories.organisation(OrganisationKind.TRAINING, territory=self.other_territory)
        self.network = factories.organisation(OrganisationKind.NETWORK)
        self.club = factories.organisation(OrganisationKind.NETWORK, territory=self.territory)
        self.employer = factories.organisation(OrganisationKind.EMPLOYER)
        self.other_employer = factories.organisation(OrganisationKind.EMPLOYER)
        self.users = self.people()
        self.placements()

    def placements(self) -> None:
        """The trainee applies to the host, and is placed there by the school; the other ones elsewhere."""
        self.cohort = factories.cohort(self.school)
        self.other_cohort = factories.cohort(self.other_school)
        trainee, other = self.users["trainee"], self.users["other_trainee"]
        self.enrolment = factories.enrolment(self.cohort, trainee)
        self.other_enrolment = factories.enrolment(self.other_cohort, other)
        self.application = factories.application(trainee, self.offer, enrolment=self.enrolment, school=self.school)
        self.other_application = factories.application(other, self.other_offer, school=self.other_school)
        self.placement = factories.placement(trainee, self.host, school=self.school, enrolment=self.enrolment)
        professional = factories.user(is_trainee=True)
        self.employment = factories.employment(professional, self.employer, agreed_at=timezone.now())
        self.staff_placement = factories.placement(
            professional, self.other_host, school=self.employer, employment=self.employment
        )
        self.other_placement = factories.placement(other, self.other_host, school=self.other_school)

    @property
    def today(self) -> datetime.date:
        return timezone.localdate()

    def people(self) -> dict[str, User]:
        people = {
            "trainee": factories.user(is_trainee=True, first_name="Alix"),
            "other_trainee": factories.user(is_trainee=True, first_name="Sacha"),
            "host": factories.member(self.host.organisation, Role.HOST_MANAGER),
            "other_host": factories.member(self.other_host.organisation, Role.HOST_MANAGER),
            "teacher": factories.member(self.school, Role.COORDINATOR),
            "other_school": factories.member(self.other_school, Role.COORDINATOR),
            "animator": factories.member(self.club, Role.ANIMATOR),
            "validator": factories.member(self.network, Role.PRACTICE_VALIDATOR),
            "pilot": factories.member(self.club, Role.EXCHANGE_PILOT),
            "hr": factories.member(self.host.organisation, Role.HR),
            "admin": factories.member(self.network, Role.NETWORK_ADMIN),
            "local_admin": factories.member(self.club, Role.NETWORK_ADMIN),
            "employer": factories.member(self.employer, Role.HR),
            "other_employer": factories.member(self.other_employer, Role.HR),
            "superuser": factories.user(is_staff=True, is_superuser=True),
        }
        Membership.objects.create(user=people["teacher"], organisation=self.school, role=Role.REFERENT_TEACHER)
        for role in ("admin", "local_admin", "superuser"):
            factories.second_factor(people[role])
        return people

    @cached_property
    def sessions(self) -> dict[str, str]:
        return {role: sign_in(user).cookies[settings.SESSION_COOKIE_NAME].value for role, user in self.users.items()}

    def client(self, role: str, language: str = "") -> Client:
        """A browser in which that role is signed in, with the second factor where one is due."""
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        if language:
            client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client

    def ask(self, name: str, row: Row, method: str, role: str, *, language: str = "", **extra: Any) -> HttpResponse:
        """Asks the route as that role; returns the answer."""
        return self.ready(row, method, role, self.address(name, row), language=language, **extra)()

    def ready(
        self, row: Row, method: str, role: str, address: str, *, language: str = "", **extra: Any
    ) -> Callable[[], HttpResponse]:
        """The same, once what the row stands on is made: what is returned asks, and does nothing else."""
        client = self.client(role, language)
        data = self.values(row.data) if method == "post" else None
        return partial(getattr(client, method), address, data, **extra)

    def address(self, name: str, row: Row) -> str:
        query = self.values(row.query)
        path = row.path or reverse(name, kwargs=self.values(row.kwargs))
        return f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else path

    def values(self, values: Values) -> dict[str, Any]:
        return dict(values(self) if callable(values) else values)


def sign_in(user: User) -> Client:
    """Signs in as allauth does: password, second factor where there is one, and the password asked again just now."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    password = {"method": "password", "at": time.time(), "email": user.email}
    methods = [password, {**password, "reauthenticated": True}]
    if factories.has_second_factor(user):
        methods.insert(1, {"method": "mfa", "type": "totp", "at": time.time()})
    session["account_authentication_methods"] = methods
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def routes() -> Iterator[tuple[str, str, Any]]:
    """Every route of the URLconf: its name with its namespaces (or its pattern when it has none), pattern, view."""

    def walk(patterns: list[Any], space: str, prefix: str) -> Iterator[tuple[str, str, Any]]:
        for pattern in patterns:
            here = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, here)
            elif isinstance(pattern, URLPattern):
                yield (f"{space}{pattern.name}" if pattern.name else here), here, pattern.callback

    yield from walk(get_resolver().url_patterns, "", "")


def collect() -> dict[str, Row]:
    """The rows of every `matrix*.py` below `tests/`; two rows for one route are a mistake."""
    rows: dict[str, Row] = {}
    here = Path(__file__).resolve().parent
    for path in sorted(here.glob("*/**/matrix*.py")):
        module = importlib.import_module(".".join(("tests", *path.relative_to(here).with_suffix("").parts)))
        for name, row in module.MATRIX.items():
            if name in rows:
                raise ValueError(f"{path.relative_to(here)}: {name} has a row already")
            rows[name] = row
    return rows

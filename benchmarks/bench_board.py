"""The school's board at 100, 1,000 and 5,000 placements: columns, table, figures of a territory; time and queries.

Each page is got as its reader gets it, through every middleware. Its floors, in the same run: the bare page (a page of
the same person without a list), and the SQL of the result alone.
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Iterable
from typing import Any

from benchmarks.report import Figure, middle, quantile

NAME = "board"
SIZES = (100, 1_000, 5_000)
ROUNDS = 25
# A page costs what the bare one does, and three times its statement (quality.md).
TIMES_SQL = 3
# A page of the same person without a list.
BARE = "/etablissement/"


def run(*, full: bool) -> Iterable[Figure]:
    from django.test import Client

    client = Client(headers={"accept-encoding": "identity"})
    school = Filled(client)
    queries: dict[str, set[int]] = {}
    for size in SIZES:
        school.fill(size)
        for words, address in (
            ("columns", "/suivi/"),
            ("table", "/suivi/?vue=tableau"),
            ("late", "/suivi/?vue=tableau&retard=on"),
            ("name", "/suivi/?vue=tableau&q=martin"),
        ):
            samples, bare, count, sql = measured(client, address)
            queries.setdefault(words, set()).add(count)
            goal = middle(bare) + TIMES_SQL * middle(sql) if size == SIZES[-1] else None
            note = f"p95 {quantile(samples, 0.95):.1f} ms, SQL {middle(sql):.1f} ms, {count} queries"
            yield Figure(f"{words} at {size} placements", middle(samples), floor=middle(bare), goal=goal, note=note)
    for words, counts in queries.items():
        spread = float(len(counts))
        yield Figure(f"{words}: numbers of queries met", spread, unit="", goal=1.0, note=f"always {max(counts)}")


def measured(client: Any, address: str) -> tuple[list[float], list[float], int, list[float]]:
    """Milliseconds of each answer and of the bare page just before it, number of queries, milliseconds of the SQL."""
    from django.db import connection

    samples, bare, statements, count = [], [], [], 0
    for round_ in range(ROUNDS + 2):
        spent, count = [0.0], 0

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any, spent: list[float] = spent) -> Any:
            nonlocal count
            began, count = time.perf_counter(), count + 1
            try:
                return execute(sql, params, many, context)
            finally:
                if "board AS MATERIALIZED" in sql:
                    spent[0] += time.perf_counter() - began

        began = time.perf_counter()
        client.get(BARE)
        floor = time.perf_counter() - began
        began = time.perf_counter()
        with connection.execute_wrapper(watch):
            answer = client.get(address)
        took = time.perf_counter() - began
        assert answer.status_code == 200, (address, answer.status_code)
        if round_ >= 2:
            samples.append(took * 1000)
            bare.append(floor * 1000)
            statements.append(spent[0] * 1000)
    return samples, bare, count, statements


class Filled:
    """A school whose cohorts hold trainees at every stage of the journey."""

    def __init__(self, client: Any) -> None:
        from accounts.enums import OrganisationKind, Role
        from accounts.models import Membership, Organisation, User
        from hosts.models import HostInstitution
        from internships.models import Cohort, Course, PlacementKind, PlacementMode

        today = datetime.date.today()
        self.today = today
        self.school = Organisation.objects.create(kind=OrganisationKind.TRAINING, name="Institut des Rives")
        head = User.objects.create_user("board@example.org", first_name="Alix", last_name="Moreau")
        Membership.objects.create(user=head, organisation=self.school, role=Role.COORDINATOR)
        client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
        self.kind, self.mode = PlacementKind.objects.get(code="etudiant"), PlacementMode.objects.get(code="un-site")
        course = Course.objects.create(school=self.school, title="DEASS")
        self.cohorts = [
            Cohort.objects.create(
                school=self.school,
                course=course,
                name=f"Promotion {number}",
                start=today,
                end=today + datetime.timedelta(days=300),
                kind=self.kind,
                placement_start=today + datetime.timedelta(days=30),
                referent=head,
            )
            for number in range(40)
        ]
        body = Organisation.objects.create(kind=OrganisationKind.HOST, name="Maison des Tilleuls")
        self.host = HostInstitution.objects.create(organisation=body, slug="maison-des-tilleuls-du-banc")
        self.size = 0

    def fill(self, size: int) -> None:
        """Up to so many placements, and one trainee without for every four."""
        from django.db import connection

        from accounts.models import User
        from internships.models import Enrolment

        numbers = range(self.size, size + (size - self.size) // 4)
        names = ("Martin", "Bernard", "Petit", "Le Goff", "Robert", "Moreau", "Étienne")
        people = User.objects.bulk_create(
            User(
                email=f"bench-{self.size}-{number}@example.org",
                first_name="Camille",
                last_name=f"{names[number % 7]}{number}",
            )
            for number in numbers
        )
        enrolments = Enrolment.objects.bulk_create(
            Enrolment(cohort=self.cohorts[number % 40], person=person)
            for number, person in zip(numbers, people, strict=True)
        )
        self.placements(enrolments[: size - self.size])
        self.size = size
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def placements(self, enrolments: list[Any]) -> None:
        from agreements.models import Agreement
        from internships.models import Placement, PlacementSite

        day, made = datetime.timedelta(days=1), []
        for number, one in enumerate(enrolments):
            start = self.today + (number % 90) * day
            end = start + 60 * day
            made.append(
                Placement(
                    person_id=one.person_id,
                    enrolment=one,
                    kind=self.kind,
                    mode=self.mode,
                    sending_organisation=self.school,
                    start=start,
                    end=end,
                    days=[(start, end)],
                    calendar_token=secrets.token_urlsafe(32),
                )
            )
        Placement.objects.bulk_create(made)
        PlacementSite.objects.bulk_create(
            PlacementSite(placement=one, institution=self.host, start=one.start, end=one.end) for one in made
        )
        agreements = [
            Agreement(
                number=secrets.token_hex(8),
                code=secrets.token_hex(12),
                placement=one,
                state="preparing" if number % 3 else "signing",
            )
            for number, one in enumerate(made)
            if number % 4
        ]
        self.signatures(Agreement.objects.bulk_create(agreements))

    def signatures(self, agreements: list[Any]) -> None:
        from django.utils import timezone

        from agreements.models import AgreementPart, Signatory

        AgreementPart.objects.bulk_create(
            AgreementPart(agreement=one, side=side, institution=self.host if side == "host" else None)
            for one in agreements
            for side in ("school", "host", "trainee")
        )
        Signatory.objects.bulk_create(
            Signatory(
                agreement=one,
                capacity=capacity,
                side=side,
                name="Claire Morin",
                email=f"{capacity}@example.org",
                state="asked",
                asked_at=timezone.now(),
            )
            for one in agreements
            if one.state == "signing"
            for capacity, side in (("trainee", "trainee"), ("host", "host"), ("tutor", "host"), ("head", "school"))
        )

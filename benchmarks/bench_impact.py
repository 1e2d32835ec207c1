"""The public impact page, the dashboard and the list of evaluations at 300 practices, 1,200 hosts and 1,000 placements,
and at a hundred times that: queries that do not grow, p50 and p95 beside the bare page.

The bare page is the list of practices that finds nothing: what session, template and layout cost. Where counting takes
long, the worker counts beforehand, as it does every ten minutes; how long that takes stands beside.
"""

from __future__ import annotations

import datetime
import secrets
import time
from collections.abc import Iterable
from typing import Any

from benchmarks import bench_practices
from benchmarks.report import Figure, middle, quantile

NAME = "impact"
# Practices, hosts, placements.
SIZES = ((300, 1_200, 1_000), (30_000, 120_000, 100_000))
GOAL_MS = 60.0
ROUNDS = 12
BARE = "/pratiques/?q=zzzz&exact=1"
TERRITORIES = 20
CHUNK = 5_000

# Three objectives of each stay that is over, judged by two sides; a grid of four scales; five skills; four levels.
TOLD = (
    """INSERT INTO internships_smartobjective (person_id, placement_id, specific, measurable, acceptable, realistic,
         due, position, created_at, updated_at, worded_at, version, edited_from)
       SELECT person_id, id, 'a', 'b', 'c', 'd', "end", n, now(), now(), now(), 1, ''
       FROM internships_placement, generate_series(1, 3) AS n WHERE id > %(after)s""",
    """INSERT INTO internships_objectiveresult (objective_id, source, level, evidence, by, judged_at)
       SELECT o.id, source, 1 + (o.id + length(source)) %% 4, '', '', now()
       FROM internships_smartobjective o, unnest(ARRAY['trainee', 'employer']) AS source
       WHERE o.placement_id > %(after)s""",
    """INSERT INTO internships_evaluation (placement_id, source, grid_version_id, state, draft, contact_name,
         contact_email, opened_at, sent_at, sent_by_name)
       SELECT id, source, %(version)s, CASE WHEN (id + length(source)) %% 5 = 0 THEN 'open' ELSE 'sent' END, '{}',
         '', '', now(), now(), ''
       FROM internships_placement, unnest(ARRAY['trainee', 'employer']) AS source WHERE id > %(after)s""",
    """INSERT INTO internships_answer (evaluation_id, criterion_id, number, text, choices)
       SELECT e.id, c.id, 1 + (e.id + c.id) %% 5, '', '{}'
       FROM internships_evaluation e JOIN internships_criterion c ON c.version_id = e.grid_version_id
       WHERE e.placement_id > %(after)s AND c.type = 'scale'""",
    """INSERT INTO internships_skillrating (placement_id, skill_id, source, moment, level, rated_at)
       SELECT p.id, k.id, 'trainee', moment, 1 + (p.id + k.id + length(moment)) %% 5, now()
       FROM internships_placement p, (SELECT id FROM internships_skill ORDER BY id LIMIT 5) k,
         unnest(ARRAY['before', 'after']) AS moment WHERE p.id > %(after)s""",
    """INSERT INTO internships_impactnote (placement_id, level, effect, text, updated_at)
       SELECT id, level, (id + length(level)) %% 4, '', now()
       FROM internships_placement, unnest(ARRAY['work', 'beneficiaries', 'team', 'institution']) AS level
       WHERE id > %(after)s""",
)


def run(*, full: bool) -> Iterable[Figure]:
    for practices, hosts, placements in SIZES:
        bench_practices.fill(practices)
        fill(hosts, placements)
        yield from at(f"{placements:,} placements".replace(",", " "))


def fill(hosts: int, placements: int) -> None:
    """Brings hosts and placements to about so many."""
    from django.db import connection

    from internships.models import GridVersion, Placement

    _hosts(hosts)
    last = Placement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    missing = placements - Placement.objects.count()
    for start in range(0, max(missing, 0), CHUNK):
        _placements(start, min(CHUNK, missing - start))
    version = GridVersion.objects.filter(grid__code="professionnel-stagiaire").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        for statement in TOLD:
            cursor.execute(statement, {"after": last, "version": version})
        cursor.execute("ANALYZE")


def _hosts(number: int) -> None:
    from django.utils import timezone

    from accounts.enums import OrganisationKind
    from accounts.models import Organisation, Territory
    from hosts.enums import HostState
    from hosts.models import HostInstitution

    territories = [
        Territory.objects.get_or_create(slug=f"territoire-{one}", defaults={"name": f"Territoire {one}"})[0]
        for one in range(TERRITORIES)
    ]
    there, now = HostInstitution.objects.published().count(), timezone.now()
    for start in range(there, number, CHUNK):
        bodies = Organisation.objects.bulk_create(
            Organisation(
                kind=OrganisationKind.HOST, name=f"Maison des Rives {one}", territory=territories[one % TERRITORIES]
            )
            for one in range(start, min(start + CHUNK, number))
        )
        made = [
            HostInstitution(
                organisation=body,
                slug=f"maison-du-banc-{body.pk}",
                state=HostState.PUBLISHED,
                published_at=now - datetime.timedelta(days=body.pk % 1_500),
            )
            for body in bodies
        ]
        for one in made:
            one.fold_name()
        HostInstitution.objects.bulk_create(made)


def _placements(start: int, number: int) -> None:
    from accounts.models import User
    from hosts.models import HostInstitution
    from internships.models import Placement, PlacementKind, PlacementMode, PlacementSite

    kind, mode = PlacementKind.objects.get(code="professionnel"), PlacementMode.objects.get(code="un-site")
    hosts = list(
        HostInstitution.objects.filter(slug__startswith="maison-du-banc-").values_list("pk", flat=True)[:2_000]
    )
    today, week = datetime.date.today(), datetime.timedelta(days=4)
    people = User.objects.bulk_create(User(first_name="Camille", last_name=f"Martin {one}") for one in range(number))
    days = [today - datetime.timedelta(days=10 + (start + one) % 1_400) for one in range(number)]
    made = Placement.objects.bulk_create(
        Placement(
            person=person,
            kind=kind,
            mode=mode,
            start=day,
            end=day + week,
            days=[(day, day + week)],
            calendar_token=secrets.token_urlsafe(32),
        )
        for person, day in zip(people, days, strict=True)
    )
    PlacementSite.objects.bulk_create(
        PlacementSite(placement=one, institution_id=hosts[one.pk % len(hosts)], start=one.start, end=one.end)
        for one in made
    )


def at(words: str) -> Iterable[Figure]:
    from django.test import Client

    from internships.selectors import impact

    began = time.perf_counter()
    impact.refresh()
    yield Figure(f"{words}: counted by the worker", (time.perf_counter() - began) * 1000)
    visitor, runner = Client(headers={"accept-encoding": "identity"}), _administrator()
    year = datetime.date.today().year - 1
    pages = {
        "impact": (visitor, ("/impact/", f"/impact/?annee={year}", "/impact/?territoire=territoire-3")),
        "impact, territory and year": (visitor, (f"/impact/?territoire=territoire-3&annee={year}",)),
        "dashboard": (runner, ("/tableau-de-bord/", f"/tableau-de-bord/?annee={year}")),
        "list of evaluations": (runner, ("/evaluations/territoire/", "/evaluations/territoire/?state=late")),
    }
    for name, (client, addresses) in pages.items():
        floor, samples = [], []
        for round_ in range(ROUNDS + 1):
            for address in addresses:
                bare, one = bench_practices.measure(visitor, BARE)[0], bench_practices.measure(client, address)
                if round_:
                    floor.append(bare)
                    samples.append(one)
        times = [one[0] for one in samples]
        goal = GOAL_MS if name.startswith("impact") else None
        yield Figure(f"{words}: {name}, p50", middle(times), floor=middle(floor))
        yield Figure(f"{words}: {name}, p95", quantile(times, 0.95), floor=quantile(floor, 0.95), goal=goal)
        yield Figure(f"{words}: {name}, queries at most", max(one[1] for one in samples), unit="", goal=12)


def _administrator() -> Any:
    """Somebody who animates a network without a territory."""
    from django.test import Client

    from accounts.enums import OrganisationKind, Role
    from accounts.models import Membership, Organisation, User

    body = Organisation.objects.get_or_create(kind=OrganisationKind.NETWORK, name="Réseau du banc")[0]
    person = User.objects.get_or_create(email="reseau@example.org", defaults={"first_name": "Alix"})[0]
    Membership.objects.get_or_create(user=person, organisation=body, role=Role.ANIMATOR)
    client = Client(headers={"accept-encoding": "identity"})
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client

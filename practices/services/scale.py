"""Made-up practices, as many as asked, to measure the list and its pages on; recognised by their addresses."""

from __future__ import annotations

import datetime
import itertools
import random
from bisect import bisect
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from hosts.models import HostInstitution, Occupation, Place, Sector
from hosts.services.scale_words import MISSIONS, NAMES, OPENINGS, SENTENCES
from practices import content
from practices.enums import Evidence
from practices.models import Audience, GoodPractice, PracticeVersion
from practices.services.indexing import reindex

PREFIX = "echelle-"
CHUNK = 2_000
PUBLISH = """
UPDATE practices_goodpractice p SET published_id = v.id, state = 'validated'
FROM practices_practiceversion v WHERE v.practice_id = p.id AND p.id = ANY(%s)"""


def seed(number: int, *, seed: int = 1) -> int:
    """Makes so many validated practices; returns how many there are of them in all."""
    chance = random.Random(seed)
    lists = _Lists()
    for start in range(0, number, CHUNK):
        with transaction.atomic():
            _chunk(min(CHUNK, number - start), lists, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE practices_goodpractice, practices_practiceversion, practices_practiceentry")
    return GoodPractice.objects.filter(slug__startswith=PREFIX).count()


def clear() -> int:
    """Removes everything made here; returns how many practices that was."""
    made = GoodPractice.objects.filter(slug__startswith=PREFIX)
    number = made.count()
    made.update(published=None, state="draft")
    made.delete()
    return number


class _Lists:
    """What practices are drawn from: places by their population."""

    def __init__(self) -> None:
        self.sectors = list(Sector.objects.values_list("pk", flat=True))
        self.occupations = list(Occupation.objects.values_list("pk", flat=True))
        self.audiences = list(Audience.objects.values_list("pk", flat=True))
        self.hosts = list(HostInstitution.objects.published().values_list("pk", flat=True)[:2_000])
        self.places = list(Place.objects.exclude(latitude=None).values_list("pk", "name", "country", "population"))
        self.weights = list(itertools.accumulate(max(place[3], 50) for place in self.places))

    def place(self, chance: random.Random) -> tuple[Any, ...]:
        if not self.places:
            return (None, "Rennes", "FR", 0)
        return self.places[bisect(self.weights, chance.random() * self.weights[-1]) % len(self.places)]


def _chunk(number: int, lists: _Lists, chance: random.Random) -> None:
    now = timezone.now()
    last = GoodPractice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows, told = [], []
    for place in range(number):
        rows.append(_row(f"{PREFIX}{last + 1 + place}", lists, chance, now))
        told.append(_content(rows[-1], lists, chance))
    made = GoodPractice.objects.bulk_create(rows)
    PracticeVersion.objects.bulk_create(
        PracticeVersion(
            practice=practice, number=1, content=one, made_at=practice.created_at, validated_at=practice.validated_at
        )
        for practice, one in zip(made, told, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH, [[practice.pk for practice in made]])
    reindex(practice.pk for practice in made)


def _row(slug: str, lists: _Lists, chance: random.Random, now: datetime.datetime) -> GoodPractice:
    when = now - datetime.timedelta(seconds=chance.random() * 5 * 365 * 86400)
    pk, town, country, _population = lists.place(chance)
    host = chance.choice(lists.hosts) if lists.hosts and chance.random() < 0.4 else None
    text = {name: " ".join(chance.sample(SENTENCES, chance.randint(2, 5))) for name in content.LONG_TEXTS}
    return GoodPractice(
        slug=slug,
        title=f"{chance.choice(OPENINGS)} {chance.choice(MISSIONS)} {chance.choice(NAMES)}"[:140],
        summary=" ".join(chance.sample(SENTENCES, 2))[:300],
        is_observed=chance.random() < 0.6,
        languages=["fr"] if chance.random() < 0.9 else ["fr", "nl"],
        host_id=host,
        structure="" if host else chance.choice(NAMES),
        place_id=pk,
        city=town,
        country=country,
        evidence=chance.choice([one.value for one in Evidence if one.value]),
        created_at=when,
        submitted_at=when,
        validated_at=when,
        **text,
    )


def _content(row: GoodPractice, lists: _Lists, chance: random.Random) -> content.Content:
    """What `content.freeze` would give, without asking the database for each."""
    found: content.Content = {"schema": content.SCHEMA, "languages": row.languages, "photos": [], "attachments": []}
    found |= {name: getattr(row, name) for name in (*content.TEXTS, *content.FLAGS)}
    found |= {name: getattr(row, f"{name}_id") for name in content.LINKS}
    found["sectors"] = sorted(chance.sample(lists.sectors, min(len(lists.sectors), chance.choice((1, 1, 2)))))
    found["occupations"] = sorted(
        chance.sample(lists.occupations, min(len(lists.occupations), chance.choice((0, 1, 2))))
    )
    found["audiences"] = sorted(chance.sample(lists.audiences, min(len(lists.audiences), chance.choice((1, 2)))))
    return {**found, "co_authors": []}

"""The judged set of benchmarks/match: its made-up hosts, offers and practices as rows, its trainees, and nDCG."""

from __future__ import annotations

import datetime
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "match"
CUT = 10
TUNING, UNUSED = "tuning half", "unused half"


def rows(name: str, table: str) -> list[dict[str, Any]]:
    """The tables of one file of benchmarks/match."""
    found: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))[table]
    return found


@dataclass
class Corpus:
    """Numbers of the index by key (« host/offer », « host », practice) and the other way round."""

    places: dict[int, str] = field(default_factory=dict)
    practices: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Trainee:
    """One judged query; `half` is by its place in the file."""

    number: int
    row: Mapping[str, Any]

    @property
    def half(self) -> str:
        return TUNING if self.number % 2 else UNUSED

    @cached_property
    def objectives(self) -> list[tuple[int, str, str]]:
        return [(i, specific, measure) for i, (specific, measure) in enumerate(self.row["objectives"], 1)]

    def grades(self, kind: str) -> dict[str, int]:
        return {key: int(grade) for grade, keys in self.row.get(kind, {}).items() for key in keys}


def trainees() -> list[Trainee]:
    return [Trainee(number, row) for number, row in enumerate(rows("queries", "query"), 1)]


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float | None:
    """nDCG@10 with gains 2^grade - 1; None where nothing is relevant."""
    best = _dcg(sorted(grades.values(), reverse=True))
    return _dcg([grades.get(key, 0) for key in ranked]) / best if best else None


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:CUT]))


def load() -> Corpus:
    """Writes hosts, offers and practices as services would leave them, and indexes them."""
    from hosts.models import HostInstitution, SearchEntry
    from hosts.selectors.search.kept import forget_everything
    from hosts.services import indexing
    from practices.models import PracticeEntry

    hosts = {row["key"]: _host(row) for row in rows("hosts", "host")}
    indexing.reindex_institutions([one.pk for one, _offers in hosts.values()])
    _practices({key: one for key, (one, _offers) in hosts.items()})
    forget_everything()
    offers = {pk: f"{key}/{name}" for key, (_one, made) in hosts.items() for name, pk in made.items()}
    names = {one.pk: key for key, (one, _offers) in hosts.items()}
    known = HostInstitution.objects.filter(pk__in=names)
    corpus = Corpus()
    for entry in SearchEntry.objects.shown().filter(institution__in=known):
        corpus.places[entry.pk] = offers.get(entry.offer_id or 0) or names[entry.institution_id]
    told = PracticeEntry.objects.filter(slug__startswith="jugee-").values_list("pk", "slug")
    corpus.practices = {pk: slug.removeprefix("jugee-") for pk, slug in told}
    return corpus


def _host(row: Mapping[str, Any]) -> tuple[Any, dict[str, int]]:
    from django.utils import timezone

    from accounts.models import Organisation
    from hosts.models import HostInstitution, HostSite, Occupation, Place, Sector

    place = Place.objects.get(country="FR", code=row["town"])
    host = HostInstitution.objects.create(
        organisation=Organisation.objects.create(name=row["name"], kind="host"),
        slug=f"juge-{row['key']}",
        state="published",
        sector=Sector.objects.get(code=row["sector"]),
        activity=row["activity"],
        public_served=row["public"],
        presentation=row["text"],
        languages=row.get("languages", ["fr"]),
        published_at=timezone.now() - datetime.timedelta(days=200),
    )
    host.occupations.set(Occupation.objects.filter(code__in=row["jobs"]))
    names = {"transport": "public_transport", "repas": "meals", "fauteuil": "wheelchair", "logement": "lodging"}
    access = {names[one]: "yes" for one in row.get("access", [])}
    HostSite.objects.create(institution=host, place=place, city=place.name, is_main=True, **access)
    return host, {one["key"]: _offer(host, one) for one in row.get("offer", [])}


def _offer(host: Any, row: Mapping[str, Any]) -> int:
    from django.utils import timezone

    from hosts.models import Level, Occupation, OfferPeriod, PlacementOffer

    now, today = timezone.now(), timezone.localdate()
    offer = PlacementOffer.objects.create(
        institution=host,
        state="published",
        title=row["title"],
        description=row["text"],
        activities=row.get("do", ""),
        occupation=Occupation.objects.get(code=row["job"]),
        time_share=row.get("share", 100),
        published_at=now - datetime.timedelta(days=60),
    )
    offer.levels.set(Level.objects.filter(code__in=row["levels"]))
    first, last = (today + datetime.timedelta(weeks=week) for week in row["weeks"])
    OfferPeriod.objects.create(offer=offer, start=first, end=last, capacity=row["seats"])
    return int(offer.pk)


def _practices(hosts: Mapping[str, Any]) -> None:
    from django.utils import timezone

    from hosts.models import Place, Sector
    from practices import content
    from practices.models import Audience, GoodPractice, PracticeVersion
    from practices.services.indexing import reindex

    then = timezone.now() - datetime.timedelta(days=200)
    made = []
    for row in rows("practices", "practice"):
        practice = GoodPractice.objects.create(
            slug=f"jugee-{row['key']}",
            title=row["title"],
            summary=row["summary"],
            is_observed="host" in row,
            host=hosts.get(row.get("host", "")),
            structure=row.get("structure", ""),
            place=Place.objects.filter(country="FR", code=row.get("town", "")).first(),
            description=row["text"],
            effects=row["effects"],
            languages=["fr"],
            submitted_at=then,
            validated_at=then,
        )
        practice.sectors.set(Sector.objects.filter(code__in=row["sectors"]))
        practice.audiences.set(Audience.objects.filter(code__in=row["audiences"]))
        told = content.freeze(practice)
        version = PracticeVersion.objects.create(
            practice=practice, number=1, content=told, made_at=then, validated_at=then
        )
        GoodPractice.objects.filter(pk=practice.pk).update(published=version, state="validated")
        made.append(practice.pk)
    reindex(made)


def wanted(trainee: Trainee) -> Any:
    """What our ranking is asked for this trainee."""
    from django.utils import timezone

    from hosts.models import Place
    from hosts.selectors.search import lists
    from hosts.selectors.search.criteria import Centre
    from internships.selectors.matching.wanted import Wanted, read_goals

    row, today = trainee.row, timezone.localdate()
    place = Place.objects.get(country="FR", code=row["place"])
    first, last = (today + datetime.timedelta(weeks=week) for week in row["weeks"]) if "weeks" in row else (None, None)
    return Wanted(
        goals=read_goals(trainee.objectives),
        centre=Centre(place.name, place.latitude or 0, place.longitude or 0),
        radius=row["radius"],
        first=first,
        last=last,
        level=lists.levels.get().by_code[row["level"]].pk,
        share=row.get("share", ""),
        sectors=lists.sectors.get().numbers(row.get("sectors", ())),
        occupations=lists.occupations.get().numbers(row.get("jobs", ())),
        languages=tuple(row.get("languages", ())),
        access=tuple(row.get("access", ())),
    )

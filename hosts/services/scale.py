"""A made-up country of hosts and offers, as large as asked, to measure search on; written by COPY, in a stream.

The distribution is meant to be plausible: places by their population, sectors by their share in public registers,
offers that are open, full and past, words that are frequent and words that are rare. Everything made here bears the
address prefix `echelle-`, by which it is recognised and removed.
"""

from __future__ import annotations

import datetime
import itertools
import random
from bisect import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from hosts.models import (
    HostInstitution,
    HostSite,
    Level,
    Occupation,
    OfferPeriod,
    Place,
    PlacementOffer,
    Position,
    Sector,
)
from hosts.models.search import SearchEntry
from hosts.naming import parse
from hosts.services import indexing, words
from hosts.services.scale_words import KINDS, MISSIONS, NAMES, OPENINGS, SENTENCES

PREFIX = "echelle-"
# Places in the team that offers are drawn from, as often one as the other.
POSITIONS = ("observation", "support", "care", "technical", "administrative", "project")
OFFERS_PER_HOST = 5
CHUNK = 20_000
MARK = "echelle"
Values = dict[str, Any]
Say = Callable[[str], None]


class NotAPlayground(Exception):
    """The database holds hosts of its own; the message says how to go on."""


@dataclass
class Lists:
    """The reference rows that offers are drawn from."""

    places: list[tuple[Any, ...]]
    weights: list[int]
    sectors: dict[str, int]
    occupations: dict[int, list[tuple[int, str]]]
    levels: list[int]
    positions: list[int | None]
    today: datetime.date = field(default_factory=timezone.localdate)

    @classmethod
    def read(cls) -> Lists:
        rows = Place.objects.exclude(latitude=None).order_by("pk")
        places = list(
            rows.values_list("pk", "name", "postcodes", "country", "latitude", "longitude", "population").iterator()
        )
        if not places:
            raise NotAPlayground("The gazetteer is empty. Load it first: manage.py load_reference")
        occupations: dict[int, list[tuple[int, str]]] = {}
        for pk, sector, name in Occupation.objects.order_by("pk").values_list("pk", "sector_id", "name_fr"):
            occupations.setdefault(sector, []).append((pk, name.split(" / ")[0]))
        known_positions = dict(Position.objects.values_list("code", "pk"))
        return cls(
            places=places,
            weights=list(itertools.accumulate(max(place[6], 50) for place in places)),
            sectors=dict(Sector.objects.values_list("code", "pk")),
            occupations=occupations,
            levels=list(Level.objects.order_by("pk").values_list("pk", flat=True)),
            positions=[known_positions.get(code) for code in POSITIONS],
        )

    def place(self, chance: random.Random) -> tuple[Any, ...]:
        return self.places[bisect(self.weights, chance.random() * self.weights[-1]) % len(self.places)]


def seed(offers: int, *, force: bool = False, seed: int = 1, say: Say = print) -> int:
    """Makes about `offers` offers and their hosts; returns how many entries search holds of them.

    Raises NotAPlayground when the database holds hosts that were not made here, unless `force`.
    """
    if not force and HostInstitution.objects.exclude(slug__startswith=PREFIX).exists():
        raise NotAPlayground("This database holds real hosts. Use --force if it is a copy made for measuring.")
    chance = random.Random(seed)
    lists = Lists.read()
    first = _reserve(HostInstitution, offers // OFFERS_PER_HOST + 1)
    hosts = range(first, first + offers // OFFERS_PER_HOST + 1)
    say(f"writing {len(hosts)} hosts and {offers} offers")
    with _timeouts_off(), _without_indexes(offers):
        for start in range(0, len(hosts), CHUNK // OFFERS_PER_HOST):
            chunk = hosts[start : start + CHUNK // OFFERS_PER_HOST]
            share = min(CHUNK, offers - start * OFFERS_PER_HOST)
            with transaction.atomic():
                _write_hosts(chunk, lists, chance)
                _write_offers(chunk, share, lists, chance)
                indexing.reindex_institutions(chunk, learn=False)
            say(f"{start + len(chunk)} hosts written and indexed")
    words.recount()
    with connection.cursor() as cursor:
        if not connection.in_atomic_block:
            cursor.execute("VACUUM hosts_searchentry")
        cursor.execute("ANALYZE")
    return SearchEntry.objects.filter(slug__startswith=PREFIX).count()


def clear() -> int:
    """Removes everything made here; returns how many hosts that was."""
    made = HostInstitution.objects.filter(slug__startswith=PREFIX)
    number = made.count()
    with _timeouts_off():
        if number == HostInstitution.objects.count():
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("TRUNCATE hosts_hostinstitution CASCADE")
        else:
            made.delete()
        Organisation.objects.filter(kind=OrganisationKind.HOST, legal_name=MARK).delete()
    return number


def _write_hosts(hosts: range, lists: Lists, chance: random.Random) -> None:
    now = timezone.now()
    rows = [_host(lists, chance, now) for _number in hosts]
    first = _reserve(Organisation, len(hosts))
    organisation = {"kind": "host", "legal_name": MARK}
    _copy(Organisation, ({"id": first + i, "name": row.name, **organisation} for i, row in enumerate(rows)))
    sheet: Values = {"state": "published", "origin": "network", "languages": ["fr"], "updated_at": now}
    _copy(
        HostInstitution,
        (
            {"id": number, "organisation_id": first + i, "slug": f"{PREFIX}{number}", **row.sheet, **sheet}
            for i, (number, row) in enumerate(zip(hosts, rows, strict=True))
        ),
    )
    site: Values = {"approximate": False, "is_main": True}
    _copy(
        HostSite,
        (
            {"id": _site_id(number), "institution_id": number, **row.site, **site}
            for number, row in zip(hosts, rows, strict=True)
        ),
    )


def _site_id(host: int) -> int:
    """Sites made here stand far above any other number, so that one chunk needs no lookup to name its sites."""
    return 10**12 + host


@dataclass
class MadeHost:
    name: str
    sheet: Values
    site: Values


def _host(lists: Lists, chance: random.Random, now: datetime.datetime) -> MadeHost:
    code = chance.choices(list(KINDS), [weight for weight, _kinds in KINDS.values()])[0]
    kind = chance.choice(KINDS[code][1])
    long, _parenthesis, short = kind.rstrip(")").partition(" (")
    name = f"{short if short and chance.random() < 0.6 else long} {chance.choice(NAMES)}"
    parsed = parse(name)
    created = now - datetime.timedelta(seconds=chance.random() * 3 * 365 * 86400)
    sheet = {
        "sector_id": lists.sectors.get(code),
        "activity": kind,
        "presentation": " ".join(chance.sample(SENTENCES, 2)),
        "membership_status": "member" if chance.random() < 0.4 else "potential",
        "folded_name": parsed.folded,
        "name_tokens": parsed.tokens,
        **dict.fromkeys(("submitted_at", "published_at", "created_at"), created),
    }
    return MadeHost(name=name, sheet=sheet, site=_site(lists, chance))


def _site(lists: Lists, chance: random.Random) -> Values:
    """Somewhere in a commune drawn by its population, the further from its centre the larger it is."""
    place, town, postcodes, country, latitude, longitude, population = lists.place(chance)
    spread = 0.002 + min(population, 400_000) ** 0.5 / 15_000
    shares = {"public_transport": (6, 1, 3), "meals": (4, 3, 3), "wheelchair": (3, 3, 4), "lodging": (1, 6, 3)}
    return {
        "place_id": place,
        "city": town,
        "postcode": chance.choice(postcodes) if postcodes else "",
        "country": country,
        "latitude": max(-84.0, min(84.0, latitude + chance.gauss(0, spread))),
        "longitude": max(-180.0, min(180.0, longitude + chance.gauss(0, spread))),
        **{name: chance.choices(("yes", "no", ""), weights)[0] for name, weights in shares.items()},
    }


def _write_offers(hosts: range, number: int, lists: Lists, chance: random.Random) -> None:
    first = _reserve(PlacementOffer, number)
    sectors = dict(HostInstitution.objects.filter(pk__in=hosts).values_list("pk", "sector_id"))
    # One host in six has no offer; the others have a few, some many.
    active = [host for host in hosts if chance.random() < 0.83] or [hosts[0]]
    owners = [active[int(len(active) * chance.random() ** 1.4)] for _offer in range(number)]
    rows = [_offer(sectors[owner], lists, chance) for owner in owners]
    fixed = {"state": "published"}
    _copy(
        PlacementOffer,
        (
            {"id": first + i, "institution_id": owner, **row.sheet, **fixed}
            for i, (owner, row) in enumerate(zip(owners, rows, strict=True))
        ),
    )
    _copy(
        PlacementOffer.sites.through,
        ({"placementoffer_id": first + i, "hostsite_id": _site_id(owner)} for i, owner in enumerate(owners)),
    )
    _copy(
        PlacementOffer.levels.through,
        ({"placementoffer_id": first + i, "level_id": level} for i, row in enumerate(rows) for level in row.levels),
    )
    _copy(OfferPeriod, ({"offer_id": first + i, **row.period} for i, row in enumerate(rows)))


@dataclass
class MadeOffer:
    sheet: Values
    levels: list[int]
    period: Values


def _offer(sector: int | None, lists: Lists, chance: random.Random) -> MadeOffer:
    known = lists.occupations.get(sector or 0)
    occupation, word = chance.choice(known) if known and chance.random() < 0.85 else (None, "")
    title = f"{chance.choice(OPENINGS)} {word.lower()}".strip() + f"\u00a0: {chance.choice(MISSIONS)}"
    published = timezone.now() - datetime.timedelta(seconds=chance.expovariate(1 / (90 * 86400)))
    start = lists.today + datetime.timedelta(days=chance.randint(-30, 300))
    end = start + datetime.timedelta(days=chance.choice((4, 11, 30, 60, 180)) + 31)
    capacity = chance.choices((1, 2, 3, 4, 10), (50, 25, 12, 8, 5))[0]
    return MadeOffer(
        sheet={
            "title": title[:120],
            "description": " ".join(chance.sample(SENTENCES, chance.randint(3, 6))),
            "occupation_id": occupation,
            "position_id": chance.choice(lists.positions),
            "time_share": chance.choices((100, 80, 50, 30), (78, 5, 14, 3))[0],
            **dict.fromkeys(("created_at", "published_at", "updated_at"), published),
        },
        levels=sorted(chance.sample(lists.levels, min(len(lists.levels), chance.choice((1, 1, 2, 3))))),
        period={"start": start, "end": end, "capacity": capacity, "taken": chance.choice((0, 0, 0, capacity - 1))},
    )


def _copy(model: Any, rows: Iterable[Values]) -> None:
    """Streams rows into a table; all have the keys of the first, and every other column its default."""
    stream = iter(rows)
    row = next(stream, None)
    if row is None:
        return
    fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)]
    others = [field for field in fields if field.column not in row]
    defaults = tuple(field.get_db_prep_save(field.get_default(), connection) for field in others)
    names = ", ".join(f'"{name}"' for name in [*row, *(field.column for field in others)])
    connection.ensure_connection()
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.connection.cursor() as cursor, cursor.copy(statement) as copy:
        while row is not None:
            copy.write_row((*row.values(), *defaults))
            row = next(stream, None)


def _reserve(model: Any, number: int) -> int:
    """Takes that many numbers from a table's sequence; returns the first."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [table])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [table, first + max(number, 1)])
    return first


class _timeouts_off:
    """Long statements are what this command is for."""

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")

    def __exit__(self, *problem: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


class _without_indexes:
    """Above some size, building the index's indexes once is many times faster than growing them."""

    def __init__(self, offers: int) -> None:
        few = offers < CHUNK or SearchEntry.objects.count() > offers
        self.indexes = [] if few else list(SearchEntry._meta.indexes)

    def __enter__(self) -> None:
        with connection.schema_editor() as editor:
            for index in self.indexes:
                editor.remove_index(SearchEntry, index)

    def __exit__(self, *problem: object) -> None:
        with connection.schema_editor() as editor:
            for index in self.indexes:
                editor.add_index(SearchEntry, index)

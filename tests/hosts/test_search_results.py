"""Places, filters, counts, orders and pages (§4, S2): compared with what a plain reading of the rows gives."""

from __future__ import annotations

import datetime
import math
import random
from collections import Counter
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from hosts.models import Level, SearchEntry
from hosts.selectors.search import Box, Centre, Criteria, Cursor, Results, results, run, statement, ways
from hosts.selectors.search.criteria import around, distance_km
from hosts.selectors.search.facets import loosen, nearest_hosts
from hosts.selectors.search.kept import Kept, forget_everything
from hosts.services import indexing
from tests import factories
from tests.hosts.searching import BRUZ, PARIS, RENNES, host, offer, titles

pytestmark = pytest.mark.django_db


def test_radius_distance_and_order() -> None:
    """S2: within so many kilometres as the crow flies, nearest first, the distance shown."""
    offer("À Bruz", host("Un", BRUZ))
    offer("À Rennes", host("Deux", (48.11, -1.68), city="Rennes"))
    offer("À Paris", host("Trois", PARIS, city="Paris"))
    found = run(Criteria(centre=RENNES, radius=20, kind="offres"))
    assert titles(found) == ["À Rennes", "À Bruz"]
    for entry in found.entries:
        assert entry.latitude is not None
        assert entry.longitude is not None
        lat1, lat2 = math.radians(RENNES.latitude), math.radians(entry.latitude)
        cosine = math.sin(lat1) * math.sin(lat2)
        cosine += math.cos(lat1) * math.cos(lat2) * math.cos(math.radians(entry.longitude - RENNES.longitude))
        assert entry.distance == pytest.approx(6371.0088 * math.acos(min(1, cosine)), abs=0.01)
    assert titles(centre=RENNES, radius=5, kind="offres") == ["À Rennes"]


def test_approximate_place_widens_the_radius() -> None:
    """A place known only about finds what lies a little further."""
    offer("À Bruz", host("Un", BRUZ))
    away = distance_km(*BRUZ, RENNES)
    assert 10 < away < 15
    vague = Centre("Rennes", RENNES.latitude, RENNES.longitude, approximate=True)
    assert titles(centre=RENNES, radius=10, kind="offres") == []
    assert titles(centre=vague, radius=10, kind="offres") == ["À Bruz"]


def test_rectangle_holds_the_circle() -> None:
    for latitude in (-75.0, -21.1, 0.0, 48.1, 78.0):
        centre = Centre("x", latitude, 2.0)
        box = around(centre, 100)
        for degrees in range(0, 360, 5):
            up = latitude + 100 / 111.195 * math.cos(math.radians(degrees)) * 0.999
            side = 100 / 111.195 / math.cos(math.radians(up)) * math.sin(math.radians(degrees)) * 0.99
            if distance_km(up, 2.0 + side, centre) <= 100:
                assert box.south <= up <= box.north
                assert box.west <= 2.0 + side <= box.east


def test_each_filter() -> None:
    sector, level = factories.sector(), Level.objects.create(code="bts", name_fr="BTS")
    today = timezone.localdate()
    wanted = host("Choisi", sector=sector, site={"wheelchair": "yes", "public_transport": "yes"})
    start = today + datetime.timedelta(days=40)
    offer("Voulue", wanted, levels=[level], time_share=50, capacity=3, start=start)
    offer("Autre", host("Autre"), start=today + datetime.timedelta(days=200))
    for asked in (
        {"sectors": (sector.pk,)},
        {"levels": (level.pk,)},
        {"share": "mi"},
        {"share": "partiel"},
        {"access": ("fauteuil",)},
        {"access": ("fauteuil", "transport")},
        {"seats": 3},
        {"first": start, "last": start + datetime.timedelta(days=5)},
        {"last": start},
    ):
        assert titles(**asked) == ["Voulue"], asked
    assert titles(access=("logement",)) == []
    assert titles(share="plein") == ["Autre"]
    assert titles(seats=4) == []
    assert set(titles(first=today, last=today + datetime.timedelta(days=400))) == {"Voulue", "Autre"}


def test_hosts_without_an_offer_are_found_too() -> None:
    host("Musée sans offre")
    offer("Avec offre")
    assert titles(kind="hotes") == ["Musée sans offre"]
    assert titles(kind="offres") == ["Avec offre"]
    assert set(titles(q="musée")) == {"Musée sans offre"}


def scattered(number: int) -> None:
    """Offers and hosts around Rennes, with sectors, levels, access and shares drawn at random."""
    chance = random.Random(7)
    sectors = [factories.sector() for _ in range(3)]
    levels = [Level.objects.create(code=f"n{i}", name_fr=f"Niveau {i}") for i in range(3)]
    for _ in range(number):
        at = (RENNES.latitude + chance.uniform(-0.2, 0.2), RENNES.longitude + chance.uniform(-0.3, 0.3))
        site = {name: chance.choice(("yes", "no", "")) for name in ("wheelchair", "meals", "lodging")}
        made = host(f"Hôte {chance.choice(('mer', 'terre'))}", at, sector=chance.choice(sectors), site=site)
        if chance.random() < 0.7:
            share = chance.choice((100, 50, 80))
            offer(f"Offre {chance.choice(('mer', 'terre'))}", made, levels=chance.sample(levels, 2), time_share=share)


def expected(criteria: Criteria, without: str = "") -> list[SearchEntry]:
    """The same search, read row by row."""
    groups = {name: set(tags) for name, tags in criteria.groups().items() if name != without}
    found = []
    for entry in SearchEntry.objects.shown():
        tags = set(entry.tags)
        near = criteria.centre is None or (
            entry.latitude is not None
            and distance_km(entry.latitude, entry.longitude or 0, criteria.centre) <= criteria.radius_km
        )
        words = not criteria.q or criteria.q in f"{entry.title} {entry.host_name}".lower()
        if near and words and set(criteria.required()) <= tags and all(tags & some for some in groups.values()):
            found.append(entry)
    return found


def searches() -> list[Criteria]:
    sectors = sorted({tag for e in SearchEntry.objects.all() for tag in e.tags if tag.startswith("s:")})
    one, two = (int(tag[2:]) for tag in sectors[:2])
    level = Level.objects.values_list("pk", flat=True)[0]
    return [
        Criteria(centre=RENNES, radius=10),
        Criteria(centre=RENNES, radius=10, sectors=(one,)),
        Criteria(centre=RENNES, radius=20, sectors=(one, two), levels=(level,)),
        Criteria(centre=RENNES, radius=20, access=("fauteuil",), share="mi"),
        Criteria(q="mer", sectors=(two,)),
        Criteria(q="terre", kind="hotes"),
        Criteria(centre=RENNES, radius=20, q="mer", kind="offres"),
        Criteria(levels=(level,), access=("repas",)),
    ]


@pytest.mark.parametrize("way", [ways.Way(), ways.Way(nearest=30), ways.Way(nearest=3)], ids=["all", "many", "few"])
def test_results_and_counts_equal_a_plain_reading(way: ways.Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading a place agree; a chosen dimension is counted as if it were not chosen."""
    scattered(40)
    monkeypatch.setattr(results, "_way", lambda asked: way if asked.criteria.centre else ways.Way())
    for criteria in searches():
        found = run(criteria)
        right = expected(criteria)
        assert found.total == len(right), criteria
        pages = [run(Criteria(**{**criteria.__dict__, "page": page})) for page in range(1, found.pages + 1)]
        assert {entry.pk for page in pages for entry in page.entries} == {entry.pk for entry in right}
        for prefix in ("s", "n", "m", "t"):
            counted = Counter(t for e in expected(criteria, prefix) for t in e.tags if t.startswith(f"{prefix}:"))
            assert {t: n for t, n in found.counts.items() if t.startswith(f"{prefix}:")} == dict(counted), criteria
        kinds = Counter(t for e in expected(criteria, "kind") for t in e.tags if t in ("offre", "hote"))
        assert {t: n for t, n in found.counts.items() if t in ("offre", "hote")} == dict(kinds)
        access = Counter(t for e in right for t in e.tags if t.startswith("a:"))
        assert {t: n for t, n in found.counts.items() if t.startswith("a:")} == dict(access)


def stop_at(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts, ranks and sorts so many, in the place of a thousand."""
    for module in (statement, results, ways):
        monkeypatch.setattr(module, "MOST", most)
    monkeypatch.setattr(results, "PAGE_SIZE", min(most, results.PAGE_SIZE))


def told(found: Results) -> tuple[object, ...]:
    return [entry.pk for entry in found.entries], found.total, found.capped, found.counts, found.bounds, found.following


@pytest.mark.parametrize("most", [3, 7, 1_000])
def test_every_way_finds_the_same(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Candidates are the newest, or the nearest, that suit, however they are read and wherever a part ends."""
    scattered(60)
    stop_at(most, monkeypatch)
    newest = list(SearchEntry.objects.order_by("-published_at").values_list("published_at", flat=True))
    asked = [*searches(), Criteria(zone=Box(-1.8, 48.0, -1.5, 48.3), kind="offres"), Criteria(seats=1, q="mer")]
    monkeypatch.setattr(results, "_way", lambda asked: ways.Way())
    right = [told(run(criteria)) for criteria in asked]
    assert any(found[2] for found in right) == (most < 1_000)
    for number in (4, 9, 20, 40, 59):

        def shorter(asked: statement.Statement, number: int = number) -> ways.Way:
            if asked.criteria.centre:
                return ways.Way(nearest=number)
            return ways.Way(since=dict.fromkeys(["", *asked.alone], newest[number]))

        monkeypatch.setattr(results, "_way", shorter)
        assert [told(run(criteria)) for criteria in asked] == right, number


def test_ways_chosen_by_a_look_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the choice left to a look at the newest, in an index where looks pay."""
    scattered(80)
    stop_at(5, monkeypatch)
    right = [told(run(criteria)) for criteria in searches()]
    for name, value in {"LOOKED_AT": 10, "FIRST": 11, "SPARE": 0.5, "DOUBT": 1.0}.items():
        monkeypatch.setattr(ways, name, value)
    forget_everything()
    chosen: list[ways.Way] = []
    choose = ways.choose

    def noted(*args: Any, **options: Any) -> ways.Way:
        chosen.append(choose(*args, **options))
        return chosen[-1]

    monkeypatch.setattr(ways, "choose", noted)
    assert [told(run(criteria)) for criteria in searches()] == right
    assert any(way.since for way in chosen)
    assert any(way.nearest for way in chosen)


def test_a_look_decides_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is frequent is looked for among the newest or the nearest; what is rare, by itself."""
    now = timezone.now()
    moments = {number: now - datetime.timedelta(hours=number) for number in (1_000, 2_000, 8_000, 30_000, 100_000)}
    monkeypatch.setattr(ways, "_moments", Kept(lambda: moments, 60))

    def way(suiting: int, around: int | None = None, *, zone: bool = False) -> ways.Way:
        return ways.choose(around, ways.Look(1_000, {"": suiting}), zone=zone)

    assert way(900).since == {"": moments[2_000]}
    assert way(250).since == {"": moments[8_000]}
    assert way(20).since == way(0).since == {}
    # In a part of the map every row of the newest part is read: that must be worth it.
    assert way(60).since == {"": moments[30_000]}
    assert way(60, zone=True).since == {}
    assert way(500, zone=True).since == {"": moments[8_000]}
    assert ways.choose(None, None, zone=False) == ways.Way()
    # Around a place.
    assert ways.choose(1_200, None, zone=False).nearest > 1_000
    assert ways.choose(900, None, zone=False) == ways.Way()
    assert way(900, 3_000).nearest < way(300, ways.CROWD).nearest <= ways.NEAREST
    assert way(300, 3_000) == way(10, ways.CROWD) == ways.Way()


def test_pages_of_the_newest_are_complete_without_doubles() -> None:
    """Keyset: every entry once, forwards; and the way back is the same."""
    on = host("Grand hôte")
    moment = timezone.now()
    for number in range(47):
        # Several share one moment: the number decides then.
        factories.offer(on, title=f"Offre {number}", published_at=moment - datetime.timedelta(hours=number // 4))
    indexing.reindex_institution(on)
    seen: list[int] = []
    pages: list[list[int]] = []
    cursor = None
    while True:
        found = run(Criteria(cursor=cursor))
        pages.append([entry.pk for entry in found.entries])
        seen += pages[-1]
        if not found.following:
            break
        last = found.entries[-1]
        cursor = Cursor(last.published_at, last.pk)
    assert len(seen) == len(set(seen)) == SearchEntry.objects.shown().count() == 47
    first = SearchEntry.objects.get(pk=pages[-1][0])
    back = run(Criteria(cursor=Cursor(first.published_at, first.pk, backwards=True)))
    assert [entry.pk for entry in back.entries] == pages[-2]


def test_counts_stop_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """« Plus de 1 000 »: with a smaller limit, so that the test is quick."""
    stop_at(20, monkeypatch)
    on = host("Maison")
    for number in range(23):
        factories.offer(on, title=f"Atelier {number}")
    indexing.reindex_institution(on)
    found = run(Criteria(q="atelier"))
    assert (found.total, found.capped) == (20, True)


def test_part_of_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    offer("À Bruz", host("Un", BRUZ))
    offer("À Paris", host("Deux", PARIS))
    zone = Box(-2, 47.9, -1.5, 48.2)
    assert titles(zone=zone, kind="offres") == ["À Bruz"]
    monkeypatch.setattr(statement, "SPARSE", 0)
    assert titles(zone=zone, kind="offres") == ["À Bruz"]


def test_hosts_that_answer_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """§7.9: ranking rewards answers."""
    from hosts import figures

    silent, answering = host("Crèche muette"), host("Crèche qui répond")
    never, always = (figures.HostRecord(figures.ReplyRate(percent, 9)) for percent in (0, 100))
    rates = {silent.pk: never, answering.pk: always}
    monkeypatch.setattr(figures, "_providers", [lambda ids: {key: rates[key] for key in ids if key in rates}])
    indexing.reindex_institutions([silent.pk, answering.pk])
    assert titles(q="crèche") == ["Crèche qui répond", "Crèche muette"]
    rates[silent.pk], rates[answering.pk] = rates[answering.pk], rates[silent.pk]
    indexing.reindex_institutions([silent.pk, answering.pk])
    assert titles(q="crèche") == ["Crèche muette", "Crèche qui répond"]


def test_nothing_found_says_what_to_loosen() -> None:
    offer("Atelier bois", host("Un", BRUZ, site={"wheelchair": "no"}))
    found = run(Criteria(q="atelier", centre=RENNES, radius=5, access=("fauteuil",)))
    assert not found
    ways = {way.change: way.total for way in loosen(found)}
    assert ways == {}  # one step back is not enough: both the distance and the access stand in the way
    near = run(Criteria(q="atelier", centre=RENNES, radius=5))
    assert {way.change: way.total for way in loosen(near)} == {"lieu": 1}
    wide = run(Criteria(q="atelier", centre=RENNES, radius=20, access=("fauteuil",)))
    assert {way.change: way.total for way in loosen(wide)} == {"fauteuil": 1}
    assert [entry.title for entry in nearest_hosts(near.criteria)] == ["Atelier bois"]


def test_number_of_queries_does_not_grow(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    scattered(12)
    criteria = Criteria(q="mer", centre=RENNES, radius=50, sectors=(1,), access=("repas",))
    run(criteria)
    with django_assert_max_num_queries(3):
        run(criteria)

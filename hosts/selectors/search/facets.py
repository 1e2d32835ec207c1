"""What a search can be narrowed to, with how many results each choice leaves; what is set now; what to loosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hosts.models import SearchEntry
from hosts.selectors.search import lists
from hosts.selectors.search.criteria import MOST, RADII, Criteria, distance_km, mercator
from hosts.selectors.search.results import Results
from hosts.selectors.search.statement import Statement

# As many occupations as one reads; the box finds the others.
MOST_OCCUPATIONS = 40


@dataclass(frozen=True)
class Option:
    """One choice. `count` is how many results it would leave; `more` that there may be more than that."""

    value: str
    word: str | Promise
    count: int
    chosen: bool = False
    more: bool = False

    @property
    def shown(self) -> SafeString:
        """The count as the page shows it, made here since a page has a hundred of them."""
        return _count(self.count, self.more and self.count > 0, get_language())


@lru_cache(maxsize=4_000)
def _count(count: int, more: bool, language: str | None) -> SafeString:
    number = formats.number_format(count, use_l10n=True, force_grouping=True)
    words = format_html('<span aria-hidden="true">+</span><span class="visually-hidden"> {}</span>', _("or more"))
    return format_html('<span class="facet-count">{}{}</span>', number, words if more else "")


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


def listed(results: Results, name: str, label: Any, rows: lists.Listed[Any], prefix: str, set_: Iterable[int]) -> Facet:
    """Entries of a list that occur among the results, or that are chosen, in the list's order."""
    chosen = set(set_)
    options = [
        Option(code, row.name, count, row.pk in chosen, results.capped)
        for code, row in rows.by_code.items()
        if (count := results.counts.get(f"{prefix}:{row.pk}", 0)) or row.pk in chosen
    ]
    return Facet(name, label, options)


def occupations(results: Results, label: Any) -> Facet:
    """The occupations most frequent among the results, by name."""
    facet = listed(results, "metier", label, lists.occupations.get(), "m", results.criteria.occupations)
    frequent = sorted(facet.options, key=lambda option: (not option.chosen, -option.count))[:MOST_OCCUPATIONS]
    kept = {option.value for option in frequent}
    return replace(facet, options=[option for option in facet.options if option.value in kept])


def fixed(
    results: Results, name: str, label: Any, words: Mapping[str, Any], tags: Mapping[str, str], set_: str
) -> Facet:
    """A few fixed values, each with its tag in the index."""
    options = [
        Option(value, word, results.counts.get(tags[value], 0), value == set_, results.capped)
        for value, word in words.items()
        if value in tags
    ]
    return Facet(name, label, options)


@dataclass(frozen=True)
class Loosened:
    """A way to find more: `change` says what (`rayon`, `lieu`, or a name of the address), `total` what it finds."""

    change: str
    value: str
    total: int
    capped: bool = False


def loosen(results: Results) -> list[Loosened]:
    """For a search that found nothing: what each single step back would find, in one statement; the best first."""
    variants = _variants(results.criteria)
    if not variants:
        return []
    today, now = timezone.localdate(), timezone.now()
    parts = []
    for number, (_change, _value, criteria) in enumerate(variants):
        statement = Statement(criteria, results.question.query if criteria.q else "", today=today, now=now)
        sql = f"SELECT {number} AS variant, count(*) AS total FROM ({statement.capped()}) AS v{number}"
        parts.append(connection.ops.compose_sql(sql, statement.values))  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        totals = dict(cursor.fetchall())
    found = [
        Loosened(change, value, min(totals[number], MOST), totals[number] > MOST)
        for number, (change, value, _criteria) in enumerate(variants)
        if totals.get(number)
    ]
    return sorted(found, key=lambda one: one.total)[:5]


def _variants(asked: Criteria) -> list[tuple[str, str, Criteria]]:
    found: list[tuple[str, str, Criteria]] = []
    if asked.centre:
        wider = next((km for km in RADII if km >= 2 * asked.radius), None)
        if wider:
            found.append(("rayon", str(wider), replace(asked, radius=wider)))
        found.append(("lieu", "", replace(asked, centre=None)))
    if asked.q and (asked.centre or asked.groups() or asked.access):
        found.append(("q", "", replace(asked, q="")))
    single: dict[str, Criteria] = {
        "secteur": replace(asked, sectors=()),
        "metier": replace(asked, occupations=()),
        "niveau": replace(asked, levels=()),
        "territoire": replace(asked, territories=()),
        "temps": replace(asked, share=""),
        "places": replace(asked, seats=0),
        "type": replace(asked, kind="tout"),
        "zone": replace(asked, zone=None),
        "dates": replace(asked, first=None, last=None),
        **{name: replace(asked, access=tuple(a for a in asked.access if a != name)) for name in asked.access},
    }
    found += [(name, "", criteria) for name, criteria in single.items() if criteria != asked]
    return found


def nearest_hosts(criteria: Criteria, number: int = 6) -> list[SearchEntry]:
    """Hosts and offers close to where one looks, whatever else was asked; the newest ones without a place."""
    entries = SearchEntry.objects.shown().defer("vector", "open_days", "point")
    if criteria.centre is None:
        newest = list(entries.order_by("-published_at", "-pk")[:number])
        for entry in newest:
            entry.distance = None
        return newest
    centre = criteria.centre
    x, y = mercator(centre.latitude, centre.longitude)
    order = "SELECT id FROM hosts_searchentry WHERE visible_from <= %s AND visible_until >= %s AND point IS NOT NULL"
    order += " ORDER BY point <-> point(%s, %s) LIMIT %s"
    today = timezone.localdate()
    found = list(
        SearchEntry.objects.raw(f"SELECT * FROM hosts_searchentry WHERE id IN ({order})", [today, today, x, y, number])
    )
    for entry in found:
        entry.distance = distance_km(entry.latitude or 0, entry.longitude or 0, centre)
    return sorted(found, key=lambda entry: entry.distance or 0)

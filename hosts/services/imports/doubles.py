"""New lines that may be hosts we know already under another number: created all the same, and reported.

The same SIRET alone proves nothing (a head office lends it to its services), so names and places are compared, as the
form of a new host does (`hosts.selectors.twins`), but for five hundred lines in two queries.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from hosts.enums import LIVE_STATES, RowOutcome
from hosts.models import HostSite, RegisterEntry
from hosts.naming import parse
from hosts.selectors.twins import ALIKE, distance, likeness, score_by_name
from hosts.services.imports.results import Result
from hosts.text import fold

NEAR_METRES, LIKELY = 1_500, 75


@dataclass(frozen=True)
class Known:
    """A site of the register, as far as it is compared."""

    institution_id: int
    name: str
    siret: str
    postcode: str
    city: str
    latitude: float | None
    longitude: float | None


class Doubles:
    """Finds the likeliest twin of each new line among the sites of the same postcode or commune.

    Those that bear a number of the same register are left out: there they are two.
    """

    def __init__(self, register: str) -> None:
        self.register = register

    def mark(self, results: list[Result], places: dict[str, int]) -> None:
        new = [result for result in results if result.outcome == RowOutcome.CREATED]
        if not new:
            return
        by_postcode, by_place = self._neighbours(new, places)
        for result in new:
            values = result.draft.values
            near = {
                known.institution_id: known
                for known in (
                    *by_postcode.get(values["postcode"], ()),
                    *by_place.get(places.get(values["place"], 0), ()),
                )
            }
            scored = [(score, known) for known in near.values() if (score := _score(result, known)) >= LIKELY]
            if scored:
                twin = max(scored, key=lambda pair: pair[0])[1]
                result.twin_id = twin.institution_id
                result.draft.note("twin", name=twin.name, reasons=_reasons(result, twin))

    def _neighbours(
        self, new: list[Result], places: dict[str, int]
    ) -> tuple[dict[str, list[Known]], dict[int, list[Known]]]:
        postcodes = {result.draft.values["postcode"] for result in new} - {""}
        communes = {places[result.draft.values["place"]] for result in new if result.draft.values["place"] in places}
        ours = RegisterEntry.objects.filter(register=self.register).values("site")
        sites = (
            HostSite.objects.filter(Q(postcode__in=postcodes) | Q(place__in=communes))
            .filter(institution__state__in=LIVE_STATES)
            .exclude(pk__in=ours)
            .values_list(
                "place_id",
                "institution_id",
                "institution__organisation__name",
                "institution__organisation__siret",
                "postcode",
                "city",
                "latitude",
                "longitude",
            )
        )
        by_postcode: dict[str, list[Known]] = defaultdict(list)
        by_place: dict[int, list[Known]] = defaultdict(list)
        for place_id, *values in sites.iterator(chunk_size=5000):
            known = Known(*values)  # type: ignore[arg-type]
            by_postcode[known.postcode].append(known)
            if place_id:
                by_place[place_id].append(known)
        return by_postcode, by_place


def _score(result: Result, known: Known) -> int:
    values = result.draft.values
    alike = likeness(parse(values["name"]), parse(known.name))
    metres = _metres(result, known)
    near = metres <= NEAR_METRES if metres is not None else fold(values["city"]) == fold(known.city)
    score = score_by_name(alike, near, metres)
    if values["siret"] and values["siret"] == known.siret and alike >= ALIKE:
        score = max(score, 80)
    return score


def _metres(result: Result, known: Known) -> int | None:
    values = result.draft.values
    if values["approximate"] or None in (values["latitude"], known.latitude, known.longitude):
        return None
    return distance(values["latitude"], values["longitude"], known.latitude or 0, known.longitude or 0)


def _reasons(result: Result, twin: Known) -> list[str]:
    """Codes, put into words by the report: the language is the reader's."""
    reasons = []
    if likeness(parse(result.draft.values["name"]), parse(twin.name)) >= ALIKE:
        reasons.append("name")
    if result.draft.values["siret"] and result.draft.values["siret"] == twin.siret:
        reasons.append("siret")
    metres = _metres(result, twin)
    reasons.append("close" if metres is not None and metres <= 300 else "town")
    return reasons

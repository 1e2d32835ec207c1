"""Where a line of a register is: its commune, its coordinates, and whether these can be trusted."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone

from hosts.models import Sector
from hosts.readable import readable
from hosts.selectors.twins import distance
from hosts.services.imports import clean
from hosts.services.imports.communes import Commune, Communes
from hosts.services.imports.geodesy import BY_DEPARTMENT, Point, projection
from hosts.text import fold

if TYPE_CHECKING:
    from hosts.services.imports.drafts import Draft, Plan

# A commune's buildings lie within this distance of its centre (Arles and Maripasoula aside).
FAR_METRES = 40_000
NAMED_PROJECTIONS = (
    (re.compile(r"LAMBERT.?93|RGF93|L93"), 2154),
    (re.compile(r"UTM.?N20|UTM20|RGAF"), 5490),
    (re.compile(r"UTM.?N2[12]|UTM22|RGFG"), 2972),
    (re.compile(r"UTM.?S40|UTM40|RGR92"), 2975),
    (re.compile(r"UTM.?S38|UTM38|RGM04"), 4471),
    (re.compile(r"LAMBERT.?72|BELGE"), 31370),
    (re.compile(r"LAMBERT.?2008"), 3812),
)


class Cells(Protocol):
    def __getitem__(self, code: str) -> str: ...

    def joined(self, code: str, by: str = " ") -> str: ...

    def address(self) -> str: ...


class Locator:
    """Finds communes and positions; loaded once per import."""

    def __init__(self) -> None:
        self.communes = Communes()
        self.sectors = {
            fold(name): code
            for code, *names in Sector.objects.values_list("code", "code", "name_fr", "name_en")
            for name in names
            if name
        }
        self.today: datetime.date = timezone.localdate()

    def locate(self, draft: Draft, cell: Cells, plan: Plan) -> None:
        values = draft.values
        values["country"] = clean.country(cell["country"]) or plan.country
        values["postcode"], values["city"] = self._written(cell, values["country"])
        values["address"] = cell.address()
        commune, by_postcode_only = self.communes.find(
            country=values["country"],
            code=cell["commune_code"],
            postcode=values["postcode"],
            city=values["city"],
        )
        values["place"] = f"{commune.country}:{commune.code}" if commune else ""
        point = self._point(draft, cell, commune)
        self._stand(draft, commune, point)
        self._name_town(draft, commune, by_postcode_only)
        draft.department = commune.department if commune else _department(values["postcode"], cell["department"])
        if not any((values["postcode"], values["city"], values["latitude"])):
            draft.note("no_place")

    @staticmethod
    def _written(cell: Cells, country: str) -> tuple[str, str]:
        postcode, city = cell["postcode"], cell["city"]
        if cell["postcode_city"]:
            both = clean.postcode_and_city(cell["postcode_city"])
            postcode, city = postcode or both[0], city or both[1]
        if not city and not postcode.strip().isdecimal():  # a cell named « code postal » may hold both
            postcode, city = clean.postcode_and_city(postcode)
        return clean.postcode(postcode, country), " ".join(city.split())

    def _point(self, draft: Draft, cell: Cells, commune: Commune | None) -> Point | None:
        latitude, longitude = clean.number(cell["latitude"]), clean.number(cell["longitude"])
        if not clean.on_earth(latitude, longitude) and cell["point"] and (both := clean.pair(cell["point"])):
            latitude, longitude = both
        if not clean.on_earth(latitude, longitude) and cell["x"] and cell["y"]:
            latitude, longitude = self._projected(cell, commune)
        if latitude is None or longitude is None or not clean.on_earth(latitude, longitude):
            return None
        return self._sensible(draft, (latitude, longitude), commune)

    @staticmethod
    def _projected(cell: Cells, commune: Commune | None) -> tuple[float | None, float | None]:
        x, y = clean.number(cell["x"]), clean.number(cell["y"])
        if not x or not y:
            return None, None
        if abs(x) <= 180 and abs(y) <= 90:  # degrees, whatever the columns are called
            return y, x
        inverse = projection(_epsg(cell["epsg"], commune, x, y))
        try:
            return inverse(x, y) if inverse else (None, None)
        except (ValueError, OverflowError):
            return None, None

    def _sensible(
        self, draft: Draft, point: tuple[float, float], commune: Commune | None
    ) -> tuple[float, float] | None:
        """The point, unless it is far from its commune; turned round when that puts it right."""
        if commune is None or commune.latitude is None or commune.longitude is None:
            return point
        metres = distance(*point, commune.latitude, commune.longitude)
        if metres <= FAR_METRES:
            return point
        swapped = point[1], point[0]
        if clean.on_earth(*swapped) and distance(*swapped, commune.latitude, commune.longitude) <= FAR_METRES:
            draft.note("swapped")
            return swapped
        draft.note("far", km=round(metres / 1000), place=commune.name)
        return None

    @staticmethod
    def _stand(draft: Draft, commune: Commune | None, point: Point | None) -> None:
        values = draft.values
        if point is not None:
            values.update(latitude=round(point[0], 6), longitude=round(point[1], 6), approximate=False)
            return
        values.update(latitude=None, longitude=None, approximate=True)
        if commune is not None and commune.latitude is not None:
            values.update(latitude=commune.latitude, longitude=commune.longitude)
            if not any(problem.code == "far" for problem in draft.problems):
                draft.note("centre", place=commune.name)

    @staticmethod
    def _name_town(draft: Draft, commune: Commune | None, by_postcode_only: bool) -> None:
        values = draft.values
        if commune is not None and not by_postcode_only:
            values["city"] = commune.name
            values["postcode"] = values["postcode"] or (commune.postcodes[0] if len(commune.postcodes) == 1 else "")
            return
        written = readable(values["city"])
        if commune is None:
            if values["city"] or values["postcode"]:
                draft.note("unplaced", value=f"{values['postcode']} {written}".strip())
        else:
            draft.note("postcode_only", value=written, place=commune.name)
        values["city"] = written


def _department(postcode: str, written: str) -> str:
    """The département as territories know it, when the commune is unknown."""
    code = written.strip().upper()
    if re.fullmatch(r"0\d{2}", code):
        code = code[1:]
    if code and len(code) <= 3:
        return code.zfill(2)
    return postcode[:3] if postcode.startswith(("97", "98")) else postcode[:2]


def _epsg(written: str, commune: Commune | None, x: float, y: float) -> int:
    """The code of the projection: as written, as named, by the département, by the figures themselves."""
    text = written.upper()
    for pattern, code in NAMED_PROJECTIONS:
        if pattern.search(text):
            return code
    if (digits := re.search(r"(?<!\d)(\d{4,5})(?!\d)", text)) and projection(int(digits.group(1))):
        return int(digits.group(1))
    if commune is not None and commune.department in BY_DEPARTMENT:
        return BY_DEPARTMENT[commune.department]
    if commune is not None and commune.country == "BE":
        return 3812 if y > 500_000 else 31370
    if 1_000_000 < x < 2_400_000 and 1_000_000 < y < 9_500_000:
        return 3941 + round((y - 200_000) / 1_000_000)
    return 2154

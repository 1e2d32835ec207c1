"""What is looked for, once read and checked: nothing in here comes from outside unseen."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

EARTH_KM = 6371.0088
DEGREE_KM = math.radians(1) * EARTH_KM
METRES_PER_DEGREE = 111319.49079327358
RADII = (5, 10, 20, 30, 50, 100)
DEFAULT_RADIUS = 20
PAGE_SIZE = 20
# Counting, ranking and sorting look at so many results; one more says « more than 1,000 ».
MOST = 1_000
ACCESS = ("transport", "repas", "fauteuil", "logement")
SHARES = ("plein", "partiel", "mi")
KINDS = ("tout", "offres", "hotes")
SORTS = ("pertinence", "distance", "recent")


class Box(NamedTuple):
    """A rectangle of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def text(self) -> str:
        return ",".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in self)


class Cursor(NamedTuple):
    """Where a page of « newest first » begins: after this entry, or before it."""

    published_at: datetime.datetime
    entry: int
    backwards: bool = False

    def text(self) -> str:
        return f"{int(self.published_at.timestamp() * 1_000_000)}-{self.entry}"


@dataclass(frozen=True)
class Centre:
    """Where someone looks from. An approximate place widens the radius by `MARGIN_KM`."""

    label: str
    latitude: float
    longitude: float
    approximate: bool = False


MARGIN_KM = 5


@dataclass(frozen=True)
class Criteria:
    """Everything that a search page can be asked, in numbers of the database."""

    q: str = ""
    centre: Centre | None = None
    radius: int = DEFAULT_RADIUS
    sectors: tuple[int, ...] = ()
    occupations: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    share: str = ""
    access: tuple[str, ...] = ()
    seats: int = 0
    kind: str = "tout"
    sort: str = ""
    zone: Box | None = None
    page: int = 1
    cursor: Cursor | None = field(default=None, compare=False)
    # The words as typed, whatever they find.
    exact: bool = False

    @property
    def radius_km(self) -> float:
        return self.radius + (MARGIN_KM if self.centre and self.centre.approximate else 0)

    @property
    def order(self) -> str:
        """The order asked for, or the one that makes sense: closeness near a place, relevance of words, newest."""
        if self.sort and not (self.sort == "distance" and self.centre is None):
            return self.sort
        if self.q:
            return "pertinence"
        return "distance" if self.centre else "recent"

    @property
    def by_keyset(self) -> bool:
        """Newest first over the whole country can be followed to its end; other orders stop at `MOST`."""
        return self.order == "recent" and self.centre is None and self.zone is None

    @property
    def unfiltered(self) -> bool:
        return self == Criteria(page=self.page, radius=self.radius, exact=self.exact) and self.order == "recent"

    def without_place(self) -> Criteria:
        return replace(self, centre=None, sort="", page=1)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Tags of the index by dimension; a result needs one of each dimension's."""
        kinds = {"offres": ("offre",), "hotes": ("hote",)}
        found = {
            "kind": kinds.get(self.kind, ()),
            "s": _tags("s", self.sectors),
            "m": _tags("m", self.occupations),
            "n": _tags("n", self.levels),
            "t": (f"t:{self.share}",) if self.share else (),
            "z": _tags("z", self.territories),
        }
        return {dimension: tags for dimension, tags in found.items() if tags}

    def required(self) -> tuple[str, ...]:
        """Tags that a result must all have."""
        return tuple(f"a:{name}" for name in self.access)


def _tags(prefix: str, numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"{prefix}:{number}" for number in sorted(set(numbers)))


def distance_km(latitude: float, longitude: float, centre: Centre) -> float:
    """Great-circle distance in kilometres (haversine)."""
    lat1, lat2 = math.radians(centre.latitude), math.radians(latitude)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(longitude - centre.longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def mercator(latitude: float, longitude: float) -> tuple[float, float]:
    """Mercator metres, as the index stores them. Latitudes beyond 85° are cut."""
    latitude = max(-85.0, min(85.0, latitude))
    return longitude * METRES_PER_DEGREE, 6378137 * math.log(math.tan(math.radians(45 + latitude / 2)))


def around(centre: Centre, km: float) -> Box:
    """The rectangle that holds the circle."""
    north, south = min(85.0, centre.latitude + km / DEGREE_KM), max(-85.0, centre.latitude - km / DEGREE_KM)
    # The widest parallel of the circle is the one farthest from the equator.
    widest = math.cos(math.radians(max(abs(north), abs(south))))
    span = min(180.0, km / DEGREE_KM / max(widest, 0.01))
    return Box(centre.longitude - span, south, centre.longitude + span, north)

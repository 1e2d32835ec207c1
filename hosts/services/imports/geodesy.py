"""From the projected coordinates of French and Belgian registers to longitude and latitude.

Closed formulas on the GRS80 ellipsoid (IGN NTG 71 for the conic; Krüger's series for the transverse Mercator), exact
to a millimetre, so that no geodesy library is needed. Belgian Lambert 72 rests on another ellipsoid and is moved by
three constants: a few metres.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

GRS80 = (6_378_137.0, 298.257222101)
HAYFORD = (6_378_388.0, 297.0)
Point = tuple[float, float]  # latitude, longitude in degrees


def _eccentricity(flattening: float) -> float:
    return math.sqrt(2 / flattening - 1 / flattening**2)


def _isometric(latitude: float, e: float) -> float:
    sine = math.sin(latitude)
    return math.atanh(sine) - e * math.atanh(e * sine)


def _from_isometric(isometric: float, e: float) -> float:
    latitude = 2 * math.atan(math.exp(isometric)) - math.pi / 2
    for _ in range(20):
        nearer = math.asin(math.tanh(isometric + e * math.atanh(e * math.sin(latitude))))
        if abs(nearer - latitude) < 1e-13:
            return nearer
        latitude = nearer
    return latitude


@dataclass(frozen=True)
class Conic:
    """Lambert's conformal conic projection with two standard parallels. Angles in degrees, metres otherwise."""

    parallels: tuple[float, float]
    origin: Point
    false: tuple[float, float]
    ellipsoid: tuple[float, float] = GRS80
    shift: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def inverse(self, x: float, y: float) -> Point:
        semi_axis, flattening = self.ellipsoid
        e = _eccentricity(flattening)
        n, c, y_pole = self._constants(semi_axis, e)
        dx, dy = x - self.false[0], y_pole - y
        radius = math.hypot(dx, dy)
        longitude = math.radians(self.origin[1]) + math.atan2(dx, dy) / n
        latitude = _from_isometric(-math.log(radius / c) / n, e)
        if any(self.shift):
            return _shifted(latitude, longitude, self.ellipsoid, self.shift)
        return math.degrees(latitude), math.degrees(longitude)

    def _constants(self, semi_axis: float, e: float) -> tuple[float, float, float]:
        one, two = (math.radians(parallel) for parallel in self.parallels)
        latitude = math.radians(self.origin[0])

        def normal(angle: float) -> float:
            return semi_axis / math.sqrt(1 - (e * math.sin(angle)) ** 2) * math.cos(angle)

        n = math.log(normal(two) / normal(one)) / (_isometric(one, e) - _isometric(two, e))
        c = normal(one) / n * math.exp(n * _isometric(one, e))
        at_pole = abs(latitude - math.pi / 2) < 1e-12
        return n, c, self.false[1] + (0 if at_pole else c * math.exp(-n * _isometric(latitude, e)))


def _shifted(latitude: float, longitude: float, ellipsoid: tuple[float, float], shift: tuple[float, ...]) -> Point:
    """Through the centre of the Earth to GRS80 (height zero on the old ellipsoid)."""
    semi_axis, flattening = ellipsoid
    e2 = _eccentricity(flattening) ** 2
    normal = semi_axis / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    x = normal * math.cos(latitude) * math.cos(longitude) + shift[0]
    y = normal * math.cos(latitude) * math.sin(longitude) + shift[1]
    z = normal * (1 - e2) * math.sin(latitude) + shift[2]
    semi_axis, flattening = GRS80
    e2 = _eccentricity(flattening) ** 2
    flat = math.hypot(x, y)
    found = math.atan2(z, flat * (1 - e2))
    for _ in range(6):
        normal = semi_axis / math.sqrt(1 - e2 * math.sin(found) ** 2)
        found = math.atan2(z + e2 * normal * math.sin(found), flat)
    return math.degrees(found), math.degrees(math.atan2(y, x))


@dataclass(frozen=True)
class Zone:
    """A zone of the universal transverse Mercator projection."""

    number: int
    south: bool = False

    def inverse(self, x: float, y: float) -> Point:
        semi_axis, flattening = GRS80
        e, n = _eccentricity(flattening), 1 / (2 * flattening - 1)
        radius = semi_axis / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
        north, east = (y - (10_000_000 if self.south else 0)) / (0.9996 * radius), (x - 500_000) / (0.9996 * radius)
        beta = (n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96, n**2 / 48 + n**3 / 15, 17 * n**3 / 480)
        xi = north - sum(b * math.sin(2 * k * north) * math.cosh(2 * k * east) for k, b in enumerate(beta, 1))
        eta = east - sum(b * math.cos(2 * k * north) * math.sinh(2 * k * east) for k, b in enumerate(beta, 1))
        conformal = math.asin(math.sin(xi) / math.cosh(eta))
        longitude = math.radians(6 * self.number - 183) + math.atan2(math.sinh(eta), math.cos(xi))
        return math.degrees(_from_isometric(math.atanh(math.sin(conformal)), e)), math.degrees(longitude)


LAMBERT_93 = Conic((44, 49), (46.5, 3), (700_000, 6_600_000))
LAMBERT_2008 = Conic((49 + 5 / 6, 51 + 1 / 6), (50.797815, 4 + 21 / 60 + 33.177 / 3600), (649_328, 665_262))
# EPSG:31370, with the shift of the NGI (three constants: a few metres).
LAMBERT_72 = Conic(
    (49.8333339, 51.16666723333333),
    (90, 4.367486666666666),
    (150_000.013, 5_400_088.438),
    HAYFORD,
    (-106.869, 52.2978, -103.724),
)
PROJECTIONS: dict[int, Conic | Zone] = {
    2154: LAMBERT_93,
    9793: LAMBERT_93,
    3812: LAMBERT_2008,
    31370: LAMBERT_72,
    5490: Zone(20),
    32620: Zone(20),
    2972: Zone(22),
    32622: Zone(22),
    2975: Zone(40, south=True),
    32740: Zone(40, south=True),
    4471: Zone(38, south=True),
    32738: Zone(38, south=True),
    4467: Zone(21),
    32621: Zone(21),
    32630: Zone(30),
    32631: Zone(31),
    32632: Zone(32),
}
# What a register of a département uses when it does not say.
BY_DEPARTMENT = {"971": 5490, "972": 5490, "973": 2972, "974": 2975, "975": 4467, "976": 4471, "977": 5490, "978": 5490}


@cache
def projection(code: int) -> Callable[[float, float], Point] | None:
    """The function from (x, y) in metres to (latitude, longitude) for an EPSG code, if it is known.

    The nine « coniques conformes » (3942 to 3950) are computed from their code.
    """
    if 3942 <= code <= 3950:
        centre = code - 3900
        return Conic(
            (centre - 0.75, centre + 0.75), (centre, 3), (1_700_000, (centre - 41) * 1_000_000 + 200_000)
        ).inverse
    known = PROJECTIONS.get(code)
    return known.inverse if known else None

"""A small picture of where a site is: the outline of its département and a point, drawn by the server as SVG."""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

from hosts.models import HostSite
from hosts.territories import french_department

WIDTH, HEIGHT, MARGIN = 320, 220, 16


@dataclass(frozen=True)
class Locator:
    """An SVG path, and a point in the same coordinates (0…320 × 0…220)."""

    name: str
    path: str
    x: float
    y: float


@functools.lru_cache(maxsize=1)
def _outlines() -> dict[str, Any]:
    file = finders.find("geo/outlines.json")
    if not file:
        return {}
    features = json.loads(Path(str(file)).read_text("utf-8"))["features"]
    return {feature["id"]: feature for feature in features}


def locate(country: str, department: str, latitude: float | None, longitude: float | None) -> Locator | None:
    """The picture for a point of a département, or None where the outline is not known."""
    feature = _outlines().get(f"{country}-{department}") or _outlines().get(country)
    if feature is None or latitude is None or longitude is None:
        return None
    frame = _frame(feature["id"])
    x, y = frame.point(longitude, latitude)
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        return None
    return Locator(feature["properties"]["name"], frame.path, x, y)


def of_site(site: HostSite) -> Locator | None:
    """The picture for a site: by its commune's département, or by its French postcode."""
    department = site.place.department if site.place else french_department(site.postcode)
    return locate(site.country, department, site.latitude, site.longitude)


@dataclass(frozen=True)
class _Frame:
    left: float
    top: float
    scale: float
    wide: float
    path: str = ""

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        x = self.left + longitude * self.wide * self.scale
        y = self.top - latitude * self.scale
        return round(x, 1), round(y, 1)


@functools.lru_cache(maxsize=128)
def _frame(identifier: str) -> _Frame:
    geometry = _outlines()[identifier]["geometry"]
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rings = [polygon[0] for polygon in polygons]
    longitudes = [point[0] for ring in rings for point in ring]
    latitudes = [point[1] for ring in rings for point in ring]
    wide = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    across, high = (max(longitudes) - min(longitudes)) * wide, max(latitudes) - min(latitudes)
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / high)
    left = (WIDTH - across * scale) / 2 - min(longitudes) * wide * scale
    top = (HEIGHT - high * scale) / 2 + max(latitudes) * scale
    bare = _Frame(left, top, scale, wide)
    path = "".join("M" + "L".join("{} {}".format(*bare.point(*point)) for point in ring) + "Z" for ring in rings)
    return _Frame(left, top, scale, wide, path)

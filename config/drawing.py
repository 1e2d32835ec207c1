"""Landscapes drawn from an identifier: hills, water, a route. The same identifier always gives the same one.

They stand where a host has no photo, so that lists are alive and hosts are recognised. Colours come from the
style sheet through classes; the SVG carries geometry only.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from random import Random

WIDTH, HEIGHT = 640, 280
PALETTES = 6


def seeded(identifier: object) -> Random:
    """A generator that depends on the identifier alone, whatever the process."""
    return Random(int.from_bytes(hashlib.sha256(str(identifier).encode()).digest()[:8], "big"))


def ridge(random: Random, *, base: float, height: float, waves: int) -> list[tuple[int, int]]:
    """Points of a hill's crest from the left edge to the right one."""
    step = WIDTH / waves
    points = []
    for index in range(waves + 1):
        lift = height * random.uniform(0.15, 1) if index % 2 else height * random.uniform(0, 0.35)
        points.append((round(index * step), round(base - lift)))
    return points


def curve(points: list[tuple[int, int]]) -> str:
    """A smooth path through the points, with level tangents."""
    first, *rest = points
    path = [f"M{first[0]} {first[1]}"]
    previous = first
    for point in rest:
        middle = round((previous[0] + point[0]) / 2)
        path.append(f"C{middle} {previous[1]} {middle} {point[1]} {point[0]} {point[1]}")
        previous = point
    return "".join(path)


def hill(points: list[tuple[int, int]], name: str) -> str:
    return f'<path class="{name}" d="{curve(points)}V{HEIGHT}H0Z"/>'


def route(random: Random, shore: float) -> str:
    """Three stops on the water or the land, linked by a dotted line; the last one is where one goes."""
    start = (round(random.uniform(40, 120)), round(shore + random.uniform(35, 60)))
    halfway = (round(random.uniform(230, 360)), round(shore - random.uniform(-10, 35)))
    end = (round(random.uniform(470, 590)), round(shore - random.uniform(40, 85)))
    line = curve([start, halfway, end])
    stops = f'<circle class="stop" cx="{start[0]}" cy="{start[1]}" r="5"/>'
    stops += f'<circle class="stop" cx="{halfway[0]}" cy="{halfway[1]}" r="5"/>'
    return f'<path class="route" d="{line}"/>{stops}<circle class="here" cx="{end[0]}" cy="{end[1]}" r="8"/>'


@lru_cache(maxsize=2048)
def landscape(identifier: str) -> str:
    """The drawing as inline SVG, decorative (hidden from assistive technology): some 900 characters."""
    random = seeded(identifier)
    palette = random.randrange(PALETTES)
    shore = random.uniform(175, 205)
    sun = (round(random.uniform(90, 550)), round(random.uniform(55, 105)), round(random.uniform(24, 38)))
    far = ridge(random, base=shore - 15, height=random.uniform(70, 110), waves=random.choice((4, 5)))
    middle = ridge(random, base=shore + 5, height=random.uniform(45, 75), waves=random.choice((3, 4, 5)))
    near = ridge(random, base=HEIGHT - 8, height=random.uniform(30, 70), waves=random.choice((2, 3)))
    parts = [
        f'<svg class="landscape land-{palette}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"',
        ' aria-hidden="true" focusable="false">',
        f'<path class="sky" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>',
        f'<circle class="sun" cx="{sun[0]}" cy="{sun[1]}" r="{sun[2]}"/>',
        hill(far, "far"),
        hill(middle, "mid"),
        f'<path class="water" d="M0 {round(shore + 8)}H{WIDTH}V{HEIGHT}H0Z"/>',
        hill(near, "near"),
        route(random, shore),
        "</svg>",
    ]
    return "".join(parts)

"""Landscapes drawn from an identifier: hills, water, a route. The same identifier always gives the same one.

They stand where a host has no photo, so that lists are alive and hosts are recognised. Colours come from the
style sheet through classes; the SVG carries geometry only.
"""

from __future__ import annotations

import hashlib
import itertools
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


def crest(points: list[tuple[int, int]], x: int) -> int:
    """The height of the crest at `x`, close enough to stand something on it."""
    for left, right in itertools.pairwise(points):
        if left[0] <= x <= right[0]:
            share = (x - left[0]) / (right[0] - left[0])
            eased = share * share * (3 - 2 * share)
            return round(left[1] + (right[1] - left[1]) * eased)
    return points[-1][1]


def route(start: tuple[int, int], halfway: tuple[int, int], end: tuple[int, int]) -> str:
    """Three stops linked by a dotted line; the last one is where one goes."""
    stops = "".join(f'<circle class="stop" cx="{x}" cy="{y}" r="5"/>' for x, y in (start, halfway))
    line = curve([start, halfway, end])
    return f'<path class="route" d="{line}"/>{stops}<circle class="here" cx="{end[0]}" cy="{end[1]}" r="8"/>'


def houses(x: int, y: int) -> str:
    return f'<path class="near" d="M{x - 30} {y + 4}v-18l11-9 11 9v18zM{x - 4} {y + 4}v-26l15-12 15 12v26z"/>'


def trees(x: int, y: int) -> str:
    return "".join(
        f'<path class="near" d="M{x + dx} {y + 5}v-{h - 10}h-9l11-{h} 11 {h}h-9v{h - 10}z"/>'
        for dx, h in ((-28, 26), (-4, 36), (20, 22))
    )


def tower(x: int, y: int) -> str:
    return f'<path class="near" d="M{x - 8} {y + 5}l3-44h10l3 44z"/><path class="sun" d="M{x - 5} {y - 48}h10v8h-10z"/>'


def boat(x: int, y: int) -> str:
    return f'<path class="stop" d="M{x - 18} {y}h36l-7 10h-22zM{x} {y - 4}v-30l16 26zM{x - 4} {y - 4}v-22l-10 20z"/>'


@lru_cache(maxsize=2048)
def landscape(identifier: str) -> str:
    """The drawing as inline SVG, decorative (hidden from assistive technology): some 1,200 characters."""
    random = seeded(identifier)
    palette = random.randrange(PALETTES)
    shore = random.randint(178, 204)
    far = ridge(random, base=shore - 18, height=random.uniform(75, 115), waves=random.choice((4, 5)))
    middle = ridge(random, base=shore, height=random.uniform(45, 75), waves=random.choice((3, 4, 5)))
    near = ridge(random, base=HEIGHT - 14, height=random.uniform(38, 64), waves=random.choice((2, 3)))
    sun = (random.randint(90, 550), random.randint(55, 100), random.randint(24, 38))
    there, halfway, start = random.randint(450, 580), random.randint(230, 340), random.randint(50, 120)
    stand = random.choice((houses, trees, tower))
    aside = random.randint(150, 400)
    parts = [
        f'<svg class="landscape land-{palette}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"',
        ' aria-hidden="true" focusable="false">',
        f'<path class="sky" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>',
        f'<circle class="sun" cx="{sun[0]}" cy="{sun[1]}" r="{sun[2]}"/>',
        hill(far, "far"),
        stand(aside, min(crest(middle, aside), shore)),
        hill(middle, "mid"),
        f'<path class="water" d="M0 {shore + 6}H{WIDTH}V{HEIGHT}H0Z"/>',
        boat(random.randint(400, 560), shore + random.randint(18, 32)) if random.random() < 0.5 else "",
        hill(near, "near"),
        route(
            (start, crest(near, start)),
            (halfway, shore + random.randint(8, 22)),
            (there, min(crest(far, there), crest(middle, there))),
        ),
        "</svg>",
    ]
    return "".join(parts)

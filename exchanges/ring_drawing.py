"""A ring as a picture: structures on an ellipse, an arc from each to the next one with who goes and when.

Only geometry and words; colours are those of the style sheet. The same stands in a table below it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exchanges.models import Ring, RingLeg

WIDTH, HEIGHT = 680, 400
CENTRE = WIDTH / 2, HEIGHT / 2 - 6
# So that a name of `LONGEST` letters beside the edge stays within the picture.
ACROSS, DOWN = 210, 125
RADIUS, BEND = 30, 34
LONGEST = 28
MARGIN, LINE = 24, 18


@dataclass(frozen=True)
class Node:
    x: float
    y: float
    initials: str
    lines: tuple[str, ...]
    text_y: float


@dataclass(frozen=True)
class Arrow:
    path: str
    x: float
    y: float
    who: str
    leg: RingLeg


@dataclass(frozen=True)
class Drawing:
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    top: int
    height: int
    width: int = WIDTH


def drawing(ring: Ring) -> Drawing:
    legs = list(ring.legs.all())
    # Two stand side by side; more begin at the top.
    turn = math.pi if len(legs) == 2 else -math.pi / 2
    places = [_place(turn + 2 * math.pi * number / len(legs)) for number in range(len(legs))]
    nodes = [_node(leg, place) for leg, place in zip(legs, places, strict=True)]
    arrows = [_arrow(leg, places[number], places[(number + 1) % len(legs)]) for number, leg in enumerate(legs)]
    rows = [one.text_y for one in nodes] + [one.y for one in arrows] + [one.y for one in nodes]
    top, bottom = int(min(rows)) - MARGIN, int(max(rows)) + MARGIN + LINE
    return Drawing(tuple(nodes), tuple(arrows), top=top, height=bottom - top)


def _place(angle: float) -> tuple[float, float]:
    return CENTRE[0] + ACROSS * math.cos(angle), CENTRE[1] + DOWN * math.sin(angle)


def _node(leg: RingLeg, place: tuple[float, float]) -> Node:
    words = leg.structure.name
    above = place[1] < CENTRE[1] - 10
    lines = _lines(words)
    text_y = place[1] - RADIUS - 10 - LINE * (len(lines) - 1) if above else place[1] + RADIUS + 20
    initials = "".join(word[0] for word in words.split() if word[0].isupper())[:3] or words[:1].upper()
    return Node(round(place[0], 1), round(place[1], 1), initials, lines, round(text_y, 1))


def _lines(words: str) -> tuple[str, ...]:
    """In at most two lines, cut where a word ends."""
    lines = [""]
    for word in words.split():
        if len(f"{lines[-1]} {word}".strip()) <= LONGEST:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(lines) < 2:
            lines.append(word[:LONGEST])
        else:
            lines[-1] = f"{lines[-1][: LONGEST - 1]}…"
            break
    return tuple(line for line in lines if line)


def _arrow(leg: RingLeg, start: tuple[float, float], end: tuple[float, float]) -> Arrow:
    """From the edge of one circle to the edge of the next, bent outwards; the name stands on the bend."""
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    length = math.dist(start, end) or 1
    normal = (end[1] - start[1]) / length, -(end[0] - start[0]) / length
    bend = middle[0] + normal[0] * BEND * 2, middle[1] + normal[1] * BEND * 2
    first, last = _edge(start, bend, RADIUS + 4), _edge(end, bend, RADIUS + 12)
    path = f"M{first[0]:.1f} {first[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {last[0]:.1f} {last[1]:.1f}"
    x, y = (middle[0] + bend[0]) / 2, (middle[1] + bend[1]) / 2
    return Arrow(path, round(x, 1), round(y, 1), leg.person.get_full_name() or str(leg.person), leg)


def _edge(place: tuple[float, float], towards: tuple[float, float], radius: float) -> tuple[float, float]:
    length = math.dist(place, towards) or 1
    return (
        place[0] + (towards[0] - place[0]) * radius / length,
        place[1] + (towards[1] - place[1]) * radius / length,
    )

"""A ring as a picture: structures on an ellipse, an arc from each to the next one with who goes and when.

Only geometry and words; colours are those of the style sheet. The same stands in a table below it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exchanges.models import Ring, RingLeg

RADIUS, MARGIN, LINE = 30, 24, 18


@dataclass(frozen=True)
class Shape:
    """Of a picture, in its own units: its size, the ellipse (from its centre), how many letters and rows a name has, so
    that it stays within at the side of the ellipse, and how far arcs go outwards (`bend`, `bend_of_two`)."""

    width: int
    height: int
    across: int
    down: int
    longest: int
    rows: int
    who: int
    bend: int
    bend_of_two: int
    # Where the first of two stands, in turns.
    two_begin: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.width / 2, self.height / 2 - 6


WIDE = Shape(
    width=680, height=400, across=210, down=125, longest=28, rows=2, who=40, bend=68, bend_of_two=68, two_begin=0.5
)
# For a phone, where a unit is about a pixel.
TALL = Shape(
    width=360, height=520, across=100, down=190, longest=18, rows=3, who=16, bend=56, bend_of_two=120, two_begin=-0.25
)


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
    who: tuple[str, ...]
    when_y: float
    leg: RingLeg


@dataclass(frozen=True)
class Drawing:
    name: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    top: int
    height: int
    width: int


def drawings(ring: Ring) -> tuple[Drawing, Drawing]:
    """The picture for a wide screen, and the one for a phone; the style sheet shows one of them."""
    return drawing(ring, WIDE, "wide"), drawing(ring, TALL, "tall")


def drawing(ring: Ring, shape: Shape = WIDE, name: str = "wide") -> Drawing:
    legs = list(ring.legs.all())
    begin = shape.two_begin if len(legs) == 2 else -0.25
    places = [_place(2 * math.pi * (begin + number / len(legs)), shape) for number in range(len(legs))]
    nodes = [_node(leg, place, shape) for leg, place in zip(legs, places, strict=True)]
    bend = shape.bend_of_two if len(legs) == 2 else shape.bend
    arrows = [
        _arrow(leg, places[number], places[(number + 1) % len(legs)], bend, shape) for number, leg in enumerate(legs)
    ]
    rows = [one.text_y for one in nodes] + [one.y for one in arrows] + [one.y for one in nodes]
    top, bottom = int(min(rows)) - MARGIN, int(max(rows)) + MARGIN + LINE
    return Drawing(name, tuple(nodes), tuple(arrows), top=top, height=bottom - top, width=shape.width)


def _place(angle: float, shape: Shape) -> tuple[float, float]:
    return shape.centre[0] + shape.across * math.cos(angle), shape.centre[1] + shape.down * math.sin(angle)


def _node(leg: RingLeg, place: tuple[float, float], shape: Shape) -> Node:
    words = leg.structure.name
    # Above the topmost; beside others an arc comes from above.
    is_highest = place[1] < shape.centre[1] - shape.down + 1 or (shape is WIDE and place[1] < shape.centre[1] - 10)
    lines = _lines(words, shape.longest, shape.rows)
    text_y = place[1] - RADIUS - 10 - LINE * (len(lines) - 1) if is_highest else place[1] + RADIUS + 20
    initials = "".join(word[0] for word in words.split() if word[0].isupper())[:3] or words[:1].upper()
    return Node(round(place[0], 1), round(place[1], 1), initials, lines, round(text_y, 1))


def _lines(words: str, longest: int, rows: int) -> tuple[str, ...]:
    """In at most so many rows, cut where a word ends."""
    lines = [""]
    for word in words.split():
        if len(f"{lines[-1]} {word}".strip()) <= longest:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif len(lines) < rows:
            lines.append(word[:longest])
        else:
            lines[-1] = f"{lines[-1][: longest - 1]}…"
            break
    return tuple(line for line in lines if line)


def _arrow(leg: RingLeg, start: tuple[float, float], end: tuple[float, float], bend: int, shape: Shape) -> Arrow:
    """From the edge of one circle to the edge of the next, bent outwards; the name stands on the bend."""
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    length = math.dist(start, end) or 1
    normal = (end[1] - start[1]) / length, -(end[0] - start[0]) / length
    peak = middle[0] + normal[0] * bend, middle[1] + normal[1] * bend
    first, last = _edge(start, peak, RADIUS + 4), _edge(end, peak, RADIUS + 12)
    path = f"M{first[0]:.1f} {first[1]:.1f}Q{peak[0]:.1f} {peak[1]:.1f} {last[0]:.1f} {last[1]:.1f}"
    who = _lines(leg.person.get_full_name() or str(leg.person), shape.who, 2)
    x, y = (middle[0] + peak[0]) / 2, (middle[1] + peak[1]) / 2 - LINE * (len(who) - 1)
    return Arrow(path, round(x, 1), round(y, 1), who, round(y + LINE * len(who), 1), leg)


def _edge(place: tuple[float, float], towards: tuple[float, float], radius: float) -> tuple[float, float]:
    length = math.dist(place, towards) or 1
    return (
        place[0] + (towards[0] - place[0]) * radius / length,
        place[1] + (towards[1] - place[1]) * radius / length,
    )

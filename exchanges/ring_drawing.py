"""A ring as a picture: its structures, and an arrow from each to the next one with who goes and when.

On a wide screen they stand on an ellipse; on a phone one below the other, where each name has a line of its own. Only
geometry and words; colours are those of the style sheet. The same stands in a table below it.
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass

from exchanges.models import Ring, RingLeg

Place = tuple[float, float]
# In units of the picture; a letter is 8.5 wide at most on average.
RADIUS, MARGIN, LINE, BEND = 30, 24, 18, 34
WIDTH, HEIGHT = 680, 400
CENTRE = WIDTH / 2, HEIGHT / 2 - 6
# So that a name of `LONGEST` letters beside the edge stays within the picture.
ACROSS, DOWN, LONGEST = 210, 125, 28
# On a phone a unit is about a pixel. The way back runs at `BACK`, left of the structures.
PHONE_WIDTH, STEP, PHONE_LONGEST = 360, 132, 29
CIRCLES, WORDS, BACK = 64, 104, 12


@dataclass(frozen=True)
class Node:
    x: float
    y: float
    initials: str
    lines: tuple[str, ...]
    text_x: float
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
    width: int
    height: int
    # Where words begin: « middle » or « start » of their place.
    anchor: str


def drawings(ring: Ring) -> tuple[Drawing, Drawing]:
    """The picture for a wide screen, and the one for a phone; the style sheet shows one of them."""
    legs = list(ring.legs.all())
    return around(legs), upright(legs)


def around(legs: list[RingLeg]) -> Drawing:
    # Two stand side by side; more begin at the top.
    turn = math.pi if len(legs) == 2 else -math.pi / 2
    places = [_place(turn + 2 * math.pi * number / len(legs)) for number in range(len(legs))]
    nodes = tuple(_node(leg, place) for leg, place in zip(legs, places, strict=True))
    arrows = tuple(_arrow(leg, places[number], places[(number + 1) % len(legs)]) for number, leg in enumerate(legs))
    rows = [one.text_y for one in nodes] + [one.y for one in arrows] + [one.y for one in nodes]
    top, bottom = int(min(rows)) - MARGIN, int(max(rows)) + MARGIN + LINE
    return Drawing("wide", nodes, arrows, top=top, width=WIDTH, height=bottom - top, anchor="middle")


def upright(legs: list[RingLeg]) -> Drawing:
    """One below the other; the last arrow leads back to the first."""
    heights = [number * STEP for number in range(len(legs))]
    nodes = []
    for leg, y in zip(legs, heights, strict=True):
        lines = _lines(leg.structure.name, PHONE_LONGEST, 3)
        first = y + 6 - LINE * (len(lines) - 1) / 2
        nodes.append(Node(CIRCLES, y, initials(leg.structure.name), lines, WORDS, first))
    arrows = []
    for leg, y in zip(legs, heights, strict=True):
        begin, end = y + RADIUS + 4, y + STEP - RADIUS - 12
        path = f"M{CIRCLES} {begin}L{CIRCLES} {end}"
        if y == heights[-1]:
            turn, first = begin + 40, CIRCLES - RADIUS - 12
            path = f"M{CIRCLES} {begin}C{CIRCLES} {turn} {BACK} {turn} {BACK} {y}L{BACK} 16Q{BACK} 0 {first} 0"
        who = _lines(_name(leg), PHONE_LONGEST, 2)
        words = y + STEP / 2 - LINE * (len(who) - 1) / 2
        arrows.append(Arrow(path, WORDS, words, who, words + LINE * len(who), leg))
    height = int(arrows[-1].when_y) + MARGIN + RADIUS + MARGIN // 2
    return Drawing(
        "tall", tuple(nodes), tuple(arrows), top=-RADIUS - MARGIN // 2, width=PHONE_WIDTH, height=height, anchor="start"
    )


def initials(words: str) -> str:
    return "".join(word[0] for word in words.split() if word[0].isupper())[:3] or words[:1].upper()


def _name(leg: RingLeg) -> str:
    return leg.person.get_full_name() or str(leg.person)


def _lines(words: str, longest: int, rows: int) -> tuple[str, ...]:
    """In at most so many rows, cut where a word or a part of it ends; « … » where something is left out."""
    return tuple(textwrap.wrap(words, longest, max_lines=rows, placeholder="…"))


def _place(angle: float) -> Place:
    return CENTRE[0] + ACROSS * math.cos(angle), CENTRE[1] + DOWN * math.sin(angle)


def _node(leg: RingLeg, place: Place) -> Node:
    above = place[1] < CENTRE[1] - 10
    lines = _lines(leg.structure.name, LONGEST, 2)
    text_y = place[1] - RADIUS - 10 - LINE * (len(lines) - 1) if above else place[1] + RADIUS + 20
    x, y = round(place[0], 1), round(place[1], 1)
    return Node(x, y, initials(leg.structure.name), lines, x, round(text_y, 1))


def _arrow(leg: RingLeg, start: Place, end: Place) -> Arrow:
    """From the edge of one circle to the edge of the next, bent outwards; the name stands on the bend."""
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    length = math.dist(start, end) or 1
    normal = (end[1] - start[1]) / length, -(end[0] - start[0]) / length
    bend = middle[0] + normal[0] * BEND * 2, middle[1] + normal[1] * BEND * 2
    first, last = _edge(start, bend, RADIUS + 4), _edge(end, bend, RADIUS + 12)
    path = f"M{first[0]:.1f} {first[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {last[0]:.1f} {last[1]:.1f}"
    who = _lines(_name(leg), LONGEST, 2)
    x, y = (middle[0] + bend[0]) / 2, (middle[1] + bend[1]) / 2 - LINE * (len(who) - 1)
    return Arrow(path, round(x, 1), round(y, 1), who, round(y + LINE * len(who), 1), leg)


def _edge(place: Place, towards: Place, radius: float) -> Place:
    length = math.dist(place, towards) or 1
    return (
        place[0] + (towards[0] - place[0]) * radius / length,
        place[1] + (towards[1] - place[1]) * radius / length,
    )

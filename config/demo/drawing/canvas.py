"""A surface of 1,200 × 800 points to paint on, four times as fine inside, so that every edge comes out smooth."""

from __future__ import annotations

import io
import itertools
import math
from collections.abc import Iterable, Sequence

from PIL import Image, ImageColor, ImageDraw

from config.tokens import token

WIDTH, HEIGHT = 1200, 800
FINE = 4

Colour = tuple[int, int, int]
Point = tuple[float, float]


def tone(name: str) -> Colour:
    """A colour of the look by its name, such as `tone("lagoon")`."""
    red, green, blue = ImageColor.getrgb(token(name))[:3]
    return red, green, blue


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with that share (0 to 1) of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def lighter(colour: Colour, share: float = 0.3) -> Colour:
    return mix(colour, tone("card"), share)


def darker(colour: Colour, share: float = 0.2) -> Colour:
    return mix(colour, tone("ink"), share)


class Canvas:
    """Shapes in points from the upper left corner; `alpha` runs from 0 (unseen) to 1."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), tone("paper"))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    def png(self) -> bytes:
        out = io.BytesIO()
        self.image.reduce(FINE).save(out, "PNG", compress_level=1)
        return out.getvalue()

    # Shapes

    def polygon(self, points: Iterable[Point], fill: Colour, alpha: float = 1) -> None:
        self.pen.polygon(_fine(points), fill=_paint(fill, alpha))

    def rect(
        self, x: float, y: float, width: float, height: float, fill: Colour, radius: float = 0, alpha: float = 1
    ) -> None:
        box = (x * FINE, y * FINE, (x + width) * FINE - 1, (y + height) * FINE - 1)
        if radius:
            self.pen.rounded_rectangle(box, radius * FINE, fill=_paint(fill, alpha))
        else:
            self.pen.rectangle(box, fill=_paint(fill, alpha))

    def arch(self, x: float, y: float, width: float, height: float, fill: Colour, alpha: float = 1) -> None:
        """A rectangle with a round top."""
        half = width / 2
        top = [
            (x + half - half * math.cos(turn), y + half - half * math.sin(turn))
            for turn in (math.pi * step / 24 for step in range(25))
        ]
        self.polygon([*top, (x + width, y + height), (x, y + height)], fill, alpha)

    def ellipse(self, x: float, y: float, across: float, down: float | None, fill: Colour, alpha: float = 1) -> None:
        """Centred on x, y, with those half-axes; a circle when `down` is None."""
        down = across if down is None else down
        box = ((x - across) * FINE, (y - down) * FINE, (x + across) * FINE, (y + down) * FINE)
        self.pen.ellipse(box, fill=_paint(fill, alpha))

    def line(
        self, points: Sequence[Point], colour: Colour, width: float = 2, alpha: float = 1, ends: bool = True
    ) -> None:
        self.pen.line(_fine(points), fill=_paint(colour, alpha), width=max(1, round(width * FINE)), joint="curve")
        if ends and alpha == 1:
            for x, y in (points[0], points[-1]):
                self.ellipse(x, y, width / 2, None, colour)

    def arc(
        self, x: float, y: float, radius: float, start: float, end: float, colour: Colour, width: float = 2
    ) -> None:
        """Part of a circle, in degrees clockwise from three o'clock."""
        box = ((x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE)
        self.pen.arc(box, start, end, fill=colour, width=round(width * FINE))

    def ring(self, x: float, y: float, radius: float, colour: Colour, width: float = 2) -> None:
        box = ((x - radius) * FINE, (y - radius) * FINE, (x + radius) * FINE, (y + radius) * FINE)
        self.pen.ellipse(box, outline=colour, width=round(width * FINE))

    def blob(self, points: Sequence[Point], fill: Colour, alpha: float = 1) -> None:
        """A closed smooth shape through the points."""
        self.polygon(smooth(points, closed=True), fill, alpha)

    def crest(self, points: Sequence[Point], fill: Colour, bottom: float = HEIGHT, alpha: float = 1) -> None:
        """A smooth edge through the points, filled down to `bottom`."""
        edge = smooth(points)
        self.polygon([*edge, (edge[-1][0], bottom), (edge[0][0], bottom)], fill, alpha)

    def curve(self, points: Sequence[Point], colour: Colour, width: float = 2) -> None:
        self.line(smooth(points), colour, width)

    def shade(self, y: float, height: float, top: Colour, bottom: Colour, x: float = 0, width: float = WIDTH) -> None:
        """A field of colour that turns from `top` to `bottom`."""
        steps = max(2, round(height * FINE))
        column = Image.new("RGB", (1, steps))
        column.putdata([mix(top, bottom, step / (steps - 1)) for step in range(steps)])
        self.image.paste(column.resize((round(width * FINE), steps)), (round(x * FINE), round(y * FINE)))

    def route(self, points: Sequence[Point], *, stops: Sequence[Point] = (), colour: Colour | None = None) -> None:
        """The line that links places: dots along a smooth way, rings where one stops, a full disc where one goes."""
        colour = colour or tone("coral")
        way = smooth(points, steps=60)
        run, step = 0.0, 15.0
        for before, after in itertools.pairwise(way):
            length = math.dist(before, after)
            while length and run <= length:
                share = run / length
                self.ellipse(before[0] + (after[0] - before[0]) * share, before[1] + (after[1] - before[1]) * share,
                             3.4, None, colour)  # fmt: skip
                run += step
            run -= length
        for x, y in stops:
            self.ellipse(x, y, 10, None, tone("card"))
            self.ring(x, y, 10, colour, 4)
        x, y = points[-1]
        self.ellipse(x, y, 15, None, tone("card"))
        self.ellipse(x, y, 11, None, colour)


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> list[Point]:
    """Points along a Catmull-Rom curve through the given ones."""
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(around, around[1:], around[2:], around[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append((_between(p0[0], p1[0], p2[0], p3[0], t), _between(p0[1], p1[1], p2[1], p3[1], t)))
    if not closed:
        curve.append(points[-1])
    return curve


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _fine(points: Iterable[Point]) -> list[Point]:
    return [(x * FINE, y * FINE) for x, y in points]


def _paint(colour: Colour, alpha: float) -> tuple[int, ...]:
    return colour if alpha >= 1 else (*colour, round(alpha * 255))

"""Sky, hills, water, trees and flowers."""

from __future__ import annotations

from random import Random

from config.demo.drawing.canvas import WIDTH, Canvas, Colour, Point, darker, lighter, mix, smooth, tone


def sky(c: Canvas, land: int, horizon: float = 560) -> None:
    """From a fuller colour above to a warm haze over the horizon."""
    base, warm = tone(f"land-{land}-sky"), tone(f"land-{land}-sun")
    c.shade(0, horizon * 0.55, mix(base, tone("land-4-far"), 0.35), base)
    c.shade(horizon * 0.55, horizon * 0.5, base, mix(lighter(base, 0.3), warm, 0.32))


def sun(c: Canvas, x: float, y: float, radius: float, land: int) -> None:
    colour = tone(f"land-{land}-sun")
    for grow, alpha in ((2.4, 0.16), (1.6, 0.24)):
        c.ellipse(x, y, radius * grow, None, lighter(colour, 0.72), alpha)
    c.ellipse(x, y, radius, None, colour)


def cloud(c: Canvas, x: float, y: float, size: float, alpha: float = 0.9) -> None:
    """Flat below, swollen above."""
    white = tone("card")
    outline = smooth(
        [
            (x - size, y),
            (x - size * 0.82, y - size * 0.2),
            (x - size * 0.5, y - size * 0.24),
            (x - size * 0.28, y - size * 0.46),
            (x + size * 0.1, y - size * 0.5),
            (x + size * 0.34, y - size * 0.3),
            (x + size * 0.66, y - size * 0.3),
            (x + size * 0.86, y - size * 0.12),
            (x + size, y),
        ]
    )
    c.polygon(outline, white, alpha)


def birds(c: Canvas, *places: Point) -> None:
    ink = mix(tone("ink"), tone("land-4-near"), 0.4)
    for x, y in places:
        c.curve([(x - 13, y - 5), (x - 6, y - 8), (x, y)], ink, 2.4)
        c.curve([(x, y), (x + 6, y - 8), (x + 13, y - 5)], ink, 2.4)


def hills(c: Canvas, land: int, far: list[Point], middle: list[Point]) -> None:
    c.crest(far, tone(f"land-{land}-far"))
    c.crest(middle, tone(f"land-{land}-mid"))


def water(c: Canvas, y: float, height: float, seed: int = 1) -> None:
    """Still water, with streaks of light."""
    base = tone("land-4-water")
    c.shade(y, height, lighter(base, 0.35), mix(base, tone("land-4-mid"), 0.55))
    random = Random(seed)
    for _ in range(int(height / 5)):
        depth = random.random()
        length = 24 + 90 * depth * random.random()
        left = random.uniform(-20, WIDTH)
        top = y + 8 + depth * (height - 14)
        c.rect(left, top, length, 2 + depth * 2, tone("card"), 2, 0.38)


def shadow(c: Canvas, x: float, y: float, across: float, down: float = 0, alpha: float = 0.13) -> None:
    c.ellipse(x, y, across, down or max(4, across * 0.16), tone("ink"), alpha)


def trunk(c: Canvas, x: float, base: float, height: float, width: float, colour: Colour) -> None:
    c.polygon(
        [
            (x - width / 2, base),
            (x - width * 0.3, base - height),
            (x + width * 0.3, base - height),
            (x + width / 2, base),
        ],
        colour,
    )


def tree(c: Canvas, x: float, base: float, height: float, leaf: Colour, seed: int = 0) -> None:
    """A broad-leaved tree: a crown of rounds, lit from the left."""
    bark = mix(tone("land-5-near"), tone("ink"), 0.3)
    shadow(c, x + height * 0.08, base, height * 0.3)
    trunk(c, x, base, height * 0.55, height * 0.075, bark)
    c.line([(x, base - height * 0.36), (x + height * 0.12, base - height * 0.52)], bark, height * 0.03)
    c.line([(x, base - height * 0.3), (x - height * 0.13, base - height * 0.48)], bark, height * 0.03)
    random = Random(seed)
    crown = [(0, -0.72, 0.27), (-0.19, -0.58, 0.2), (0.2, -0.57, 0.21), (0.02, -0.5, 0.22), (-0.07, -0.85, 0.15)]
    placed = [(dx + random.uniform(-0.03, 0.03), dy, r * random.uniform(0.94, 1.08)) for dx, dy, r in crown]
    for shift, colour in ((0.0, darker(leaf, 0.22)), (-0.035, leaf)):
        for dx, dy, radius in placed:
            shrink = 1 if shift == 0 else 0.9
            c.ellipse(
                x + (dx + shift) * height, base + (dy + shift * 0.6) * height, radius * height * shrink, None, colour
            )
    for dx, dy, radius in ((-0.12, -0.78, 0.1), (-0.24, -0.62, 0.08), (0.09, -0.66, 0.07)):
        c.ellipse(x + dx * height, base + dy * height, radius * height, None, lighter(leaf, 0.22), 0.75)


def poplar(c: Canvas, x: float, base: float, height: float, leaf: Colour) -> None:
    """Tall and narrow: a poplar in the north, a cypress in the south."""
    shadow(c, x + height * 0.03, base, height * 0.11)
    trunk(c, x, base, height * 0.2, height * 0.045, mix(tone("land-5-near"), tone("ink"), 0.35))
    wide = height * 0.105
    right = [(x, base - height), (x + wide * 0.75, base - height * 0.62), (x + wide, base - height * 0.33)]
    left = [(x - wide, base - height * 0.33), (x - wide * 0.75, base - height * 0.62)]
    c.blob([*right, (x + wide * 0.5, base - height * 0.1), (x - wide * 0.5, base - height * 0.1), *left], leaf)
    c.blob(
        [
            (x - wide * 0.1, base - height * 0.93),
            (x + wide * 0.05, base - height * 0.5),
            (x - wide * 0.2, base - height * 0.14),
            (x - wide * 0.8, base - height * 0.34),
            (x - wide * 0.6, base - height * 0.6),
        ],
        lighter(leaf, 0.16),
    )


def pine(c: Canvas, x: float, base: float, height: float, leaf: Colour) -> None:
    """An umbrella pine."""
    bark = mix(tone("land-5-near"), tone("coral"), 0.15)
    shadow(c, x + height * 0.05, base, height * 0.26)
    c.curve([(x, base), (x + height * 0.03, base - height * 0.4), (x - height * 0.01, base - height * 0.72)], bark,
            height * 0.05)  # fmt: skip
    for dx in (-0.17, 0.17):
        c.curve([(x + height * 0.02, base - height * 0.52), (x + dx * height, base - height * 0.74)], bark,
                height * 0.028)  # fmt: skip
    for dx, dy, across, down, colour in (
        (0.02, -0.74, 0.4, 0.1, darker(leaf, 0.25)),
        (-0.16, -0.8, 0.25, 0.11, leaf),
        (0.17, -0.8, 0.26, 0.11, leaf),
        (0.0, -0.87, 0.27, 0.12, leaf),
        (-0.1, -0.9, 0.16, 0.06, lighter(leaf, 0.2)),
    ):
        c.ellipse(x + dx * height, base + dy * height, across * height, down * height, colour)


def olive(c: Canvas, x: float, base: float, height: float) -> None:
    leaf = mix(tone("land-2-mid"), tone("land-4-far"), 0.3)
    bark = mix(tone("land-5-near"), tone("muted"), 0.5)
    shadow(c, x, base, height * 0.36)
    c.curve([(x, base), (x - height * 0.05, base - height * 0.25), (x + height * 0.04, base - height * 0.5)], bark,
            height * 0.11)  # fmt: skip
    c.curve([(x - height * 0.02, base - height * 0.2), (x - height * 0.2, base - height * 0.5)], bark, height * 0.06)
    for dx, dy, radius in ((-0.24, -0.58, 0.2), (0.22, -0.56, 0.22), (0, -0.72, 0.24), (0.04, -0.5, 0.18)):
        c.ellipse(x + dx * height, base + dy * height, radius * height, radius * height * 0.86, darker(leaf, 0.14))
        c.ellipse(
            x + (dx - 0.03) * height, base + (dy - 0.03) * height, radius * height * 0.84, radius * height * 0.7, leaf
        )


def bush(c: Canvas, x: float, base: float, size: float, leaf: Colour) -> None:
    for dx, radius in ((-0.6, 0.5), (0.55, 0.52), (0, 0.66)):
        c.ellipse(x + dx * size, base - radius * size * 0.62, radius * size, radius * size * 0.8, darker(leaf, 0.14))
    for dx, radius in ((-0.62, 0.42), (0.5, 0.42), (-0.06, 0.56)):
        c.ellipse(x + dx * size, base - radius * size * 0.78, radius * size, radius * size * 0.72, leaf)


def hedge(c: Canvas, x: float, base: float, width: float, height: float, leaf: Colour) -> None:
    c.rect(x, base - height, width, height, darker(leaf, 0.12), height * 0.4)
    step = height * 0.55
    for number in range(int(width / step)):
        middle = x + step / 2 + number * step
        c.ellipse(middle, base - height * (0.8 + 0.12 * (number % 2)), step * 0.62, None, leaf)


def grass(c: Canvas, x: float, base: float, size: float, colour: Colour) -> None:
    for lean, share in ((-0.5, 0.7), (-0.2, 1), (0.15, 0.9), (0.5, 0.65)):
        c.curve(
            [(x, base), (x + lean * size * 0.4, base - size * share * 0.6), (x + lean * size, base - size * share)],
            colour,
            2.2,
        )


def flowers(c: Canvas, x: float, base: float, width: float, colours: list[Colour], seed: int = 0) -> None:
    """A strip of flowers among leaves."""
    random = Random(seed)
    leaf = mix(tone("green"), tone("land-0-mid"), 0.45)
    for number in range(int(width / 9)):
        left = x + number * 9 + random.uniform(-3, 3)
        height = random.uniform(12, 26)
        c.line([(left, base), (left + random.uniform(-3, 3), base - height)], leaf, 2.2)
        c.ellipse(left, base - height * 0.35, 5.5, 3.2, leaf)
        colour = colours[number % len(colours)]
        c.ellipse(left, base - height, 5, None, colour)
        c.ellipse(left, base - height, 1.9, None, lighter(colour, 0.7))


def meadow(c: Canvas, points: list[Point], colour: Colour, seed: int = 3) -> None:
    """A near field with tufts, lighter towards the light."""
    c.crest(points, colour)
    random = Random(seed)
    top = max(y for _x, y in points)
    for _ in range(46):
        y = random.uniform(top + 14, 796)
        grass(c, random.uniform(0, WIDTH), y, 7 + (y - top) * 0.045, darker(colour, 0.16))

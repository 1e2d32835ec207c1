"""Brushes for the demo's pictures: flat shapes in the colours of the site, drawn at twice their size for soft edges."""

from __future__ import annotations

import math
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1440, 900, 2
Colour = str
Point = tuple[float, float]

INK, PAPER, CREAM, LAGOON, DEEP, CORAL = "#17323a", "#fbf8f2", "#f3e7d0", "#0e6b6b", "#0a4b50", "#c9603c"
SAND, STONE, WOOD, LEAF, MOSS, SAGE = "#ead9b8", "#d8cdb9", "#b98a5a", "#5c8a63", "#3f6b4f", "#9dbb93"
WATER, FOAM, GOLD, ROSE, PLUM, SLATE = "#8fc4c9", "#cfe6e6", "#eab65a", "#e8a893", "#6d5068", "#55686d"


class Canvas:
    """A picture under way. Lengths and places are in pixels of the finished picture."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def sky(self, top: Colour, bottom: Colour, until: float = HEIGHT) -> None:
        """Two colours melting into each other, from the top down to `until`."""
        column = Image.new("RGB", (1, 2))
        column.putpixel((0, 0), _rgb(top))
        column.putpixel((0, 1), _rgb(bottom))
        height = int(until * SCALE)
        self.image.paste(column.resize((WIDTH * SCALE, height), Image.Resampling.BICUBIC), (0, 0))

    def shape(self, colour: Colour, *points: Point) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def box(self, colour: Colour, x: float, y: float, w: float, h: float, *, radius: float = 0) -> None:
        corners = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        self.pen.rounded_rectangle(corners, radius * SCALE, fill=colour)

    def disc(self, colour: Colour, x: float, y: float, r: float, *, flat: float = 1) -> None:
        self.pen.ellipse(
            [(x - r) * SCALE, (y - r * flat) * SCALE, (x + r) * SCALE, (y + r * flat) * SCALE], fill=colour
        )

    def line(self, colour: Colour, width: float, *points: Point) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=int(width * SCALE), joint="curve")

    def hill(self, colour: Colour, base: float, lift: float, waves: float, shift: float = 0) -> None:
        """A rolling crest around `base`, filled to the bottom."""
        crest = [
            (x, base - lift * (math.sin(x / WIDTH * math.pi * waves + shift) + 0.35 * math.sin(x / 170 + 3 * shift)))
            for x in range(0, WIDTH + 12, 12)
        ]
        self.shape(colour, (0, HEIGHT), *crest, (WIDTH, HEIGHT))

    def cloud(self, x: float, y: float, size: float, colour: Colour = "#ffffff") -> None:
        for dx, dy, r in ((-0.9, 0.1, 0.5), (-0.3, -0.15, 0.7), (0.45, 0, 0.6), (1, 0.15, 0.42)):
            self.disc(colour, x + dx * size, y + dy * size, r * size, flat=0.62)

    def tree(self, x: float, y: float, height: float, colour: Colour = LEAF, *, tall: bool = False) -> None:
        """A tree that stands on `y`: round, or tall like a poplar."""
        self.box(WOOD, x - height * 0.03, y - height * 0.45, height * 0.06, height * 0.45)
        if tall:
            self.disc(colour, x, y - height * 0.6, height * 0.14, flat=3.1)
            return
        for dx, dy, r in ((-0.16, 0.52, 0.19), (0.17, 0.55, 0.18), (0, 0.74, 0.24)):
            self.disc(colour, x + dx * height, y - dy * height, r * height)
        self.disc(_lighter(colour), x - height * 0.06, y - height * 0.8, height * 0.1)

    def window(self, x: float, y: float, w: float, h: float, *, lit: bool = False, panes: int = 2) -> None:
        self.box(PAPER, x - 5, y - 5, w + 10, h + 10, radius=4)
        self.box(GOLD if lit else "#7fa9ad", x, y, w, h)
        for pane in range(1, panes):
            self.box(PAPER, x + w * pane / panes - 2, y, 4, h)
        self.box(PAPER, x, y + h * 0.45, w, 4)

    def house(self, x: float, y: float, w: float, h: float, wall: Colour, roof: Colour, *, slope: float = 0.45) -> None:
        """A house whose ground is at `y`, with its gable roof; windows are for the caller."""
        self.box(wall, x, y - h, w, h)
        top = y - h - w * slope
        self.shape(roof, (x - 24, y - h + 4), (x + w / 2, top), (x + w + 24, y - h + 4))
        self.shape(_darker(roof), (x + w / 2, top), (x + w + 24, y - h + 4), (x + w - 6, y - h + 4))

    def door(self, x: float, y: float, w: float, h: float, colour: Colour) -> None:
        self.box(PAPER, x - 5, y - h - 5, w + 10, h + 5, radius=6)
        self.box(colour, x, y - h, w, h, radius=4)
        self.disc(GOLD, x + w - 12, y - h * 0.48, 4)

    def bird(self, x: float, y: float, size: float, colour: Colour = INK) -> None:
        self.line(colour, 4, (x - size, y - size * 0.5), (x - size * 0.3, y - size * 0.45), (x, y))
        self.line(colour, 4, (x, y), (x + size * 0.3, y - size * 0.45), (x + size, y - size * 0.5))

    def grass(self, y: float, depth: float, colour: Colour, blades: int = 160) -> None:
        for _ in range(blades):
            x, foot = self.random.uniform(0, WIDTH), y + self.random.uniform(0, depth)
            self.line(colour, 2, (x, foot), (x + self.random.uniform(-6, 6), foot - self.random.uniform(8, 20)))

    def flowers(self, x: float, y: float, w: float, h: float, count: int = 40) -> None:
        for _ in range(count):
            colour = self.random.choice((CORAL, GOLD, ROSE, PAPER))
            self.disc(colour, x + self.random.uniform(0, w), y + self.random.uniform(0, h), self.random.uniform(3, 6))

    def ripples(self, top: float, bottom: float, colour: Colour, count: int = 40) -> None:
        for _ in range(count):
            y = self.random.uniform(top, bottom)
            x, length = self.random.uniform(0, WIDTH), self.random.uniform(30, 140)
            self.line(colour, 3, (x, y), (x + length, y))

    def finished(self) -> bytes:
        """The picture as PNG bytes, with a breath of paper grain."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        size = WIDTH // 2, HEIGHT // 2
        grain = Image.frombytes("L", size, self.random.randbytes(size[0] * size[1]))
        grain = grain.resize((WIDTH, HEIGHT)).filter(ImageFilter.BoxBlur(1))
        out = BytesIO()
        Image.blend(small, Image.merge("RGB", [grain] * 3), 0.02).save(out, "PNG", compress_level=1)
        return out.getvalue()


def _rgb(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in pairs)


def _lighter(colour: Colour) -> Colour:
    return _mixed(colour, "#ffffff", 0.18)


def _darker(colour: Colour) -> Colour:
    return _mixed(colour, "#000000", 0.14)

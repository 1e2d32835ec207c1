"""Walls, roofs, windows and doors."""

from __future__ import annotations

from config.demo.drawing.canvas import Canvas, Colour, darker, lighter, mix, tone


def glass() -> Colour:
    return mix(tone("land-4-mid"), tone("land-4-sky"), 0.35)


def window(
    c: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    frame: Colour | None = None,
    panes: tuple[int, int] = (2, 2),
    arch: bool = False,
    shutters: Colour | None = None,
    curtain: Colour | None = None,
    lit: bool = False,
    sill: bool = True,
) -> None:
    """A window whose panes reflect the sky; with shutters, a curtain or a light behind when asked."""
    frame = frame or tone("card")
    pane = mix(tone("land-5-sun"), tone("card"), 0.25) if lit else glass()
    shape = c.arch if arch else c.rect
    if shutters:
        for left in (x - width * 0.46, x + width * 1.04):
            c.rect(left, y - 1, width * 0.42, height + 2, shutters, 2)
            for line in range(1, 6):
                c.rect(left + 3, y + height * line / 6, width * 0.42 - 6, 2, darker(shutters, 0.25))
    shape(x - 4, y - 4, width + 8, height + 8, frame)
    shape(x, y, width, height, pane)
    if not arch:
        glint = [(x, y + height * 0.55), (x + width * 0.55, y), (x + width * 0.85, y), (x, y + height * 0.85)]
        c.polygon(glint, tone("card"), 0.28)
    if curtain:
        for left in (x, x + width * 0.74):
            c.rect(left, y, width * 0.26, height, curtain, alpha=0.9)
        c.rect(x, y, width, height * 0.13, darker(curtain, 0.08), alpha=0.95)
    columns, rows = panes
    for column in range(1, columns):
        c.rect(x + width * column / columns - 1.5, y, 3, height, frame)
    for row in range(1, rows):
        c.rect(x, y + height * row / rows - 1.5, width, 3, frame)
    if sill:
        c.rect(x - 9, y + height + 4, width + 18, 6, darker(frame, 0.14), 1)


def windows(
    c: Canvas, x: float, y: float, count: int, step: float, width: float, height: float, **more: object
) -> None:
    for number in range(count):
        window(c, x + number * step, y, width, height, **more)  # type: ignore[arg-type]


def door(
    c: Canvas, x: float, base: float, width: float, height: float, colour: Colour, *, double: bool = False,
    glazed: bool = True, arch: bool = False,
) -> None:  # fmt: skip
    shape = c.arch if arch else c.rect
    shape(x - 6, base - height - 6, width + 12, height + 6, tone("card"))
    shape(x, base - height, width, height, colour)
    leaves = 2 if double else 1
    leaf = width / leaves
    for number in range(leaves):
        left = x + number * leaf
        if glazed:
            c.rect(left + leaf * 0.2, base - height * 0.86, leaf * 0.6, height * 0.46, glass(), 3)
            c.rect(left + leaf * 0.2, base - height * 0.32, leaf * 0.6, height * 0.2, darker(colour, 0.14), 3)
        if number:
            c.rect(left - 1.5, base - height, 3, height, darker(colour, 0.3))
        knob = left + leaf * (0.12 if number else 0.88)
        c.ellipse(knob, base - height * 0.46, 3.4, None, tone("amber-line"))


def wall(c: Canvas, x: float, base: float, width: float, height: float, colour: Colour) -> None:
    """A front: a plinth below, a shade under the eaves and along the right edge."""
    c.rect(x, base - height, width, height, colour)
    c.rect(x, base - height, width, 12, tone("ink"), alpha=0.1)
    c.rect(x + width * 0.94, base - height, width * 0.06, height, tone("ink"), alpha=0.06)
    c.rect(x, base - 16, width, 16, darker(colour, 0.22))


def roof(c: Canvas, x: float, eaves: float, width: float, height: float, colour: Colour, *, over: float = 18,
         inset: float = 0.1) -> None:  # fmt: skip
    """The long side of a pitched roof, with rows of tiles."""
    top = eaves - height
    left, right = x - over, x + width + over
    ridge_left, ridge_right = x + width * inset, x + width * (1 - inset)
    c.polygon([(left, eaves), (ridge_left, top), (ridge_right, top), (right, eaves)], colour)
    rows = max(2, int(height / 20))
    for row in range(1, rows):
        share = row / rows
        y = eaves - height * share
        c.line(
            [(left + (ridge_left - left) * share + 4, y), (right + (ridge_right - right) * share - 4, y)],
            darker(colour, 0.12),
            2,
            ends=False,
        )
    c.rect(ridge_left - 4, top - 5, ridge_right - ridge_left + 8, 9, darker(colour, 0.18), 3)
    c.rect(left, eaves - 3, right - left, 8, lighter(colour, 0.45), 2)


def gable(c: Canvas, x: float, base: float, width: float, height: float, peak: float, wall_colour: Colour,
          roof_colour: Colour, over: float = 16) -> None:  # fmt: skip
    """The short side of a house, its roof seen from the front."""
    wall(c, x, base, width, height, wall_colour)
    eaves = base - height
    c.polygon([(x, eaves + 1), (x + width / 2, eaves - peak), (x + width, eaves + 1)], wall_colour)
    slope = peak / (width / 2)
    c.line(
        [(x - over, eaves + over * slope), (x + width / 2, eaves - peak), (x + width + over, eaves + over * slope)],
        darker(roof_colour, 0.2),
        15,
    )


def block(c: Canvas, x: float, base: float, width: float, height: float, colour: Colour) -> None:
    """A front with a flat roof."""
    wall(c, x, base, width, height, colour)
    c.rect(x - 8, base - height - 14, width + 16, 18, darker(colour, 0.16), 2)


def chimney(c: Canvas, x: float, top: float, height: float, colour: Colour) -> None:
    c.rect(x, top, 34, height, colour)
    c.rect(x - 5, top - 8, 44, 12, darker(colour, 0.2), 2)
    for left in (x + 4, x + 19):
        c.rect(left, top - 22, 11, 15, tone("coral"), 2)


def awning(c: Canvas, x: float, y: float, width: float, depth: float, colour: Colour, stripe: Colour) -> None:
    count = max(4, round(width / 36))
    step = width / count
    for number in range(count):
        paint = colour if number % 2 == 0 else stripe
        left = x + number * step
        c.rect(left, y, step + 0.5, depth, paint)
        c.ellipse(left + step / 2, y + depth, step / 2, 10, paint)
    c.rect(x, y + depth - 2, width, 4, tone("ink"), alpha=0.06)


def panels(c: Canvas, x: float, y: float, columns: int, rows: int, width: float, height: float, lean: float) -> None:
    """Solar panels on a roof that leans to the right by `lean` points per row."""
    blue = mix(tone("land-4-near"), tone("land-3-near"), 0.4)
    for row in range(rows):
        for column in range(columns):
            left, top = x + column * (width + 5) - row * lean, y + row * (height + 5)
            box = [(left, top), (left + width, top), (left + width - lean, top + height), (left - lean, top + height)]
            c.polygon(box, blue)
            c.line([box[3], box[1]], lighter(blue, 0.25), 2, 0.6)


def plaque(c: Canvas, x: float, y: float, width: float, height: float, colour: Colour) -> None:
    """A board over a door, with a wavy line in the place of words."""
    c.rect(x, y, width, height, colour, 6)
    left, middle = x + width * 0.14, y + height / 2
    step = width * 0.72 / 6
    points = [(left + number * step, middle + (height * 0.14 if number % 2 else -height * 0.14)) for number in range(7)]
    c.curve(points, tone("card"), 4)

"""What stands about: benches, bicycles, boats, toys, shelves, tables."""

from __future__ import annotations

from random import Random

from config.demo.drawing.canvas import Canvas, Colour, Point, darker, lighter, mix, tone
from config.demo.drawing.nature import grass, shadow


def wood() -> Colour:
    return mix(tone("land-5-mid"), tone("amber-line"), 0.35)


def bench(c: Canvas, x: float, base: float, width: float = 130) -> None:
    shadow(c, x + width / 2, base, width * 0.55, 7)
    for left in (x + 10, x + width - 16):
        c.rect(left, base - 34, 6, 34, tone("ink"))
        c.rect(left, base - 70, 6, 40, tone("ink"))
    for top in (base - 38, base - 56, base - 72):
        c.rect(x, top, width, 9, wood(), 3)


def lamp(c: Canvas, x: float, base: float, height: float = 210) -> None:
    c.rect(x - 3, base - height, 6, height, tone("ink"))
    c.rect(x - 9, base - 12, 18, 12, tone("ink"), 3)
    c.ellipse(x, base - height - 8, 13, None, mix(tone("land-5-sun"), tone("card"), 0.4))
    c.rect(x - 15, base - height - 24, 30, 7, tone("ink"), 3)


def bicycle(c: Canvas, x: float, base: float, colour: Colour, size: float = 1) -> None:
    radius = 25 * size
    ink = tone("ink")
    back, front = (x, base - radius), (x + 76 * size, base - radius)
    for wheel in (back, front):
        c.ring(*wheel, radius, ink, 3.4 * size)
    seat, pedal = (x + 20 * size, base - 60 * size), (x + 34 * size, base - 25 * size)
    bar = (x + 64 * size, base - 62 * size)
    for way in ([back, pedal, bar, seat, back], [pedal, seat], [bar, front]):
        c.line(way, colour, 4.5 * size)
    c.line([(seat[0] - 10 * size, seat[1] - 5), (seat[0] + 12 * size, seat[1] - 5)], ink, 5 * size)
    c.line([bar, (bar[0] - 2, bar[1] - 13 * size), (bar[0] + 14 * size, bar[1] - 17 * size)], ink, 4 * size)


def bus_stop(c: Canvas, x: float, base: float) -> None:
    c.rect(x, base - 150, 7, 150, tone("muted"))
    c.rect(x - 22, base - 190, 50, 50, tone("lagoon"), 10)
    c.rect(x - 11, base - 180, 28, 22, tone("card"), 4)
    for left in (x - 7, x + 9):
        c.ellipse(left + 2, base - 155, 4.5, None, tone("card"))


def fence(c: Canvas, x: float, base: float, width: float, height: float, colour: Colour) -> None:
    c.rect(x, base - height * 0.75, width, 6, darker(colour, 0.1))
    c.rect(x, base - height * 0.3, width, 6, darker(colour, 0.1))
    for number in range(int(width / 22)):
        left = x + 4 + number * 22
        c.polygon(
            [(left, base), (left, base - height), (left + 6, base - height - 8), (left + 12, base - height),
             (left + 12, base)], colour)  # fmt: skip


def slide(c: Canvas, x: float, base: float) -> None:
    """A small slide with its ladder."""
    shadow(c, x + 80, base, 110, 9)
    post = tone("amber-line")
    for left in (x, x + 44):
        c.rect(left, base - 150, 9, 150, post)
    for rung in range(4):
        c.rect(x, base - 30 - rung * 30, 50, 7, darker(post, 0.15))
    c.polygon([(x - 10, base - 150), (x + 27, base - 205), (x + 64, base - 150)], tone("coral"))
    c.curve([(x + 48, base - 112), (x + 92, base - 70), (x + 138, base - 22), (x + 184, base - 14)], tone("lagoon"), 17)
    c.curve([(x + 48, base - 116), (x + 92, base - 74), (x + 138, base - 26), (x + 184, base - 18)],
            lighter(tone("lagoon"), 0.4), 5)  # fmt: skip


def swing(c: Canvas, x: float, base: float, width: float = 190, height: float = 190) -> Point:
    """A frame with two seats; returns where the right seat hangs."""
    post = wood()
    shadow(c, x + width / 2, base, width * 0.55, 8)
    for left, lean in ((x, -26), (x, 22), (x + width, -22), (x + width, 26)):
        c.line([(left, base - height), (left + lean, base)], post, 9)
    c.line([(x - 12, base - height), (x + width + 12, base - height)], darker(post, 0.12), 11)
    for left in (x + width * 0.28, x + width * 0.72):
        for side in (-14, 14):
            c.line([(left + side * 0.9, base - height), (left + side, base - 46)], tone("muted"), 2.5)
        c.rect(left - 22, base - 48, 44, 8, tone("coral"), 3)
    return x + width * 0.72, base - 46


def sandbox(c: Canvas, x: float, base: float, width: float) -> None:
    sand = mix(tone("amber-soft"), tone("land-2-sun"), 0.35)
    c.polygon([(x + 22, base - 36), (x + width - 22, base - 36), (x + width, base), (x, base)], sand)
    c.line([(x + 22, base - 36), (x + width - 22, base - 36), (x + width, base), (x, base), (x + 22, base - 36)],
           wood(), 9)  # fmt: skip
    bucket(c, x + width * 0.68, base - 10, tone("coral"))


def bucket(c: Canvas, x: float, base: float, colour: Colour) -> None:
    c.polygon([(x - 11, base - 21), (x + 11, base - 21), (x + 8, base), (x - 8, base)], colour)
    c.ellipse(x, base - 21, 11, 3.5, darker(colour, 0.25))
    c.arc(x, base - 21, 11, 180, 360, tone("ink"), 2)


def bunting(c: Canvas, start: Point, end: Point, sag: float, count: int = 9) -> None:
    """Little flags along a string."""
    names = ("coral", "land-2-sun", "lagoon", "land-1-sun", "land-4-mid")

    def along(share: float) -> Point:
        return (
            start[0] + (end[0] - start[0]) * share,
            start[1] + (end[1] - start[1]) * share + sag * 4 * share * (1 - share),
        )

    c.line([along(step / 30) for step in range(31)], tone("muted"), 2)
    for number in range(count):
        a, b = along((number + 0.2) / count), along((number + 0.8) / count)
        c.polygon([a, b, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 25)], tone(names[number % len(names)]))


def boat(c: Canvas, x: float, y: float, length: float, hull: Colour, *, sail: bool = True) -> None:
    c.ellipse(x + length / 2, y + 3, length * 0.5, 6, tone("ink"), 0.14)
    if sail:
        mast = x + length * 0.46
        c.line([(mast, y - 12), (mast, y - length * 1.12)], tone("ink"), 3.5)
        boom, red = y - length * 0.26, mix(tone("coral"), tone("land-1-sun"), 0.4)
        c.polygon([(mast + 4, y - length * 1.08), (mast + 4, boom), (mast + length * 0.46, boom)], tone("card"))
        c.polygon([(mast - 4, y - length * 0.96), (mast - 4, boom), (mast - length * 0.34, boom)], red)
    deck = y - length * 0.2
    c.polygon([(x, deck), (x + length, deck), (x + length * 0.84, y + 2), (x + length * 0.14, y + 2)], hull)
    c.rect(x + 2, deck, length - 4, 6, tone("card"))


def crate(c: Canvas, x: float, base: float, width: float, fruit: Colour) -> None:
    height = width * 0.5
    for number in range(5):
        c.ellipse(x + width * (0.14 + number * 0.18), base - height - 2, width * 0.12, None,
                  fruit if number % 2 else darker(fruit, 0.12))  # fmt: skip
    for board in range(3):
        c.rect(x, base - height + board * height / 3, width, height / 3 - 3, wood(), 2)
    for left in (x, x + width - 8):
        c.rect(left, base - height, 8, height, darker(wood(), 0.18))


def greenhouse(c: Canvas, x: float, base: float, width: float, height: float) -> None:
    """Glass over rows of plants."""
    pane = mix(tone("land-4-sky"), tone("card"), 0.35)
    metal = mix(tone("card"), tone("muted"), 0.35)
    eaves = base - height * 0.58
    outline = [(x, base), (x, eaves), (x + width / 2, base - height), (x + width, eaves), (x + width, base)]
    c.polygon(outline, pane)
    for number in range(int(width / 26)):
        grass(c, x + 16 + number * 26, base - 4, height * (0.34 + 0.1 * (number % 3)), tone("land-0-near"))
        if number % 2:
            c.ellipse(x + 16 + number * 26, base - height * 0.27, 7, None, tone("coral"))
    c.polygon(outline, pane, 0.35)
    for number in range(1, 6):
        left = x + width * number / 6
        top = eaves - (height * 0.42) * (1 - abs(number - 3) / 3)
        c.line([(left, base), (left, top)], metal, 4)
    c.line([*outline, outline[0]], metal, 7)
    c.line([(x, eaves), (x + width, eaves)], metal, 5)


def rows(c: Canvas, x: float, top: float, width: float, count: int, gap: float, leaf: Colour) -> None:
    """Beds of vegetables that come nearer."""
    soil = mix(tone("land-5-near"), tone("ink"), 0.12)
    for row in range(count):
        y = top + row * gap * (1 + row * 0.13)
        size = 9 + row * 3.2
        spread = row * 30
        c.rect(x - spread, y - 5, width + spread * 2, 11 + row * 2.2, soil, 6)
        step = size * 2.1
        for number in range(int((width + spread * 2) / step)):
            left = x - spread + step / 2 + number * step
            colour = leaf if (number + row) % 3 else lighter(leaf, 0.25)
            for lean in (-0.55, 0.0, 0.55):
                c.ellipse(left + lean * size, y - size * (0.5 - abs(lean) * 0.25), size * 0.5, size * 0.68, colour)


def shelf(c: Canvas, x: float, y: float, width: float, height: float, shelves: int, seed: int) -> None:
    """A bookcase, full of books of the house's colours."""
    random = Random(seed)
    board = wood()
    c.rect(x - 9, y - 9, width + 18, height + 18, board, 4)
    c.rect(x, y, width, height, darker(board, 0.34))
    names = (
        "coral",
        "lagoon",
        "land-2-sun",
        "land-1-mid",
        "land-4-mid",
        "land-0-mid",
        "land-3-mid",
        "paper",
        "land-5-sun",
    )
    step = height / shelves
    for number in range(shelves):
        bottom = y + (number + 1) * step
        left = x + 5
        while left < x + width - 18:
            thick = random.uniform(8, 19)
            tall = step * random.uniform(0.56, 0.84)
            if random.random() < 0.07:
                left += thick * 1.4
                continue
            colour = tone(random.choice(names))
            c.rect(left, bottom - tall - 7, thick, tall, colour, 1.5)
            c.rect(left + 2, bottom - tall, thick - 4, 4, darker(colour, 0.2))
            left += thick + 1.6
        c.rect(x, bottom - 8, width, 8, board)


def pendant(c: Canvas, x: float, length: float, colour: Colour) -> None:
    """A lamp that hangs from the ceiling."""
    c.rect(x - 1.5, 0, 3, length, tone("ink"))
    c.polygon([(x - 13, length), (x + 13, length), (x + 42, length + 38), (x - 42, length + 38)], colour)
    c.ellipse(x, length + 38, 42, 7, lighter(tone("land-5-sun"), 0.5))


def table(c: Canvas, x: float, top: float, width: float, base: float, colour: Colour | None = None) -> None:
    colour = colour or wood()
    for left in (x + 18, x + width - 30):
        c.rect(left, top, 12, base - top, darker(colour, 0.2))
    c.rect(x, top - 8, width, 18, colour, 5)


def plant(c: Canvas, x: float, base: float, height: float) -> None:
    """A potted plant."""
    leaf = mix(tone("green"), tone("land-0-mid"), 0.35)
    pot = height * 0.3
    for lean, share in ((-0.42, 0.72), (-0.22, 0.95), (0.04, 1), (0.26, 0.9), (0.44, 0.66)):
        tip = (x + lean * height, base - height * share)
        bend = (x + lean * height * 0.4, base - height * share * 0.7)
        c.blob([(x, base - pot), (bend[0] - 9, bend[1]), tip, (bend[0] + 10, bend[1] + 8)], leaf)
        leaf = darker(leaf, 0.04)
    clay, rim, foot = mix(tone("coral"), tone("land-5-mid"), 0.35), pot * 0.52, pot * 0.38
    c.polygon([(x - rim, base - pot), (x + rim, base - pot), (x + foot, base), (x - foot, base)], clay)
    c.rect(x - pot * 0.58, base - pot - 3, pot * 1.16, pot * 0.22, mix(tone("coral"), tone("land-5-near"), 0.35), 3)


def rug(c: Canvas, x: float, y: float, across: float, down: float, colour: Colour) -> None:
    for share, paint in ((1, colour), (0.84, lighter(colour, 0.4)), (0.62, colour), (0.36, lighter(colour, 0.55))):
        c.ellipse(x, y, across * share, down * share, paint)


def frame(c: Canvas, x: float, y: float, width: float, height: float, land: int) -> None:
    """A framed landscape."""
    c.rect(x - 8, y - 8, width + 16, height + 16, wood(), 3)
    c.rect(x, y, width, height, tone(f"land-{land}-sky"))
    c.ellipse(x + width * 0.7, y + height * 0.32, height * 0.14, None, tone(f"land-{land}-sun"))
    for share, name in ((0.52, "far"), (0.7, "near")):
        edge = [(x, y + height * share), (x + width * 0.3, y + height * (share - 0.14)),
                (x + width * 0.65, y + height * (share + 0.04)), (x + width, y + height * (share - 0.1))]  # fmt: skip
        c.crest(edge, tone(f"land-{land}-{name}"), y + height)

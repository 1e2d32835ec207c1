"""The pictures of the demo's hosts, drawn here: no photograph, nobody's likeness, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.canvas import (
    CORAL,
    CREAM,
    DEEP,
    FOAM,
    GOLD,
    HEIGHT,
    INK,
    LAGOON,
    LEAF,
    MOSS,
    PAPER,
    PLUM,
    ROSE,
    SAGE,
    SAND,
    SLATE,
    STONE,
    WATER,
    WIDTH,
    WOOD,
    Canvas,
)

SCENES: dict[str, Callable[[Canvas], None]] = {}


def draw(scene: str, seed: int) -> bytes:
    """A picture of that scene as PNG bytes; the same seed gives the same picture."""
    canvas = Canvas(seed)
    SCENES[scene](canvas)
    return canvas.finished()


def scene(painter: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    SCENES[painter.__name__] = painter
    return painter


@scene
def school(c: Canvas) -> None:
    c.sky("#cfe8ea", "#fdf1dc", 640)
    c.disc("#fbd9a6", 1120, 200, 76)
    c.cloud(300, 170, 90)
    c.cloud(820, 120, 60)
    c.hill("#bcd3b4", 560, 70, 2.2, 0.6)
    c.hill(SAGE, 640, 50, 3, 1.9)
    c.house(360, 720, 300, 210, CREAM, CORAL)
    c.house(620, 720, 420, 250, PAPER, "#b4532f", slope=0.32)
    for x in (680, 770, 900, 980):
        c.window(x, 520, 44, 66)
        c.window(x, 628, 44, 58, lit=x == 770)
    c.window(410, 560, 60, 60)
    c.window(550, 560, 60, 60)
    c.door(830, 720, 58, 112, LAGOON)
    c.door(486, 720, 52, 96, DEEP)
    c.hill(LEAF, 770, 22, 2, 0.2)
    c.shape(SAND, (845, 724), (875, 724), (1010, 900), (700, 900))
    for x, h, tall in ((180, 250, True), (250, 210, True), (1140, 270, False), (1270, 200, False)):
        c.tree(x, 760, h, MOSS if tall else LEAF, tall=tall)
    c.flowers(60, 810, 560, 70, 60)
    c.grass(780, 110, MOSS)
    c.bird(560, 220, 34)
    c.bird(650, 170, 26)


@scene
def garden(c: Canvas) -> None:
    c.sky("#d8ecec", "#fff5e2", 480)
    c.hill(SAGE, 460, 40, 2.4, 1.1)
    c.tree(140, 520, 260, LEAF)
    c.tree(1320, 510, 230, MOSS, tall=True)
    c.shape("#e5f1ee", (820, 560), (820, 360), (980, 270), (1140, 360), (1140, 560))
    for x in (820, 900, 980, 1060, 1140):
        c.line(SLATE, 5, (x, 560), (x, 360 - (160 - abs(x - 980)) * 0.56))
    c.line(SLATE, 5, (820, 450), (1140, 450))
    c.box("#a9895f", 0, 540, WIDTH, HEIGHT - 540)
    for row, (y, depth) in enumerate(((570, 44), (640, 58), (724, 74), (826, 92))):
        for column in range(5):
            x = 40 + column * 285 - row * 14
            c.box(WOOD, x, y, 240, depth, radius=6)
            c.box("#6b4a35", x + 8, y + 8, 224, depth - 14, radius=4)
            _bed(c, x + 22, y + depth * 0.6, row + column)
    c.line(SLATE, 7, (1250, 640), (1320, 470))
    c.box(LAGOON, 1220, 690, 70, 62, radius=8)
    c.line(LAGOON, 8, (1290, 706), (1336, 680))


def _bed(c: Canvas, x: float, y: float, kind: int) -> None:
    for step in range(6):
        at = x + step * 38
        if kind % 3 == 0:
            c.disc(LEAF, at, y - 6, 17)
            c.disc(SAGE, at - 3, y - 10, 8)
        elif kind % 3 == 1:
            c.line(MOSS, 4, (at, y + 6), (at, y - 40))
            c.disc(CORAL, at + 5, y - 22, 7)
            c.disc(CORAL, at - 5, y - 34, 6)
        else:
            c.line(LEAF, 5, (at, y + 6), (at - 10, y - 26))
            c.line(LEAF, 5, (at, y + 6), (at + 10, y - 28))
            c.disc(GOLD, at, y - 4, 6)


@scene
def bridge(c: Canvas) -> None:
    c.sky("#f6dcc6", "#fdf3e1", 560)
    c.disc("#f7b98a", 720, 300, 88)
    c.hill("#c9b9a4", 520, 80, 1.8, 2.2)
    c.hill(SAGE, 600, 46, 2.6, 0.4)
    for x, wall, roof in ((150, PAPER, CORAL), (960, CREAM, DEEP)):
        c.house(x, 660, 330, 240, wall, roof)
        for row, y in enumerate((470, 560)):
            for step in (46, 142, 238):
                c.window(x + step, y, 48, 58, lit=(step + row) % 3 == 0)
        c.door(x + 140, 660, 54, 84, LAGOON)
    c.box(LEAF, 0, 654, WIDTH, 70)
    c.box(WATER, 0, 720, WIDTH, 180)
    c.ripples(735, 890, FOAM, 60)
    arc = [(430 + step * 58, 668 - 74 * (1 - ((step - 5) / 5) ** 2)) for step in range(11)]
    c.line(WOOD, 20, *arc)
    for left, top in arc[1:-1]:
        c.line("#8d6540", 6, (left, top), (left, top - 48))
    c.line("#8d6540", 7, *[(left, top - 48) for left, top in arc])
    c.tree(80, 690, 210, MOSS)
    c.tree(1370, 690, 250, LEAF)
    c.bird(640, 180, 26)
    c.bird(720, 220, 20)


@scene
def table(c: Canvas) -> None:
    c.sky("#f8ecd8", "#f3e2c6")
    c.box("#e6d2ae", 0, 640, WIDTH, 260)
    c.window(180, 130, 330, 290, panes=3)
    c.tree(300, 420, 180, LEAF)
    c.window(900, 130, 330, 290, panes=3)
    c.disc("#fbd9a6", 1130, 210, 44)
    for x in (470, 720, 970):
        c.line(INK, 3, (x, 0), (x, 180))
        c.shape(CORAL, (x - 54, 230), (x - 26, 176), (x + 26, 176), (x + 54, 230))
        c.disc("#fff0c8", x, 234, 18, flat=0.5)
    colours = (LAGOON, GOLD, PLUM, CORAL, SAGE, SLATE, ROSE)
    for step, colour in enumerate(colours):
        _chair(c, 216 + step * 168, 624, colour)
    c.shape(WOOD, (120, 620), (1320, 620), (1400, 720), (40, 720))
    c.box("#8d6540", 40, 720, 1360, 26)
    for x in (110, 1290):
        c.box("#8d6540", x, 746, 34, 140)
    for step in range(7):
        x = 210 + step * 170
        c.disc(PAPER, x, 668, 50, flat=0.36)
        c.disc(FOAM, x, 666, 32, flat=0.34)
        c.box("#b9dadb", x + 58, 630, 20, 32, radius=4)
    c.disc(LAGOON, 715, 640, 62, flat=0.4)
    for dx in (-34, -10, 14, 36):
        c.disc(GOLD if dx % 4 else CORAL, 715 + dx, 622, 17)


def _chair(c: Canvas, x: float, y: float, colour: str) -> None:
    c.box(colour, x - 44, y - 110, 88, 130, radius=18)
    c.box("#f8ecd8", x - 26, y - 88, 52, 46, radius=8)


@scene
def pergola(c: Canvas) -> None:
    c.sky("#d4eaea", "#fdf4e0", 520)
    c.cloud(1080, 150, 80)
    c.hill("#b9d2bb", 480, 56, 2, 1.4)
    c.box("#e8dcc3", 860, 300, 460, 250)
    c.shape(SLATE, (830, 304), (1350, 304), (1300, 240), (880, 240))
    for x in (900, 990, 1080, 1170, 1250):
        c.window(x, 350, 42, 62)
        c.window(x, 456, 42, 62, lit=x in (990, 1250))
    c.box(SAGE, 0, 545, WIDTH, 360)
    c.shape(WATER, (0, 800), (520, 744), (980, 792), (WIDTH, 736), (WIDTH, 900), (0, 900))
    c.ripples(810, 890, FOAM, 30)
    c.shape(SAND, (0, 690), (WIDTH, 640), (WIDTH, 684), (0, 746))
    for x in (180, 340, 500, 660):
        c.box(WOOD, x, 380, 18, 300)
    for y in (366, 390):
        c.box("#8d6540", 140, y, 580, 14)
    for _ in range(150):
        left, top = c.random.uniform(140, 720), min(372 + c.random.expovariate(1 / 26), 520)
        c.disc(c.random.choice((LEAF, MOSS, SAGE, PLUM, ROSE)), left, top, c.random.uniform(7, 15))
    for x in (250, 560, 1010):
        c.box(WOOD, x, 640, 130, 12, radius=4)
        c.box(WOOD, x, 604, 130, 10, radius=4)
        for leg in (8, 112):
            c.box("#8d6540", x + leg, 604, 10, 76)
    c.flowers(740, 590, 620, 46, 70)
    c.tree(60, 650, 300, MOSS)


@scene
def cafe(c: Canvas) -> None:
    c.sky("#cfe6ea", "#fbeeda", 600)
    for x, wall, roof, h in ((40, "#ecd9bb", CORAL, 330), (330, PAPER, SLATE, 400), (1060, "#e9cdb6", CORAL, 360)):
        c.house(x, 690, 300, h, wall, roof, slope=0.3)
        for row in range(2):
            for step in (50, 190):
                c.window(x + step, 690 - h + 40 + row * 110, 56, 76)
    c.box(CREAM, 600, 300, 470, 390)
    c.shape(DEEP, (580, 306), (1090, 306), (1050, 236), (620, 236))
    c.box("#6fa3a5", 650, 430, 370, 200)
    for x in (735, 830, 925):
        c.box(PAPER, x, 430, 8, 200)
    for step in range(11):
        c.shape(PAPER if step % 2 else CORAL, *_stripe(630 + step * 38))
    c.box(STONE, 0, 690, WIDTH, 210)
    for x, y in ((470, 770), (700, 800), (960, 776), (1190, 812)):
        c.line(INK, 6, (x, y), (x, y + 62))
        c.disc(PAPER, x, y, 62, flat=0.3)
        c.disc(CORAL, x - 16, y - 10, 9)
        c.disc(LAGOON, x + 18, y - 8, 8)
        for side in (-92, 92):
            c.box(LAGOON, x + side - 22, y - 8, 44, 12, radius=5)
            c.box(DEEP, x + side - 18, y + 4, 7, 56)
            c.box(DEEP, x + side + 11, y + 4, 7, 56)
    c.tree(1340, 720, 290, LEAF)
    c.tree(250, 720, 190, MOSS)


def _stripe(x: float) -> tuple[tuple[float, float], ...]:
    return (x, 370), (x + 38, 370), (x + 46, 432), (x - 4, 432)


@scene
def square(c: Canvas) -> None:
    c.sky("#bfe0ea", "#fff0d4", 620)
    c.disc("#fff1c9", 1190, 150, 70)
    for x, w, h, wall in ((0, 330, 380, "#e8b98f"), (330, 250, 320, "#f0d8ae"), (1080, 360, 400, "#e9c39b")):
        c.box(wall, x, 700 - h, w, h)
        c.box("#b4532f", x, 690 - h, w, 18)
        for row in range(2):
            for step in range(int(w // 110)):
                c.window(x + 34 + step * 108, 740 - h + row * 130, 46, 74)
    c.box(PAPER, 560, 380, 540, 320)
    c.box(LAGOON, 540, 352, 580, 40, radius=6)
    c.box("#78adb0", 600, 460, 460, 150)
    for x in range(676, 1060, 77):
        c.box(PAPER, x, 460, 8, 150)
    c.door(800, 700, 76, 84, CORAL)
    c.box("#e9d9bd", 0, 700, WIDTH, 200)
    for x, h in ((240, 420), (620, 380), (1180, 440)):
        c.box("#c2ab8a", x - 14, 800 - h * 0.6, 28, h * 0.6)
        for dx, dy, r in ((-90, 0.72, 84), (84, 0.7, 88), (0, 0.9, 110), (-30, 0.62, 76)):
            c.disc(LEAF if dx else "#6d9a66", x + dx, 800 - h * dy, r)
    _bunting(c, (240, 470), (620, 500))
    _bunting(c, (620, 500), (1180, 450))
    for x in (380, 900):
        c.box(WOOD, x, 806, 170, 14, radius=5)
        c.box("#8d6540", x + 16, 820, 12, 44)
        c.box("#8d6540", x + 142, 820, 12, 44)


def _bunting(c: Canvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    points = []
    for step in range(13):
        share = step / 12
        sag = 70 * (1 - (2 * share - 1) ** 2)
        points.append((start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share + sag))
    c.line(INK, 3, *points)
    for number, (x, y) in enumerate(points[1:-1]):
        c.shape((CORAL, GOLD, LAGOON, ROSE)[number % 4], (x - 15, y), (x + 15, y), (x, y + 34))


@scene
def lighthouse(c: Canvas) -> None:
    c.sky("#3c5f74", "#f3c9a5", 600)
    c.disc("#fbe3b8", 330, 470, 70)
    c.shape("#7f8f92", (1010, 190), (0, 60), (0, 190), (1010, 216))
    c.box("#6d9ba4", 0, 590, WIDTH, 310)
    c.ripples(600, 860, "#9cc3c6", 90)
    c.hill("#5d7f6a", 800, 40, 1.2, 2.6)
    c.shape("#4d6b57", (760, 900), (860, 690), (1010, 640), (1240, 660), (WIDTH, 720), (WIDTH, 900))
    c.shape(PAPER, (960, 660), (985, 250), (1065, 250), (1090, 660))
    for top, bottom in ((310, 380), (450, 520), (590, 660)):
        inset = [(985 - (y - 250) * 25 / 410, 1065 + (y - 250) * 25 / 410) for y in (top, bottom)]
        c.shape(CORAL, (inset[0][0], top), (inset[0][1], top), (inset[1][1], bottom), (inset[1][0], bottom))
    c.box(INK, 966, 236, 118, 16, radius=4)
    c.box("#ffe6a8", 990, 176, 70, 60)
    c.shape(DEEP, (978, 178), (1025, 128), (1072, 178))
    c.house(1120, 700, 200, 110, CREAM, DEEP)
    c.window(1160, 616, 40, 46, lit=True)
    c.window(1240, 616, 40, 46, lit=True)
    for x, y in ((220, 690), (470, 640)):
        c.shape(WOOD, (x - 54, y), (x + 54, y), (x + 34, y + 26), (x - 36, y + 26))
        c.line(INK, 4, (x, y), (x, y - 92))
        c.shape(PAPER, (x + 4, y - 90), (x + 4, y - 10), (x + 56, y - 10))
    c.bird(620, 240, 26, PAPER)
    c.bird(700, 280, 20, PAPER)
    c.grass(760, 120, "#3d5646", 120)


@scene
def lounge(c: Canvas) -> None:
    c.sky("#dcebe6", "#eef2e6")
    c.box("#e2cfae", 0, 660, WIDTH, 240)
    c.window(120, 120, 360, 330, panes=3)
    c.box(PAPER, 640, 140, 180, 230, radius=6)
    c.disc(GOLD, 730, 230, 46)
    c.shape(LAGOON, (660, 350), (720, 270), (800, 350))
    c.box(PAPER, 860, 170, 130, 170, radius=6)
    c.disc(CORAL, 925, 250, 38)
    for x, colour in ((180, CORAL), (470, LAGOON), (1000, GOLD)):
        c.box(colour, x, 480, 230, 190, radius=40)
        c.box(colour, x - 26, 560, 60, 130, radius=26)
        c.box(colour, x + 196, 560, 60, 130, radius=26)
        c.box(PAPER, x + 40, 590, 150, 60, radius=20)
        c.box("#8d6540", x + 14, 690, 14, 40)
        c.box("#8d6540", x + 200, 690, 14, 40)
    c.disc(WOOD, 830, 730, 110, flat=0.26)
    c.box("#8d6540", 822, 740, 16, 84)
    c.box(PAPER, 790, 698, 60, 12, radius=3)
    c.box(CORAL, 800, 688, 60, 12, radius=3)
    for x, y, size in ((1330, 700, 1.2), (70, 700, 0.9)):
        c.shape(
            CORAL,
            (x - 44 * size, y - 90 * size),
            (x + 44 * size, y - 90 * size),
            (x + 32 * size, y),
            (x - 32 * size, y),
        )
        for dx in (-80, -44, 0, 46, 84):
            c.line(MOSS, 9, (x, y - 90 * size), (x + dx * size, y - 270 * size + abs(dx) * 0.7))
            c.disc(LEAF, x + dx * size, y - 270 * size + abs(dx) * 0.7, 30 * size, flat=0.6)


@scene
def library(c: Canvas) -> None:
    c.sky("#f4e6cb", "#f9efdc")
    c.box("#c89b6b", 0, 720, WIDTH, 180)
    spines = (CORAL, LAGOON, GOLD, PLUM, SLATE, ROSE, DEEP, SAGE, PAPER)
    for left, right in ((40, 470), (970, 1400)):
        c.box("#a67746", left - 16, 90, right - left + 32, 640, radius=8)
        for shelf in range(5):
            y = 110 + shelf * 122
            c.box("#7d5835", left, y, right - left, 104)
            x = left + 8.0
            while x < right - 34:
                width, height = c.random.uniform(14, 30), c.random.uniform(62, 96)
                if c.random.random() < 0.88:
                    c.box(c.random.choice(spines), x, y + 104 - height, width - 3, height, radius=2)
                x += width
    c.window(560, 120, 320, 400, panes=2)
    c.box(WATER, 562, 420, 316, 98)
    c.house(600, 420, 90, 70, CREAM, CORAL)
    c.house(730, 420, 110, 90, "#e9c39b", DEEP)
    c.box("#8d6540", 520, 600, 400, 20, radius=6)
    for x in (546, 872):
        c.box("#8d6540", x, 620, 18, 150)
    for dx, colour in ((0, CORAL), (56, LAGOON), (120, GOLD)):
        c.box(colour, 580 + dx, 570, 46, 30, radius=3)
    c.disc(GOLD, 830, 530, 34, flat=0.7)
    c.line(INK, 6, (830, 540), (830, 600))
    for x in (420, 950):
        c.disc(ROSE if x < 700 else LAGOON, x + 30, 800, 76, flat=0.5)


@scene
def harbour(c: Canvas) -> None:
    c.sky("#a9d6e2", "#fdf0d8", 520)
    c.disc("#fff0c4", 240, 150, 60)
    c.cloud(1000, 130, 74)
    palette = ("#e9b08a", "#f1d5a5", "#e7c3b0", "#f4e3c2", "#d9a57f", "#efcfa0", "#dfb89a")
    x = 0.0
    for number in range(9):
        width, height = c.random.uniform(140, 190), c.random.uniform(220, 340)
        c.box(palette[number % 7], x, 560 - height, width, height)
        c.box("#b4532f", x, 550 - height, width, 16)
        for row in range(int(height // 100)):
            for step in range(2):
                c.window(x + 28 + step * 72, 590 - height + row * 96, 36, 54)
        x += width
    c.box(STONE, 0, 556, WIDTH, 40)
    c.box("#5fa3ad", 0, 594, WIDTH, 306)
    c.ripples(610, 890, "#93c8cd", 90)
    for x, y, colour in ((260, 690, LAGOON), (640, 760, CORAL), (1060, 700, GOLD), (1270, 820, PAPER)):
        c.shape(colour, (x - 110, y), (x + 120, y - 8), (x + 84, y + 46), (x - 84, y + 46))
        c.shape(PAPER, (x - 96, y + 10), (x + 106, y + 2), (x + 100, y + 12), (x - 92, y + 20))
        c.line(WOOD, 6, (x - 30, y), (x - 30, y - 96))
        c.line(INK, 2, (x - 30, y - 96), (x + 100, y - 4))
    c.bird(480, 180, 24)

"""The same six hosts from inside: what a trainee would do there."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.drawing import nature as n
from config.demo.drawing import things as t
from config.demo.drawing.canvas import Canvas, Colour, darker, lighter, mix, tone
from config.demo.drawing.people import Person, sit, stand, wheelchair

FLOOR = 580


def room(c: Canvas, wall: Colour, floor: Colour, *, boards: bool = True) -> None:
    """A wall, a skirting board, and a floor of boards or tiles."""
    c.shade(0, FLOOR, lighter(wall, 0.15), wall)
    c.rect(0, FLOOR, 1200, 220, floor)
    c.rect(0, FLOOR - 18, 1200, 18, lighter(wall, 0.6))
    for number in range(1, 8):
        c.rect(0, FLOOR + number * number * 4.4, 1200, 1.6 + number * 0.2, darker(floor, 0.09))
    if not boards:
        for x in range(-600, 1900, 120):
            c.line([(600 + (x - 600) * 0.55, FLOOR), (x, 800)], darker(floor, 0.09), 2, ends=False)


def view(c: Canvas, x: float, y: float, width: float, height: float, land: int, panes: int = 2) -> None:
    """A large window on hills and trees, with the light that it throws on the floor."""
    c.rect(x - 12, y - 12, width + 24, height + 24, tone("card"), 4)
    c.shade(y, height, tone(f"land-{land}-sky"), lighter(tone(f"land-{land}-sun"), 0.55), x, width)
    c.ellipse(x + width * 0.78, y + height * 0.27, height * 0.1, None, tone(f"land-{land}-sun"))
    for share, name in ((0.6, "far"), (0.76, "mid"), (0.9, "near")):
        edge = [(x, y + height * share), (x + width * 0.3, y + height * (share - 0.12)),
                (x + width * 0.6, y + height * (share + 0.03)), (x + width, y + height * (share - 0.09))]  # fmt: skip
        c.crest(edge, tone(f"land-{land}-{name}"), y + height)
    for number in range(1, panes):
        c.rect(x + width * number / panes - 4, y, 8, height, tone("card"))
    c.rect(x - 26, y + height + 12, width + 52, 14, darker(tone("card"), 0.1), 3)
    c.polygon([(x, FLOOR), (x + width, FLOOR), (x + width + 130, 800), (x + 60, 800)], tone("card"), 0.16)


def playroom(c: Canvas) -> None:
    room(c, mix(tone("land-2-sun"), tone("paper"), 0.62), mix(tone("land-5-mid"), tone("paper"), 0.4))
    view(c, 420, 130, 340, 270, 0)
    t.bunting(c, (40, 70), (420, 60), 26, 9)
    t.bunting(c, (780, 60), (1170, 70), 26, 9)
    t.shelf(c, 70, 330, 250, 236, 3, 12)
    for x, colour in ((90, "coral"), (150, "lagoon"), (215, "land-2-sun"), (270, "land-3-mid")):
        c.rect(x, 286, 34, 34, tone(colour), 6)
    t.frame(c, 880, 190, 120, 92, 1)
    t.frame(c, 1040, 210, 96, 74, 4)
    c.rect(860, 440, 260, 140, mix(tone("land-5-far"), tone("card"), 0.3), 8)
    for number, colour in enumerate(("coral", "land-2-sun", "lagoon", "land-3-mid")):
        c.ellipse(893 + number * 65, 476, 8, None, tone(colour))
        c.rect(882 + number * 65, 482, 22, 60, lighter(tone(colour), 0.25), 8)
    t.rug(c, 590, 706, 400, 74, tone("land-0-mid"))
    sit(c, 560, 726, 190, Person(skin=2, hair=1, cut="bun", top="lagoon", legs="ink"), seat=0.16)
    c.polygon([(586, 640), (618, 632), (650, 640), (650, 674), (618, 666), (586, 674)], tone("card"))
    c.line([(618, 632), (618, 666)], tone("coral"), 3)
    for x, who in (
        (380, Person(skin=0, hair=2, cut="short", top="coral", legs="lagoon", child=True)),
        (756, Person(skin=4, hair=0, cut="curly", top="land-2-sun", legs="ink", child=True)),
        (856, Person(skin=1, hair=3, cut="long", top="land-3-mid", legs="muted", child=True)),
    ):
        sit(c, x, 738, 122, who, facing=-1 if x > 600 else 1, seat=0.17)
    stand(c, 250, 730, 104, Person(skin=3, hair=0, cut="short", top="land-4-mid", legs="coral", child=True), right="up")
    stand(c, 1010, 716, 200, Person(skin=1, hair=0, cut="long", top="land-1-sun", legs="ink"), left="forward",
          right="down")  # fmt: skip
    for x, y, colour in ((470, 772, "coral"), (512, 776, "land-2-sun"), (492, 744, "lagoon"), (700, 776, "land-3-mid")):
        c.rect(x, y - 26, 28, 28, tone(colour), 5)
    c.ellipse(930, 762, 24, None, tone("coral"))
    c.arc(930, 762, 24, 200, 340, tone("card"), 6)
    t.plant(c, 1140, 640, 180)


def pottery(c: Canvas) -> None:
    room(c, mix(tone("land-4-sky"), tone("paper"), 0.35), mix(tone("land-5-far"), tone("muted"), 0.18), boards=False)
    view(c, 90, 140, 300, 250, 4)
    clay = mix(tone("coral"), tone("land-5-mid"), 0.5)
    glazes = (clay, tone("lagoon"), tone("land-2-sun"), tone("paper"), tone("land-4-mid"))
    for level, y in enumerate((190, 300, 410)):
        c.rect(520, y, 600, 14, t.wood(), 3)
        for number in range(8):
            _pot(c, 552 + number * 74, y, 22 + (number * 7 + level * 11) % 20, glazes[(number + level * 2) % 5])
    for x in (520, 1106):
        c.rect(x, 176, 14, 260, darker(t.wood(), 0.15))
    t.pendant(c, 420, 90, tone("lagoon"))
    t.pendant(c, 820, 70, tone("lagoon"))
    stand(c, 640, 716, 230, Person(skin=3, hair=0, cut="short", top="lagoon", legs="ink"), left="forward", right="hip")
    stand(c, 880, 712, 206, Person(skin=0, hair=3, cut="long", top="land-2-sun", legs="ink", child=False),
          left="forward", right="forward")  # fmt: skip
    stand(c, 420, 712, 188, Person(skin=1, hair=1, cut="short", top="coral", legs="ink", child=True), right="forward",
          left="forward")  # fmt: skip
    t.table(c, 300, 650, 700, 780, mix(t.wood(), tone("card"), 0.25))
    for x, size, colour in ((380, 34, clay), (500, 46, tone("land-4-mid")), (700, 40, clay), (850, 52, tone("paper")),
                            (940, 30, tone("coral"))):  # fmt: skip
        _pot(c, x, 642, size, colour)
    c.blob([(560, 642), (580, 612), (626, 610), (648, 642)], clay)
    wheelchair(c, 150, 760, 190, Person(skin=4, hair=0, cut="curly", top="land-3-mid", legs="lagoon", child=True),
               right="up")  # fmt: skip
    t.plant(c, 1120, 770, 170)


def _pot(c: Canvas, x: float, base: float, size: float, colour: Colour) -> None:
    """A vase whose belly depends on its size."""
    belly = size * (0.55 + (size % 3) * 0.08)
    c.blob(
        [
            (x - size * 0.28, base - size * 1.3),
            (x + size * 0.28, base - size * 1.3),
            (x + size * 0.22, base - size),
            (x + belly, base - size * 0.5),
            (x + size * 0.34, base),
            (x - size * 0.34, base),
            (x - belly, base - size * 0.5),
            (x - size * 0.22, base - size),
        ],
        colour,
    )
    c.ellipse(x - belly * 0.4, base - size * 0.55, size * 0.1, size * 0.24, lighter(colour, 0.5), 0.6)
    c.ellipse(x, base - size * 1.31, size * 0.27, size * 0.07, darker(colour, 0.35))


def joinery(c: Canvas) -> None:
    timber = mix(tone("land-5-far"), tone("land-5-mid"), 0.3)
    room(c, mix(timber, tone("paper"), 0.45), mix(tone("muted"), tone("paper"), 0.55), boards=False)
    for x in range(0, 1200, 60):
        c.rect(x, 0, 3, FLOOR - 18, darker(timber, 0.05), alpha=0.5)
    view(c, 760, 120, 360, 250, 0, 3)
    c.rect(80, 140, 560, 210, mix(tone("lagoon"), tone("ink"), 0.1), 8)
    _tools(c)
    t.pendant(c, 300, 60, tone("coral"))
    t.pendant(c, 700, 60, tone("coral"))
    for number in range(7):
        foot, head = 1010 + number * 24, 1068 + number * 15
        board = [(foot, 566), (foot + 14, 566), (head + 12, 400), (head, 400)]
        c.polygon(board, lighter(t.wood(), 0.1 * (number % 3)))
    stand(c, 330, 716, 236, Person(skin=1, hair=4, cut="short", top="land-4-near", legs="ink"), right="forward",
          left="hip")  # fmt: skip
    stand(c, 560, 712, 220, Person(skin=3, hair=0, cut="curly", top="coral", legs="ink"), left="forward",
          right="forward")  # fmt: skip
    t.table(c, 230, 640, 520, 776, darker(t.wood(), 0.1))
    c.rect(420, 610, 210, 20, lighter(t.wood(), 0.3), 3)
    c.rect(470, 588, 70, 22, tone("ink"), 6)
    c.rect(486, 574, 16, 18, tone("coral"), 5)
    for x in (640, 664, 690):
        c.arc(x, 620, 12, 180, 400, t.wood(), 5)
    stand(c, 930, 726, 224, Person(skin=0, hair=3, cut="bun", top="lagoon", legs="muted"), left="forward", right="out")
    for left in (800, 1000):
        c.rect(left, 640, 12, 140, t.wood())
    for y in (640, 690, 742):
        c.rect(796, y, 222, 14, lighter(t.wood(), 0.15), 3)
    t.crate(c, 60, 770, 120, tone("land-2-sun"))
    n.shadow(c, 906, 782, 130, 8)


def _tools(c: Canvas) -> None:
    steel, grip = mix(tone("card"), tone("muted"), 0.25), mix(tone("land-2-sun"), tone("coral"), 0.25)
    for number, x in enumerate((120, 180, 240)):
        c.rect(x, 180, 14, 90 - number * 14, steel, 2)
        c.rect(x - 4, 270 - number * 14, 22, 54, grip, 8)
    c.polygon([(300, 190), (440, 190), (440, 214), (300, 250)], steel)
    c.rect(436, 176, 50, 56, grip, 10)
    c.rect(450, 190, 20, 24, mix(tone("lagoon"), tone("ink"), 0.1), 6)
    c.rect(332, 284, 130, 14, t.wood(), 6)
    c.rect(308, 268, 34, 46, steel, 6)
    for x in (530, 590):
        c.line([(x, 180), (x, 300)], steel, 9)
        c.line([(x - 24, 180), (x + 24, 180)], grip, 14)


def lounge(c: Canvas) -> None:
    room(c, mix(tone("land-3-sky"), tone("paper"), 0.45), mix(tone("land-5-mid"), tone("paper"), 0.25))
    view(c, 380, 120, 440, 280, 5, 3)
    for left in (338, 806):
        c.polygon(
            [(left, 96), (left + 54, 96), (left + 46, 440), (left + 4, 440)], mix(tone("coral"), tone("paper"), 0.35)
        )
        for fold in (16, 34):
            c.line([(left + fold, 100), (left + fold - 2, 436)], mix(tone("coral"), tone("paper"), 0.15), 2)
    c.rect(322, 84, 556, 12, darker(t.wood(), 0.2), 6)
    t.frame(c, 110, 180, 140, 104, 3)
    t.frame(c, 950, 170, 100, 128, 0)
    _piano(c)
    t.rug(c, 600, 722, 420, 66, tone("land-3-mid"))
    _armchair(c, 360, 736, tone("lagoon"))
    sit(c, 362, 742, 206, Person(skin=0, hair=4, cut="bun", top="land-1-sun", legs="muted"), seat=0.24)
    _armchair(c, 860, 736, mix(tone("coral"), tone("land-5-mid"), 0.35))
    sit(c, 858, 742, 208, Person(skin=3, hair=4, cut="short", top="land-4-mid", legs="ink"), facing=-1, seat=0.24)
    stand(c, 612, 690, 214, Person(skin=1, hair=1, cut="long", top="land-2-sun", legs="ink"), left="forward",
          right="forward")  # fmt: skip
    c.ellipse(610, 680, 96, 22, darker(t.wood(), 0.1))
    c.ellipse(610, 674, 96, 22, t.wood())
    c.rect(602, 690, 16, 74, darker(t.wood(), 0.2))
    c.ellipse(610, 768, 44, 9, darker(t.wood(), 0.25))
    for x, y, colour in ((556, 670, "card"), (580, 676, "coral"), (640, 672, "card"), (664, 668, "lagoon")):
        c.polygon([(x - 11, y - 5), (x + 9, y - 9), (x + 13, y + 5), (x - 7, y + 9)], tone(colour))
    c.ellipse(612, 668, 9, 5, tone("card"))
    t.plant(c, 270, 640, 190)
    t.plant(c, 1150, 770, 150)


def _armchair(c: Canvas, x: float, base: float, colour: Colour) -> None:
    n.shadow(c, x, base + 6, 96, 10)
    c.rect(x - 76, base - 176, 152, 160, darker(colour, 0.12), 30)
    c.rect(x - 62, base - 164, 124, 120, colour, 24)
    for left in (x - 90, x + 54):
        c.rect(left, base - 92, 36, 84, darker(colour, 0.06), 16)
    c.rect(x - 62, base - 66, 124, 46, lighter(colour, 0.12), 14)


def _piano(c: Canvas) -> None:
    black = mix(tone("ink"), tone("land-5-near"), 0.25)
    c.rect(960, 380, 190, 200, black, 6)
    c.rect(948, 460, 214, 22, lighter(black, 0.12), 4)
    c.rect(956, 464, 198, 12, tone("card"))
    for number in range(16):
        c.rect(966 + number * 12, 464, 5, 7, black)
    c.polygon([(1010, 446), (1020, 404), (1092, 404), (1102, 446)], tone("paper"))
    for y in (416, 426, 436):
        c.line([(1026, y), (1086, y)], tone("muted"), 1.6)
    c.rect(1000, 560, 110, 12, tone("coral"), 4)
    for left in (1010, 1090):
        c.rect(left, 572, 8, 60, black)


def kitchen(c: Canvas) -> None:
    room(
        c, mix(tone("land-1-sky"), tone("paper"), 0.4), mix(tone("land-5-sky"), tone("land-1-far"), 0.35), boards=False
    )
    tile = mix(tone("land-4-sky"), tone("card"), 0.4)
    c.rect(0, 300, 760, 190, tile)
    for row in range(5):
        c.rect(0, 300 + row * 38, 760, 2, darker(tile, 0.08))
    for column in range(21):
        c.rect(column * 38, 300, 2, 190, darker(tile, 0.08))
    for x, colour in ((60, "lagoon"), (250, "lagoon"), (440, "lagoon")):
        c.rect(x, 130, 176, 120, tone(colour), 6)
        c.rect(x + 12, 142, 152, 96, lighter(tone(colour), 0.12), 4)
        c.ellipse(x + 150, 190, 5, None, tone("amber-line"))
    c.rect(0, 484, 760, 22, t.wood(), 3)
    c.rect(0, 506, 760, 74, tone("lagoon"))
    for x in range(20, 760, 124):
        c.rect(x, 516, 108, 54, lighter(tone("lagoon"), 0.12), 4)
    _pans(c)
    view(c, 840, 140, 280, 240, 1)
    t.pendant(c, 420, 70, tone("coral"))
    t.pendant(c, 980, 60, tone("coral"))
    stand(c, 250, 720, 232, Person(skin=4, hair=0, cut="curly", top="land-2-sun", legs="ink"), right="forward",
          left="forward")  # fmt: skip
    stand(c, 460, 714, 216, Person(skin=1, cut="scarf", top="lagoon", legs="ink"), left="forward", right="hip")
    stand(c, 700, 716, 228, Person(skin=0, hair=4, cut="short", top="land-1-near", legs="ink"), left="forward",
          right="forward")  # fmt: skip
    stand(c, 880, 714, 150, Person(skin=3, hair=0, cut="short", top="coral", legs="lagoon", child=True), left="forward",
          right="up")  # fmt: skip
    t.table(c, 160, 654, 800, 784, mix(t.wood(), tone("card"), 0.3))
    for x, colour in ((230, "coral"), (262, "coral"), (300, "land-2-sun"), (336, "green")):
        c.ellipse(x, 634, 15, None, tone(colour))
    c.rect(400, 636, 130, 12, lighter(t.wood(), 0.35), 4)
    for number in range(5):
        c.ellipse(420 + number * 22, 632, 9, 6, tone("coral" if number % 2 else "land-0-mid"))
    c.polygon([(600, 616), (700, 616), (684, 648), (616, 648)], tone("card"))
    c.ellipse(650, 616, 50, 9, mix(tone("green"), tone("land-0-mid"), 0.4))
    t.crate(c, 800, 648, 92, tone("land-2-sun"))
    t.plant(c, 1120, 760, 190)


def _pans(c: Canvas) -> None:
    steel = mix(tone("card"), tone("muted"), 0.35)
    c.rect(560, 292, 180, 6, tone("ink"))
    for x, size in ((590, 26), (650, 32), (712, 22)):
        c.rect(x - 2, 296, 4, 40, tone("ink"))
        c.ellipse(x, 336 + size, size, None, darker(steel, 0.2))
        c.ellipse(x, 336 + size, size * 0.82, None, steel)
    c.rect(90, 432, 110, 52, mix(tone("coral"), tone("land-1-sun"), 0.15), 10)
    c.rect(82, 426, 126, 12, tone("coral"), 5)
    c.rect(140, 414, 12, 12, tone("ink"), 3)
    for x in (128, 150, 170):
        c.curve([(x, 404), (x + 7, 388), (x - 4, 372), (x + 5, 352)], tone("card"), 4)


def reading(c: Canvas) -> None:
    room(c, mix(tone("land-4-sky"), tone("paper"), 0.5), mix(tone("land-5-mid"), tone("paper"), 0.35))
    view(c, 470, 120, 300, 290, 4)
    t.boat(c, 560, 376, 60, tone("land-1-near"))
    t.shelf(c, 60, 120, 330, 440, 5, 21)
    t.shelf(c, 850, 120, 290, 440, 5, 33)
    t.pendant(c, 620, 50, tone("lagoon"))
    t.rug(c, 600, 712, 430, 74, mix(tone("lagoon"), tone("land-0-mid"), 0.5))
    _armchair(c, 600, 718, tone("land-2-sun"))
    sit(c, 600, 720, 222, Person(skin=2, hair=0, cut="bun", top="coral", legs="ink"), right="up", seat=0.24)
    c.polygon([(560, 606), (600, 596), (640, 606), (640, 650), (600, 640), (560, 650)], tone("card"))
    c.polygon([(566, 612), (594, 604), (594, 634), (566, 642)], tone("land-4-mid"))
    c.polygon([(606, 604), (634, 612), (634, 642), (606, 634)], tone("land-2-sun"))
    for x, who in (
        (330, Person(skin=1, hair=2, cut="short", top="lagoon", legs="muted", child=True)),
        (430, Person(skin=4, hair=0, cut="curly", top="land-2-sun", legs="coral", child=True)),
        (790, Person(skin=0, hair=3, cut="long", top="land-3-mid", legs="lagoon", child=True)),
        (890, Person(skin=3, hair=0, cut="short", top="land-1-sun", legs="ink", child=True)),
    ):
        sit(c, x, 766, 134, who, facing=1 if x < 600 else -1, seat=0.17)
    stand(c, 210, 716, 216, Person(skin=3, hair=0, cut="short", top="land-4-near", legs="ink"), left="up", right="hip")
    wheelchair(c, 1050, 756, 200, Person(skin=1, hair=4, cut="short", top="land-5-near", legs="muted"), facing=-1)
    c.polygon([(990, 654), (1012, 648), (1014, 676), (992, 682)], tone("coral"))
    t.plant(c, 440, 566, 120)


SCENES: dict[str, Callable[[Canvas], None]] = {
    "playroom": playroom,
    "pottery": pottery,
    "joinery": joinery,
    "lounge": lounge,
    "kitchen": kitchen,
    "reading": reading,
}

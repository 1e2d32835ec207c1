"""Hosts of Brittany seen from outside, each with the line that leads there: a nursery, an institute, workshops."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.drawing import buildings as b
from config.demo.drawing import nature as n
from config.demo.drawing import things as t
from config.demo.drawing.canvas import Canvas, darker, lighter, mix, tone
from config.demo.drawing.people import Person, sit, stand, wheelchair


def nursery(c: Canvas) -> None:
    leaf = mix(tone("green"), tone("land-0-mid"), 0.55)
    n.sky(c, 0, 520)
    n.sun(c, 960, 130, 46, 0)
    n.cloud(c, 240, 150, 110)
    n.cloud(c, 720, 100, 74, 0.7)
    n.birds(c, (520, 150), (560, 172))
    n.hills(
        c,
        0,
        [(0, 430), (180, 380), (400, 420), (640, 360), (900, 410), (1200, 370)],
        [(0, 500), (260, 460), (560, 500), (860, 455), (1200, 490)],
    )
    for x, height in ((60, 190), (112, 230), (1150, 240)):
        n.poplar(c, x, 560, height, darker(leaf, 0.12))
    c.crest([(0, 556), (400, 548), (800, 552), (1200, 546)], mix(tone("land-0-mid"), leaf, 0.35))
    n.tree(c, 1020, 580, 300, leaf, 4)
    _nursery_house(c)
    n.meadow(c, [(0, 606), (300, 592), (700, 600), (1200, 588)], mix(tone("land-0-mid"), tone("land-2-mid"), 0.35))
    c.blob([(470, 606), (560, 606), (640, 664), (560, 730), (620, 810), (330, 810), (430, 720), (500, 660)],
           mix(tone("land-5-far"), tone("paper"), 0.5))  # fmt: skip
    c.route([(470, 796), (500, 720), (556, 660), (512, 604)], stops=[(470, 790), (528, 690)])
    n.hedge(c, 0, 612, 196, 50, leaf)
    t.slide(c, 880, 700)
    t.sandbox(c, 660, 716, 190)
    stand(c, 720, 704, 92, Person(skin=3, hair=0, cut="curly", top="land-2-sun", legs="lagoon", child=True), left="out")
    stand(c, 796, 712, 88, Person(skin=0, hair=2, cut="short", top="coral", legs="ink", child=True), right="up")
    stand(c, 614, 700, 168, Person(skin=2, hair=1, cut="bun", top="lagoon", legs="ink"), right="out", left="hip")
    stand(c, 1042, 706, 94, Person(skin=1, hair=3, cut="long", top="land-3-mid", legs="coral", child=True), left="up",
          right="up", walk=0.4)  # fmt: skip
    stand(c, 300, 690, 170, Person(skin=1, hair=0, cut="long", top="land-1-near", legs="muted"), left="down", walk=0.5)
    stand(c, 352, 694, 90, Person(skin=1, hair=1, cut="short", top="amber-line", legs="lagoon", child=True), left="up")
    n.flowers(c, 40, 770, 240, [tone("coral"), tone("land-2-sun"), tone("card")], 2)
    n.flowers(c, 830, 786, 330, [tone("land-2-sun"), tone("land-3-mid"), tone("coral")], 5)


def _nursery_house(c: Canvas) -> None:
    slate = mix(tone("land-4-near"), tone("ink"), 0.35)
    n.shadow(c, 540, 602, 360, 14)
    b.wall(c, 250, 600, 560, 178, mix(tone("card"), tone("land-1-sky"), 0.5))
    b.roof(c, 250, 424, 560, 126, slate)
    b.chimney(c, 690, 258, 60, mix(tone("land-5-mid"), tone("paper"), 0.4))
    b.gable(c, 420, 600, 190, 196, 92, tone("card"), slate)
    b.window(c, 487, 352, 56, 56, panes=(2, 2), frame=tone("coral"), arch=True, sill=False)
    b.door(c, 470, 600, 90, 132, tone("coral"), double=True)
    b.plaque(c, 452, 428, 126, 34, tone("lagoon"))
    for x in (290, 640, 720):
        b.window(c, x, 470, 66, 74, curtain=tone("land-2-sun") if x != 640 else tone("land-1-sun"), shutters=None)
    for x, colour in ((276, "land-2-sun"), (314, "coral"), (352, "lagoon"), (640, "coral"), (678, "land-2-sun"),
                      (716, "lagoon"), (754, "land-1-sun")):  # fmt: skip
        c.ellipse(x + 10, 572, 9, None, tone(colour))


def institute(c: Canvas) -> None:
    leaf = mix(tone("land-2-near"), tone("green"), 0.4)
    n.sky(c, 4, 500)
    n.sun(c, 210, 150, 40, 4)
    n.cloud(c, 520, 130, 96)
    n.cloud(c, 980, 180, 120, 0.8)
    n.birds(c, (330, 210), (372, 190), (690, 190))
    n.hills(
        c,
        4,
        [(0, 400), (160, 350), (330, 395), (520, 350), (760, 400), (980, 330), (1200, 390)],
        [(0, 470), (300, 430), (620, 480), (900, 425), (1200, 470)],
    )
    _hill_town(c)
    c.crest([(0, 520), (300, 500), (700, 520), (1200, 496)], mix(tone("land-0-mid"), tone("land-2-mid"), 0.5))
    n.tree(c, 120, 590, 280, leaf, 1)
    n.tree(c, 1120, 580, 230, darker(leaf, 0.1), 8)
    n.shadow(c, 620, 596, 420, 14)
    _institute_house(c)
    n.meadow(c, [(0, 604), (360, 590), (800, 598), (1200, 586)], mix(tone("land-0-mid"), tone("land-2-mid"), 0.55), 9)
    c.blob([(560, 606), (668, 606), (700, 654), (640, 720), (720, 812), (460, 812), (520, 716), (580, 650)],
           mix(tone("land-5-far"), tone("paper"), 0.55))  # fmt: skip
    c.route([(600, 800), (576, 730), (636, 664), (612, 604)], stops=[(590, 782), (604, 694)])
    t.swing(c, 860, 710)
    sit(c, 996, 690, 108, Person(skin=1, hair=1, cut="short", top="coral", legs="ink", child=True), facing=-1,
        left="up", right="up", seat=0.3)  # fmt: skip
    stand(c, 1092, 704, 176, Person(skin=3, hair=0, cut="short", top="land-4-near", legs="muted"), left="forward")
    wheelchair(c, 420, 704, 150, Person(skin=0, hair=3, cut="long", top="land-2-sun", legs="lagoon", child=True),
               right="out")  # fmt: skip
    stand(c, 330, 700, 182, Person(skin=2, hair=0, cut="curly", top="lagoon", legs="ink"), right="forward")
    stand(c, 740, 690, 140, Person(skin=4, hair=0, cut="curly", top="land-1-sun", legs="ink", child=True), left="up",
          walk=0.5)  # fmt: skip
    t.bench(c, 130, 700, 120)
    n.flowers(c, 30, 776, 330, [tone("land-2-sun"), tone("card"), tone("land-3-mid")], 7)
    n.flowers(c, 820, 782, 350, [tone("coral"), tone("land-2-sun")], 8)


def _hill_town(c: Canvas) -> None:
    """Roofs and an old tower on the far hill."""
    stone = mix(tone("land-4-far"), tone("land-4-near"), 0.35)
    for x, y, width, height in ((900, 352, 30, 40), (938, 336, 40, 52), (1040, 352, 34, 36), (1078, 362, 44, 30)):
        c.rect(x, y, width, height, stone)
        c.polygon([(x - 4, y), (x + width / 2, y - 18), (x + width + 4, y)], darker(stone, 0.18))
    c.rect(986, 270, 44, 120, darker(stone, 0.08))
    for x in (984, 1000, 1016):
        c.rect(x, 260, 10, 14, darker(stone, 0.08))
    c.polygon([(990, 260), (1008, 222), (1026, 260)], darker(stone, 0.22))


def _institute_house(c: Canvas) -> None:
    render = mix(tone("paper"), tone("land-5-sky"), 0.6)
    b.wall(c, 220, 600, 300, 150, mix(tone("land-5-far"), tone("card"), 0.4))
    b.panels(c, 262, 416, 6, 1, 30, 24, 6)
    b.block(c, 220, 600, 300, 150, mix(tone("land-5-far"), tone("card"), 0.4))
    b.block(c, 500, 600, 240, 236, tone("lagoon"))
    b.wall(c, 720, 600, 320, 168, render)
    b.roof(c, 720, 434, 320, 92, mix(tone("land-1-near"), tone("coral"), 0.35))
    for x in (250, 336, 422):
        b.window(c, x, 486, 62, 66, panes=(2, 1), curtain=tone("land-4-mid") if x == 336 else None)
    for x in (526, 642):
        b.window(c, x, 396, 70, 64, panes=(2, 1), frame=lighter(tone("lagoon"), 0.75), sill=False)
    c.rect(520, 486, 200, 12, tone("card"), 3)
    b.door(c, 560, 600, 112, 100, tone("coral"), double=True)
    b.plaque(c, 590, 358, 52, 26, lighter(tone("lagoon"), 0.3))
    for x in (768, 918):
        b.window(c, x, 470, 72, 78, shutters=tone("land-4-near"))
    c.polygon([(500, 600), (500, 588), (470, 600)], tone("muted"))


def workshop(c: Canvas) -> None:
    leaf = mix(tone("land-0-near"), tone("green"), 0.4)
    n.sky(c, 0, 480)
    n.sun(c, 600, 180, 52, 0)
    n.cloud(c, 200, 120, 100)
    n.cloud(c, 930, 150, 120)
    n.birds(c, (440, 130), (486, 150), (760, 120))
    n.hills(
        c,
        0,
        [(0, 380), (240, 340), (480, 380), (760, 330), (1000, 370), (1200, 340)],
        [(0, 420), (320, 396), (700, 424), (1200, 392)],
    )
    for number in range(9):
        n.poplar(c, 590 + number * 74, 444, 120 + (number % 3) * 16, darker(leaf, 0.05 * (number % 2)))
    c.rect(0, 430, 1200, 30, mix(tone("land-0-mid"), tone("land-2-mid"), 0.4))
    n.water(c, 452, 84, 4)
    t.boat(c, 528, 492, 74, tone("land-1-near"))
    t.boat(c, 930, 516, 130, tone("lagoon"), sail=False)
    c.rect(990, 466, 46, 26, tone("card"), 4)
    c.rect(998, 472, 30, 12, b.glass(), 2)
    c.crest([(0, 530), (300, 520), (760, 536), (1200, 524)], mix(tone("land-2-mid"), leaf, 0.25))
    n.shadow(c, 270, 596, 280, 12)
    _workshop_hall(c)
    t.greenhouse(c, 620, 592, 300, 150)
    n.meadow(c, [(0, 600), (400, 590), (800, 598), (1200, 586)], mix(tone("land-2-mid"), tone("land-0-mid"), 0.4), 6)
    t.rows(c, 560, 650, 640, 4, 34, leaf)
    c.blob([(330, 596), (420, 596), (430, 680), (500, 812), (220, 812), (320, 690)],
           mix(tone("land-5-far"), tone("paper"), 0.4))  # fmt: skip
    c.route([(360, 800), (376, 730), (366, 660), (372, 602)], stops=[(362, 784), (372, 690)])
    stand(c, 470, 712, 178, Person(skin=1, hair=2, cut="short", top="coral", legs="lagoon"), left="forward",
          right="forward")  # fmt: skip
    t.crate(c, 492, 640, 74, tone("coral"))
    stand(c, 190, 706, 172, Person(skin=3, hair=0, cut="short", top="land-2-sun", legs="ink"), right="hip")
    stand(c, 268, 700, 160, Person(skin=0, hair=3, cut="bun", top="lagoon", legs="muted"), left="out", right="down")
    t.crate(c, 40, 742, 92, tone("land-2-sun"))
    t.crate(c, 122, 764, 92, tone("coral"))
    stand(c, 930, 716, 172, Person(skin=2, hair=1, cut="short", top="land-4-near", legs="ink"), left="forward")
    n.flowers(c, 560, 792, 150, [tone("land-2-sun"), tone("card")], 3)


def _workshop_hall(c: Canvas) -> None:
    timber = mix(tone("land-5-mid"), tone("land-5-near"), 0.25)
    b.gable(c, 60, 596, 250, 190, 104, timber, tone("ink"))
    b.wall(c, 310, 596, 190, 150, lighter(timber, 0.25))
    b.roof(c, 310, 448, 190, 74, mix(tone("ink"), tone("land-4-near"), 0.45), inset=0.0, over=10)
    for x in range(72, 308, 22):
        c.rect(x, 412, 3, 168, darker(timber, 0.14))
    c.rect(116, 452, 138, 144, darker(timber, 0.55))
    for left in (70, 254):
        c.rect(left, 448, 46, 148, tone("lagoon"), 3)
        c.line([(left + 6, 456), (left + 40, 588)], lighter(tone("lagoon"), 0.4), 4)
        c.line([(left + 40, 456), (left + 6, 588)], lighter(tone("lagoon"), 0.4), 4)
    t.table(c, 130, 556, 110, 596)
    c.rect(140, 520, 12, 30, tone("coral"), 3)
    c.rect(160, 532, 60, 14, t.wood(), 3)
    b.window(c, 157, 352, 56, 40, panes=(2, 1), sill=False)
    for x in (336, 418):
        b.window(c, x, 486, 54, 54, panes=(2, 2))
    b.panels(c, 340, 386, 5, 2, 24, 22, 0)


SCENES: dict[str, Callable[[Canvas], None]] = {"nursery": nursery, "institute": institute, "workshop": workshop}

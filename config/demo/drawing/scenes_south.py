"""Hosts of the south seen from outside, each with the line that leads there: a residence, a centre, a library."""

from __future__ import annotations

from collections.abc import Callable

from config.demo.drawing import buildings as b
from config.demo.drawing import nature as n
from config.demo.drawing import things as t
from config.demo.drawing.canvas import Canvas, darker, lighter, mix, tone
from config.demo.drawing.people import Person, sit, stand


def residence(c: Canvas) -> None:
    vine = mix(tone("land-2-near"), tone("green"), 0.25)
    n.sky(c, 5, 500)
    n.sun(c, 250, 170, 54, 5)
    n.cloud(c, 760, 120, 90, 0.8)
    n.birds(c, (420, 150), (462, 132))
    n.hills(
        c,
        3,
        [(0, 400), (200, 350), (420, 384), (680, 310), (930, 370), (1200, 320)],
        [(0, 446), (340, 410), (640, 450), (960, 400), (1200, 440)],
    )
    c.crest([(0, 486), (300, 470), (700, 492), (1200, 474)], mix(tone("land-5-far"), tone("land-2-mid"), 0.4))
    for row in range(5):
        y = 500 + row * 20
        for number in range(40):
            c.ellipse(number * 32 + row * 9, y, 11 + row, 7 + row * 0.6, vine if row % 2 else lighter(vine, 0.12))
    for x, height in ((70, 300), (128, 250), (1130, 320), (1070, 260)):
        n.poplar(c, x, 600, height, mix(tone("green"), tone("ink"), 0.25))
    n.shadow(c, 610, 610, 410, 14)
    _residence_house(c)
    ground = mix(tone("land-5-far"), tone("land-5-sky"), 0.4)
    n.meadow(c, [(0, 616), (400, 602), (800, 610), (1200, 600)], ground, 12)
    c.blob([(560, 606), (650, 606), (700, 690), (660, 812), (430, 812), (540, 700)], lighter(ground, 0.5))
    c.route([(560, 800), (606, 730), (618, 668), (604, 612)], stops=[(566, 786), (620, 700)])
    n.tree(c, 262, 700, 430, mix(tone("land-2-near"), tone("green"), 0.3), 2)
    t.bench(c, 288, 716, 170)
    sit(c, 330, 716, 170, Person(skin=0, hair=4, cut="bun", top="land-3-mid", legs="muted"), seat=0.23)
    sit(c, 412, 716, 172, Person(skin=2, hair=0, cut="long", top="lagoon", legs="muted"), seat=0.23)
    stand(c, 790, 706, 172, Person(skin=1, hair=4, cut="short", top="land-5-near", legs="ink"), right="forward",
          left="down", walk=0.3)  # fmt: skip
    c.line([(757, 626), (752, 706)], tone("ink"), 4)
    stand(c, 880, 704, 176, Person(skin=3, hair=0, cut="curly", top="coral", legs="muted"), left="forward")
    n.olive(c, 1040, 716, 190)
    n.flowers(c, 690, 786, 260, [tone("land-3-mid"), tone("land-3-far"), tone("card")], 4)
    n.flowers(c, 20, 780, 330, [tone("land-3-mid"), tone("coral")], 6)


def _residence_house(c: Canvas) -> None:
    stone = mix(tone("land-5-far"), tone("land-5-sky"), 0.55)
    tile = mix(tone("coral"), tone("land-5-mid"), 0.45)
    blue = mix(tone("land-4-near"), tone("card"), 0.15)
    b.wall(c, 430, 608, 400, 262, stone)
    b.roof(c, 430, 348, 400, 66, tile, inset=0.07)
    b.wall(c, 830, 608, 200, 170, mix(stone, tone("card"), 0.3))
    b.roof(c, 830, 440, 200, 48, tile, inset=0.05)
    for x in (478, 598, 718):
        b.window(c, x, 386, 56, 72, shutters=blue)
    for x in (478, 718):
        b.window(c, x, 502, 56, 64, shutters=blue)
    b.door(c, 586, 608, 80, 116, blue, double=True, arch=True, glazed=False)
    for x in (870, 950):
        b.window(c, x, 492, 50, 64, shutters=blue)
    leaf = mix(tone("land-2-near"), tone("green"), 0.5)
    for number in range(20):
        x = 442 + number * 20
        c.ellipse(x, 474 + (number % 3) * 4, 17, 9, leaf if number % 2 else darker(leaf, 0.15))
        if number % 2:
            c.ellipse(x + 6, 486, 5, 11, tone("land-3-mid"))
            c.ellipse(x + 6, 494, 3, 7, tone("land-3-far"))


def centre(c: Canvas) -> None:
    n.sky(c, 1, 520)
    n.sun(c, 1000, 130, 44, 1)
    n.cloud(c, 420, 110, 90, 0.85)
    n.birds(c, (250, 120), (290, 140))
    c.crest([(0, 440), (220, 400), (520, 430), (860, 380), (1200, 420)], tone("land-1-far"))
    for x, width, height, name in (
        (0, 150, 220, "land-1-mid"),
        (168, 110, 160, "land-5-far"),
        (940, 130, 250, "land-5-far"),
        (1084, 120, 190, "land-1-mid"),
    ):
        paint = mix(tone(name), tone("land-1-sky"), 0.45)
        b.block(c, x, 600, width, height, paint)
        for row in range(int(height / 52)):
            for column in range(int(width / 44)):
                c.rect(x + 14 + column * 42, 612 - height + row * 50, 24, 30, mix(b.glass(), paint, 0.25), 2)
    n.shadow(c, 600, 606, 360, 12)
    _centre_house(c)
    ground = mix(tone("land-5-sky"), tone("land-1-sky"), 0.5)
    c.rect(0, 600, 1200, 200, ground)
    for row, y in enumerate((632, 676, 734)):
        c.rect(0, y, 1200, 2 + row, darker(ground, 0.08))
    for x in range(-400, 1600, 130):
        c.line([(600 + (x - 600) * 0.72, 600), (x, 800)], darker(ground, 0.07), 2.5, ends=False)
    n.pine(c, 150, 640, 320, mix(tone("green"), tone("land-0-near"), 0.4))
    t.bunting(c, (196, 420), (470, 398), 26)
    t.bunting(c, (900, 398), (1110, 420), 26)
    t.lamp(c, 1110, 650, 236)
    c.route([(420, 796), (470, 730), (560, 690), (600, 612)], stops=[(430, 782), (522, 706)])
    _neighbours(c)


def _centre_house(c: Canvas) -> None:
    yellow = mix(tone("land-2-sun"), tone("land-5-sky"), 0.25)
    b.block(c, 300, 604, 340, 210, tone("card"))
    b.block(c, 620, 604, 250, 276, yellow)
    for x in (330, 434, 538):
        b.window(c, x, 432, 72, 58, panes=(2, 1), frame=tone("lagoon"), sill=False)
    for y in (366, 452):
        for x in (652, 756):
            b.window(c, x, y, 78, 54, panes=(3, 1), sill=False)
    c.rect(322, 524, 160, 80, b.glass())
    c.polygon([(322, 580), (410, 524), (446, 524), (340, 604), (322, 604)], tone("card"), 0.3)
    for x in (322, 372, 428, 478):
        c.rect(x, 520, 5, 84, tone("lagoon"))
    b.awning(c, 306, 504, 194, 30, tone("coral"), mix(tone("land-2-sun"), tone("card"), 0.3))
    b.door(c, 540, 604, 84, 100, tone("lagoon"), double=True)
    c.rect(676, 540, 140, 64, darker(yellow, 0.16))
    c.crest([(676, 590), (710, 562), (746, 584), (784, 556), (816, 580)], tone("land-1-near"), 604)
    c.ellipse(704, 556, 9, None, tone("coral"))


def _neighbours(c: Canvas) -> None:
    stand(c, 830, 704, 168, Person(skin=2, hair=1, cut="long", top="land-3-mid", legs="ink"), left="up", right="out")
    t.table(c, 690, 664, 270, 722)
    for x, colour in ((730, "coral"), (790, "lagoon"), (850, "land-2-sun"), (910, "coral")):
        c.ellipse(x, 652, 15, 5, tone("card"))
        c.ellipse(x, 648, 9, 6, tone(colour))
    stand(c, 676, 716, 176, Person(skin=4, hair=0, cut="curly", top="land-2-sun", legs="ink"), right="forward")
    stand(c, 986, 716, 170, Person(skin=1, cut="scarf", top="lagoon", legs="ink"), left="forward", right="hip")
    stand(c, 360, 700, 172, Person(skin=0, hair=4, cut="short", top="land-4-near", legs="muted"), left="out")
    stand(c, 420, 706, 104, Person(skin=3, hair=0, cut="curly", top="coral", legs="lagoon", child=True), right="up",
          walk=0.5)  # fmt: skip
    t.bicycle(c, 250, 742, tone("coral"), 1.1)
    t.bicycle(c, 1030, 764, tone("lagoon"), 1.15)
    for x in (60, 1170):
        t.plant(c, x, 742, 96)


def library(c: Canvas) -> None:
    n.sky(c, 4, 470)
    n.sun(c, 880, 160, 48, 4)
    n.cloud(c, 640, 110, 84, 0.85)
    n.cloud(c, 1080, 230, 76, 0.7)
    n.birds(c, (760, 250), (806, 234), (700, 140), (1010, 130))
    c.crest([(620, 430), (800, 392), (960, 416), (1200, 384)], tone("land-3-far"), 480)
    n.water(c, 420, 190, 7)
    _lighthouse(c)
    t.boat(c, 820, 486, 92, tone("lagoon"))
    t.boat(c, 650, 520, 70, tone("land-1-near"))
    c.polygon([(520, 590), (1200, 556), (1200, 800), (520, 800)], mix(tone("land-5-far"), tone("land-5-sky"), 0.45))
    c.polygon([(520, 590), (1200, 556), (1200, 580), (520, 618)], mix(tone("land-5-mid"), tone("muted"), 0.4))
    ground = mix(tone("land-5-sky"), tone("land-5-far"), 0.35)
    c.rect(0, 610, 1200, 190, ground)
    for y in (650, 700, 760):
        c.rect(0, y, 1200, 3, darker(ground, 0.07))
    n.shadow(c, 320, 620, 330, 12)
    _library_house(c)
    for x in (700, 1020):
        c.rect(x, 566, 20, 34, tone("ink"), 5)
        c.ellipse(x + 10, 566, 14, 6, tone("ink"))
    t.lamp(c, 1120, 690, 250)
    c.route([(800, 790), (640, 748), (440, 764), (250, 724), (132, 634)], stops=[(780, 782), (440, 764)])
    t.bench(c, 850, 724, 160)
    sit(c, 900, 724, 168, Person(skin=3, hair=0, cut="long", top="coral", legs="ink"), seat=0.23)
    c.polygon([(930, 656), (952, 650), (952, 672), (930, 678)], tone("card"))
    stand(c, 660, 700, 174, Person(skin=1, hair=2, cut="short", top="lagoon", legs="muted"), left="forward", walk=0.4)
    t.bicycle(c, 1066, 778, tone("coral"), 1.2)
    stand(c, 300, 706, 100, Person(skin=2, hair=0, cut="curly", top="land-3-mid", legs="ink", child=True), right="up",
          walk=0.5)  # fmt: skip
    stand(c, 360, 704, 170, Person(skin=2, hair=1, cut="bun", top="land-2-sun", legs="ink"), left="forward")


def _lighthouse(c: Canvas) -> None:
    c.polygon([(1010, 452), (1200, 436), (1200, 474), (1000, 470)], mix(tone("land-5-mid"), tone("muted"), 0.45))
    c.polygon([(1058, 448), (1066, 300), (1098, 300), (1106, 448)], tone("card"))
    for top, bottom in ((330, 358), (392, 420)):
        c.polygon([(1082 - 17 - (top - 300) * 0.054, top), (1082 + 17 + (top - 300) * 0.054, top),
                   (1082 + 17 + (bottom - 300) * 0.054, bottom), (1082 - 17 - (bottom - 300) * 0.054, bottom)],
                  tone("coral"))  # fmt: skip
    c.rect(1060, 290, 44, 10, tone("ink"), 2)
    c.rect(1068, 264, 28, 28, mix(tone("land-5-sun"), tone("card"), 0.2))
    c.polygon([(1062, 266), (1082, 244), (1102, 266)], tone("coral"))


def _library_house(c: Canvas) -> None:
    stone = mix(tone("land-5-sky"), tone("card"), 0.4)
    b.block(c, 60, 616, 500, 300, stone)
    b.block(c, 40, 616, 180, 372, mix(tone("lagoon"), tone("ink"), 0.15))
    c.rect(246, 350, 290, 210, tone("ink"))
    c.rect(250, 354, 282, 202, mix(tone("land-2-sun"), tone("card"), 0.55))
    t.shelf(c, 262, 420, 80, 136, 3, 5)
    t.shelf(c, 440, 420, 80, 136, 3, 9)
    stand(c, 392, 556, 108, Person(skin=1, hair=1, cut="bun", top="coral", legs="ink"), right="out")
    for x in (250, 344, 438, 528):
        c.rect(x - 2, 350, 5, 210, tone("card"))
    c.rect(246, 400, 290, 4, tone("card"))
    c.polygon([(250, 520), (390, 354), (430, 354), (250, 556)], tone("card"), 0.22)
    for y in (282, 352, 422):
        for x in (72, 142):
            b.window(c, x, y, 46, 46, panes=(1, 1), frame=lighter(tone("lagoon"), 0.6), sill=False)
    b.door(c, 76, 616, 108, 110, tone("coral"), double=True)
    c.rect(60, 494, 140, 10, tone("card"), 3)
    book = tone("paper")
    c.polygon([(330, 318), (388, 304), (388, 262), (330, 276)], book)
    c.polygon([(446, 318), (388, 304), (388, 262), (446, 276)], darker(book, 0.08))
    c.line([(388, 262), (388, 304)], tone("coral"), 3)
    c.rect(384, 300, 8, 18, darker(stone, 0.3))


SCENES: dict[str, Callable[[Canvas], None]] = {"residence": residence, "centre": centre, "library": library}

"""People, seen from afar: adults, children, someone who sits, someone in a wheelchair."""

from __future__ import annotations

from dataclasses import dataclass

from config.demo.drawing.canvas import Canvas, Colour, darker, lighter, mix, tone
from config.demo.drawing.nature import shadow


def skin(number: int) -> Colour:
    """Five tones, from light to dark."""
    tones = (
        mix(tone("land-5-far"), tone("land-1-sky"), 0.35),
        tone("land-5-far"),
        tone("land-5-mid"),
        mix(tone("land-5-mid"), tone("land-5-near"), 0.7),
        mix(tone("land-5-near"), tone("ink"), 0.38),
    )
    return tones[number % len(tones)]


def hair(number: int) -> Colour:
    tones = (
        mix(tone("ink"), tone("land-5-near"), 0.25),
        mix(tone("land-5-near"), tone("ink"), 0.35),
        mix(tone("amber"), tone("land-5-mid"), 0.4),
        mix(tone("coral"), tone("land-5-near"), 0.4),
        mix(tone("muted"), tone("card"), 0.6),
    )
    return tones[number % len(tones)]


@dataclass(frozen=True)
class Person:
    """How someone looks. `cut`: short, long, bun, curly, bald or scarf."""

    skin: int = 1
    hair: int = 0
    cut: str = "short"
    top: str = "lagoon"
    legs: str = "ink"
    child: bool = False

    @property
    def head(self) -> float:
        return 0.135 if self.child else 0.098


def stand(c: Canvas, x: float, base: float, height: float, who: Person, *, left: str = "down", right: str = "down",
          walk: float = 0.0) -> None:  # fmt: skip
    """Someone on their feet; each arm is down, out, up, forward or hip. `walk` parts the legs."""
    shadow(c, x, base, height * 0.16)
    top, legs = tone(who.top), tone(who.legs)
    hip, shoulder = base - height * 0.46, base - height * (0.76 if who.child else 0.8)
    spread = height * (0.05 + 0.09 * walk)
    for side in (-1, 1):
        foot = x + side * spread
        c.line([(x + side * height * 0.045, hip), (foot, base - height * 0.03)], legs, height * 0.082)
        c.line([(foot - height * 0.02, base - 3), (foot + height * 0.045, base - 3)], darker(legs, 0.5), height * 0.045)
    fall(c, x, shoulder, height, who)
    torso(c, x, hip, shoulder, height, top)
    for side, pose in ((-1, left), (1, right)):
        arm(c, x, shoulder, height, side, pose, who)
    head(c, x, shoulder, height, who)


def torso(c: Canvas, x: float, hip: float, shoulder: float, height: float, colour: Colour) -> None:
    wide, waist = height * 0.125, height * 0.105
    c.blob(
        [
            (x - wide, shoulder + height * 0.04),
            (x - wide * 0.45, shoulder - height * 0.01),
            (x + wide * 0.45, shoulder - height * 0.01),
            (x + wide, shoulder + height * 0.04),
            (x + waist, hip + height * 0.03),
            (x - waist, hip + height * 0.03),
        ],
        colour,
    )


ARMS = {
    "down": ((0.15, 0.16), (0.14, 0.31)),
    "out": ((0.2, 0.12), (0.32, 0.08)),
    "up": ((0.2, 0.02), (0.23, -0.16)),
    "forward": ((0.15, 0.15), (0.26, 0.2)),
    "hip": ((0.2, 0.17), (0.12, 0.28)),
}


def arm(c: Canvas, x: float, shoulder: float, height: float, side: int, pose: str, who: Person) -> None:
    (elbow_x, elbow_y), (hand_x, hand_y) = ARMS[pose]
    start = (x + side * height * 0.105, shoulder + height * 0.045)
    elbow = (x + side * height * elbow_x, shoulder + height * elbow_y)
    hand = (x + side * height * hand_x, shoulder + height * hand_y)
    sleeve = darker(tone(who.top), 0.1)
    c.line([start, elbow, hand], sleeve, height * 0.058)
    c.ellipse(*hand, height * 0.032, None, skin(who.skin))


def fall(c: Canvas, x: float, shoulder: float, height: float, who: Person) -> None:
    """Long hair, behind the shoulders."""
    if who.cut == "long":
        radius = height * who.head
        top = shoulder - radius * 1.55
        c.rect(x - radius * 1.1, top, radius * 2.2, radius * 2.5, hair(who.hair), radius * 0.85)


def head(c: Canvas, x: float, shoulder: float, height: float, who: Person) -> None:
    """Face and hair; no features, as one sees from afar, but a warm cheek."""
    radius = height * who.head
    middle = shoulder - radius * 1.15
    face, locks = skin(who.skin), hair(who.hair)
    if who.cut == "bun":
        c.ellipse(x, middle - radius * 1.25, radius * 0.48, None, locks)
    if who.cut == "scarf":
        c.ellipse(x, middle + radius * 0.1, radius * 1.2, radius * 1.28, tone("coral"))
    c.rect(x - radius * 0.34, middle + radius * 0.5, radius * 0.68, radius * 0.95, darker(face, 0.08), radius * 0.3)
    if who.cut == "curly":
        for dx, dy in ((-0.8, -0.25), (-0.55, -0.8), (0, -1), (0.55, -0.8), (0.8, -0.25)):
            c.ellipse(x + dx * radius, middle + dy * radius, radius * 0.52, None, locks)
    c.ellipse(x, middle, radius, None, face)
    if who.cut in ("short", "long", "bun"):
        cap = [(x - radius * 1.04, middle + radius * 0.12), (x - radius * 0.92, middle - radius * 0.7)]
        cap += [(x, middle - radius * 1.16), (x + radius * 0.92, middle - radius * 0.7)]
        cap += [(x + radius * 1.04, middle + radius * 0.12), (x + radius * 0.5, middle - radius * 0.42)]
        c.blob([*cap, (x - radius * 0.35, middle - radius * 0.5)], locks)
    if who.cut == "scarf":
        c.ellipse(x, middle + radius * 0.12, radius * 0.78, radius * 0.84, face)
    for side in (-1, 1):
        c.ellipse(x + side * radius * 0.36, middle + radius * 0.06, radius * 0.085, None, tone("ink"), 0.75)
        c.ellipse(x + side * radius * 0.55, middle + radius * 0.36, radius * 0.17, None, tone("coral"), 0.28)
    c.arc(x, middle + radius * 0.22, radius * 0.34, 25, 155, mix(tone("ink"), face, 0.3), max(1.2, radius * 0.09))


def sit(c: Canvas, x: float, base: float, height: float, who: Person, *, facing: int = 1, left: str = "forward",
        right: str = "forward", seat: float = 0.27) -> None:  # fmt: skip
    """Someone seated, knees towards `facing`; `seat` is the height of the seat as a share of the person's."""
    hip = base - height * seat
    shoulder = hip - height * 0.35
    legs = tone(who.legs)
    knee = x + facing * height * 0.2
    for shift in (0.0, 0.05):
        c.line([(x, hip - height * shift * 0.4), (knee + height * shift, hip - height * 0.02),
                (knee + height * shift + facing * 2, base - height * 0.03)], legs, height * 0.085)  # fmt: skip
        foot = knee + height * shift
        c.line([(foot, base - 3), (foot + facing * height * 0.06, base - 3)], darker(legs, 0.5), height * 0.045)
    fall(c, x, shoulder, height, who)
    torso(c, x, hip, shoulder, height, tone(who.top))
    for side, pose in ((-1, left), (1, right)):
        arm(c, x, shoulder, height, side, pose, who)
    head(c, x, shoulder, height, who)


def wheelchair(c: Canvas, x: float, base: float, height: float, who: Person, *, facing: int = 1, left: str = "forward",
               right: str = "forward") -> None:  # fmt: skip
    """Someone in a wheelchair, at ease."""
    shadow(c, x, base, height * 0.3)
    metal = mix(tone("muted"), tone("ink"), 0.3)
    seat = base - height * 0.27
    c.line([(x - facing * height * 0.17, seat - height * 0.34), (x - facing * height * 0.15, seat + 2)], metal, 5)
    c.line([(x - facing * height * 0.17, seat - height * 0.34), (x - facing * height * 0.25, seat - height * 0.36)],
           metal, 5)  # fmt: skip
    c.line([(x - facing * height * 0.16, seat + 4), (x + facing * height * 0.18, seat + 4),
            (x + facing * height * 0.27, base - height * 0.05)], metal, 5)  # fmt: skip
    sit(c, x, base - height * 0.03, height, who, facing=facing, left=left, right=right, seat=0.25)
    wheel = height * 0.185
    c.ring(x - facing * height * 0.05, base - wheel, wheel, metal, 5)
    c.ring(x - facing * height * 0.05, base - wheel, wheel * 0.82, lighter(metal, 0.4), 2)
    c.ellipse(x - facing * height * 0.05, base - wheel, wheel * 0.14, None, metal)
    c.ring(x + facing * height * 0.25, base - height * 0.05, height * 0.048, metal, 4)

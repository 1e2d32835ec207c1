"""The picture of a ring: every word can be read, whatever the names and however many structures (B1)."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest

from accounts.models import Organisation, User
from exchanges.models import RingLeg, Structure
from exchanges.ring_drawing import LINE, RADIUS, Drawing, around, upright
from hosts.models import HostInstitution

LETTER = 8.5
LONG = "Service départemental de protection de l’enfance, antenne du Biterrois et des Hauts-Cantons"
SHORT = "Mission locale du Littoral"
SIZES = range(2, 7)
Box = tuple[float, float, float, float]


def legs(number: int, name: str = LONG, last_name: str = "Dupont-Vandenberghe de La Rochefoucauld") -> list[RingLeg]:
    day = datetime.date(2027, 3, 9)
    made = []
    for one in range(number):
        host = HostInstitution(pk=one, organisation=Organisation(pk=one, name=name))
        person = User(pk=one, first_name="Marie-Christine", last_name=last_name)
        structure = Structure(pk=one, institution=host)
        made.append(RingLeg(pk=one, structure=structure, person=person, first_day=day, last_day=day))
    return made


def words(picture: Drawing) -> list[tuple[str, Box]]:
    """What stands written in the picture but initials, and where: left, top, right, bottom."""
    found: list[tuple[str, Box]] = []

    def put(x: float, y: float, lines: Any) -> None:
        for number, line in enumerate(lines):
            left = x if picture.anchor == "start" else x - len(line) * LETTER / 2
            bottom = y + LINE * number
            found.append((line, (left, bottom - 12, left + len(line) * LETTER, bottom + 3)))

    for node in picture.nodes:
        put(node.text_x, node.text_y, node.lines)
    for arrow in picture.arrows:
        put(arrow.x, arrow.y, arrow.who)
        put(arrow.x, arrow.when_y, ["9 mars – 11 mars"])
    return found


def circles(picture: Drawing) -> list[Box]:
    return [(one.x - RADIUS, one.y - RADIUS, one.x + RADIUS, one.y + RADIUS) for one in picture.nodes]


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("number", SIZES)
@pytest.mark.parametrize("draw", [around, upright])
def test_everything_lies_within_the_frame(draw: Any, number: int) -> None:
    picture = draw(legs(number))
    assert len(picture.nodes) == len(picture.arrows) == number
    for line, (left, top, right, bottom) in [*words(picture), *(("", box) for box in circles(picture))]:
        assert left >= 0, line
        assert right <= picture.width, line
        assert picture.top <= top, line
        assert bottom <= picture.top + picture.height, line


@pytest.mark.parametrize("number", SIZES)
def test_on_a_phone_no_word_meets_another_or_a_circle(number: int) -> None:
    picture = upright(legs(number))
    written = words(picture)
    for (one, here), (other, there) in itertools.combinations(written, 2):
        assert not meet(here, there), (one, other)
    for line, box in written:
        assert not any(meet(box, circle) for circle in circles(picture)), line


@pytest.mark.parametrize("number", [2, 3])
def test_on_a_wide_screen_neither_in_a_swap_nor_in_a_ring_of_three(number: int) -> None:
    written = words(around(legs(number, SHORT, "Rouquette")))
    for (one, here), (other, there) in itertools.combinations(written, 2):
        assert not meet(here, there), (one, other)


def test_a_name_is_cut_where_a_part_of_it_ends_and_says_so() -> None:
    picture = upright(legs(2, LONG * 2, "Delacroix"))
    (person, *_), structure = picture.arrows[0].who, picture.nodes[0].lines
    assert person == "Marie-Christine Delacroix"
    assert len(structure) == 3
    assert structure[-1].endswith("…")
    assert "".join(structure)[:-1].replace(" ", "") in (LONG * 2).replace(" ", "")

"""The structures of a space and the exchanges between them, drawn on the server (B15): geometry only, colours come from
the style sheet through classes. Each structure stands with its name and sector in words; the table says the same."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exchanges.models import Structure
from exchanges.selectors.network import Link, Network

WIDTH, RADIUS, MARGIN = 860, 170, 24
ROW, LEAST_HEIGHT = 54, 220
LONGEST = 30
# Above so many names touch each other: the rest stands in the table only.
MOST = 40


def draw(network: Network) -> SafeString:
    """A circle of structures, those of a sector side by side; a line for each pair, thicker with each exchange."""
    nodes = network.linked[:MOST]
    height = 2 * MARGIN + max(LEAST_HEIGHT, ROW * math.ceil(len(nodes) / 2))
    places = _places(nodes, RADIUS, height)
    lines = [link for link in network.links if link.one.pk in places and link.other.pk in places]
    degree = Counter(pk for link in lines for pk in (link.one.pk, link.other.pk))
    return format_html(
        '<svg class="network" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}{}</svg>',
        WIDTH,
        height,
        _("Structures and the exchanges between them; the table below says the same."),
        format_html_join("", "{}", ((_line(link, places, height),) for link in lines)),
        format_html_join("", "{}", ((_node(one, places[one.pk], degree[one.pk]),) for one in nodes)),
    )


def _places(nodes: Sequence[Structure], radius: int, height: int) -> dict[int, tuple[int, int]]:
    """Down the right half of an oval and up the left one, at even heights: names go outwards and never touch."""
    found = {}
    half = math.ceil(len(nodes) / 2)
    for number, one in enumerate(nodes):
        right = number < half
        place = number if right else len(nodes) - 1 - number
        step = (height - 2 * MARGIN) / half
        y = MARGIN + step * (place + 0.5)
        reach = radius * math.sqrt(max(0.0, 1 - ((y - height / 2) / (height / 2)) ** 2))
        found[one.pk] = (round(WIDTH / 2 + (reach if right else -reach)), round(y))
    return found


def _line(link: Link, places: dict[int, tuple[int, int]], height: int) -> SafeString:
    """Bent towards the middle, so that neighbours' lines do not run along the circle."""
    (x1, y1), (x2, y2) = places[link.one.pk], places[link.other.pk]
    cx, cy = round((x1 + x2 + WIDTH) / 4), round((y1 + y2 + height) / 4)
    # As wide as their number, which few do not tell.
    width = "few" if link.is_few else min(link.number, 5)
    return format_html(
        '<path class="network__link {}" d="M{} {}Q{} {} {} {}"><title>{}</title></path>',
        f"network__link--{'across' if link.crosses else 'within'} network__link--{width}",
        x1,
        y1,
        cx,
        cy,
        x2,
        y2,
        f"{link.one} – {link.other}",
    )


def _node(one: Structure, place: tuple[int, int], degree: int) -> SafeString:
    x, y = place
    right = x >= WIDTH / 2
    sector = one.institution.sector
    side = 1 if right else -1
    name = str(one)
    return format_html(
        '<g class="network__node"><circle class="network__dot network__dot--{}" cx="{}" cy="{}" r="{}"/>'
        '<text class="network__name network__name--{}" x="{}" y="{}">{}<title>{}</title></text>'
        '<text class="network__sector network__name--{}" x="{}" y="{}">{}</text></g>',
        sector.tint if sector else 0,
        x,
        y,
        7 + min(degree, 6),
        "right" if right else "left",
        x + side * 20,
        y,
        name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…",
        name,
        "right" if right else "left",
        x + side * 20,
        y + 17,
        sector.name if sector else "",
    )

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

WIDTH, LEAST_RADIUS, MARGIN = 860, 150, 40
LONGEST = 30
# Above so many names touch each other: the rest stands in the table only.
MOST = 40


def draw(network: Network) -> SafeString:
    """A circle of structures, those of a sector side by side; a line for each pair, thicker with each exchange."""
    nodes = network.linked[:MOST]
    radius = max(LEAST_RADIUS, 9 * len(nodes))
    height = 2 * (radius + MARGIN)
    places = _places(nodes, radius, height)
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
    """From the top, clockwise; names go outwards, so the circle stands in the middle."""
    found = {}
    for number, one in enumerate(nodes):
        angle = 2 * math.pi * (number + 0.5) / max(1, len(nodes)) - math.pi / 2
        found[one.pk] = (
            round(WIDTH / 2 + radius * math.cos(angle)),
            round(height / 2 + radius * math.sin(angle)),
        )
    return found


def _line(link: Link, places: dict[int, tuple[int, int]], height: int) -> SafeString:
    """Bent towards the middle, so that neighbours' lines do not run along the circle."""
    (x1, y1), (x2, y2) = places[link.one.pk], places[link.other.pk]
    cx, cy = round((x1 + x2 + WIDTH) / 4), round((y1 + y2 + height) / 4)
    return format_html(
        '<path class="network__link {}" d="M{} {}Q{} {} {} {}"><title>{}</title></path>',
        f"network__link--{'across' if link.crosses else 'within'} network__link--{min(link.number, 4)}",
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

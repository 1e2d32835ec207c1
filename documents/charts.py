"""Small charts drawn on the server as SVG: geometry only, no style. Beside each stands the same as a table.

Colours come from the style sheet (`figures.css`) through classes; every value is written beside its mark, so nothing is
said by colour alone. Drawn 480 wide, so that words stay readable on a telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 480
EDGE = 10
ROW = 52
COLUMNS_HEIGHT, COLUMNS_TOP, COLUMNS_FOOT = 190, 26, 28


@dataclass(frozen=True)
class Bar:
    """A line of a chart: what it is of, how much, and how one says that."""

    label: str | Promise
    value: float
    words: str


@dataclass(frozen=True)
class Step:
    """From where to where something went, both on the same scale."""

    label: str | Promise
    before: float
    after: float
    words: str


def number(value: float, places: int = 0) -> str:
    """As the reader writes it: « 1 200 », « 3,8 »."""
    return formats.number_format(value, places, use_l10n=True, force_grouping=True)


def bars(rows: Sequence[Bar], *, most: float, about: str) -> SafeString:
    """Lying bars, one under the other, as long as their share of `most`."""
    drawn = format_html_join(
        "",
        '<text class="chart__label" x="0" y="{}">{}</text><text class="chart__value" x="{}" y="{}">{}</text>'
        '<rect class="chart__track" x="0" y="{}" width="{}" height="14" rx="7"/>'
        '<rect class="chart__bar" x="0" y="{}" width="{}" height="14" rx="7"/>',
        (
            (y + 18, row.label, WIDTH, y + 18, row.words, y + 27, WIDTH, y + 27, _length(row.value, most))
            for row, y in zip(rows, range(0, ROW * len(rows), ROW), strict=True)
        ),
    )
    return _picture(ROW * len(rows), about, drawn)


def steps(rows: Sequence[Step], *, least: float, most: float, about: str) -> SafeString:
    """A ring where it was, a disc where it is, the way between."""

    def x(value: float) -> float:
        return round(EDGE + (WIDTH - 2 * EDGE) * (value - least) / (most - least), 1)

    drawn = format_html_join(
        "",
        '<text class="chart__label" x="0" y="{}">{}</text><text class="chart__value" x="{}" y="{}">{}</text>'
        '<path class="chart__line" d="M{} {}H{}"/><path class="chart__way" d="M{} {}H{}"/>'
        '<circle class="chart__before" cx="{}" cy="{}" r="6.5"/><circle class="chart__after" cx="{}" cy="{}" r="8"/>',
        (
            (
                *(y + 18, row.label, WIDTH, y + 18, row.words),
                *(EDGE, y + 35, WIDTH - EDGE, x(row.before), y + 35, x(row.after)),
                *(x(row.before), y + 35, x(row.after), y + 35),
            )
            for row, y in zip(rows, range(0, ROW * len(rows), ROW), strict=True)
        ),
    )
    return _picture(ROW * len(rows), about, drawn)


def columns(rows: Sequence[Bar], *, about: str) -> SafeString:
    """Standing bars side by side, for years: the highest fills the height."""
    most = max((row.value for row in rows), default=0) or 1
    floor = COLUMNS_HEIGHT - COLUMNS_FOOT
    width = WIDTH / max(len(rows), 1)
    thick = min(round(width * 0.6), 56)

    def lines() -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []
        for place, row in enumerate(rows):
            middle = round(width * (place + 0.5))
            tall = round((floor - COLUMNS_TOP) * row.value / most)
            tall = max(tall, 2) if row.value else 0
            found.append(
                (
                    *(middle - thick // 2, floor - tall, thick, tall),
                    *(middle, floor - tall - 8, row.words, middle, COLUMNS_HEIGHT - 6, row.label),
                )
            )
        return found

    drawn = format_html_join(
        "",
        '<rect class="chart__bar" x="{}" y="{}" width="{}" height="{}" rx="3"/>'
        '<text class="chart__above" x="{}" y="{}">{}</text><text class="chart__under" x="{}" y="{}">{}</text>',
        lines(),
    )
    ground = format_html('<path class="chart__line" d="M0 {}H{}"/>', floor, WIDTH)
    return _picture(COLUMNS_HEIGHT, about, ground + drawn)


def _length(value: float, most: float) -> float:
    """As long as its share; what is not nothing shows."""
    if value <= 0 or most <= 0:
        return 0
    return max(round(WIDTH * min(value / most, 1), 1), 6)


def _picture(height: int, about: str, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}</svg>',
        WIDTH,
        height,
        about,
        drawn,
    )

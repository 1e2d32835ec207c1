"""Skills before and after as a chart (E19): an SVG drawn on the server, geometry only; the table says the same.

Colours come from the style sheet through classes; shapes tell before (ring) from after (disc), so that nothing is said
by colour alone. In a PDF the classes are those of its own sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from internships.selectors.evaluations import SkillLine

LABELS, STEP, ROW, TOP, RIGHT = 220, 58, 36, 32, 20
LEVELS = 5
WIDTH = LABELS + STEP * (LEVELS - 1) + RIGHT + 20


def _x(level: int) -> int:
    return LABELS + 20 + STEP * (level - 1)


def draw(lines: Sequence[SkillLine]) -> SafeString:
    """One line per skill: a ring where the trainee stood before, a disc after, a square for the host's view."""
    height = TOP + ROW * len(lines) + 6
    grid = format_html_join(
        "",
        '<path class="skills__grid" d="M{} {}V{}"/><text class="skills__level" x="{}" y="16">{}</text>',
        ((_x(level), TOP - 6, height - 8, _x(level), level) for level in range(1, LEVELS + 1)),
    )
    rows = format_html_join("", "{}", ((_row(line, TOP + ROW * place + 14),) for place, line in enumerate(lines)))
    return format_html(
        '<svg class="skills" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false">{}{}</svg>',
        WIDTH,
        height,
        _("Skills before and after the placement, from 1 to 5; the table below says the same."),
        grid,
        rows,
    )


def _row(line: SkillLine, y: int) -> SafeString:
    parts = [format_html('<text class="skills__name" x="{}" y="{}">{}</text>', LABELS, y + 6, line.skill.name)]
    if line.before is not None and line.after is not None and line.before != line.after:
        left, right = sorted((_x(line.before), _x(line.after)))
        parts.append(format_html('<path class="skills__way" d="M{} {}H{}"/>', left, y, right))
    seen = line.host if line.host is not None else line.employer
    if seen is not None:
        parts.append(
            format_html(
                '<rect class="skills__other" x="{}" y="{}" width="18" height="18" rx="3"/>', _x(seen) - 9, y - 9
            )
        )
    if line.before is not None:
        parts.append(format_html('<circle class="skills__before" cx="{}" cy="{}" r="6"/>', _x(line.before), y))
    if line.after is not None:
        parts.append(format_html('<circle class="skills__after" cx="{}" cy="{}" r="6"/>', _x(line.after), y))
    return SafeString("".join(parts))

"""The columns of the board's exports."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from agreements import board_words
from agreements.selectors.board import CohortFigures
from agreements.stages import Stage
from documents.tables import Column

BOARD = [
    Column(_("Last name"), "last_name"),
    Column(_("First name"), "first_name"),
    Column(_("E-mail address"), "email", 30),
    Column(_("Cohort"), "cohort", 26),
    Column(_("Referent teacher"), "referent", 26),
    Column(_("State"), lambda line: line.stage.label, 26),
    Column(_("Whose turn"), lambda line: board_words.turn(line).words, 50),
    Column(_("Late because"), board_words.late, 50),
    Column(_("Late since"), "late_since"),
    Column(_("Host"), "hosts", 40),
    Column(_("From"), "start"),
    Column(_("Until"), "end"),
    Column(_("Agreement"), "number", 20),
]


def figures_columns() -> list[Column]:
    return [
        Column(_("School"), "school", 40),
        Column(_("Cohort"), "cohort", 30),
        *(Column(stage.label, _nth(number), 14) for number, stage in enumerate(Stage)),
        Column(_("Total"), "total", 10),
        Column(_("Late"), "late", 10),
    ]


def _nth(number: int) -> Callable[[CohortFigures], int]:
    return lambda row: row.by_stage[number]

"""Where a table begins: the row that names the columns, below any title lines; or none, when data begins at once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

FIGURE = re.compile(r"[-+]?\d[\d\s.,/:-]*%?")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Header:
    """`kept` are the places of the columns in a record; `last_line`: rows up to this number are above the data."""

    names: list[str]
    kept: list[int]
    width: int
    last_line: int
    present: bool


def find_header(sample: list[list[str]], numbers: list[int]) -> Header:
    """The header of a sample of records. Without one, columns are numbered and data begins at the first wide row."""
    widths = Counter(filled(cells) for cells in sample if filled(cells))
    if not widths or max(widths) < 2:
        return _single_column(sample, numbers)
    wide = _usual_width(widths)
    for index, cells in enumerate(sample):
        if filled(cells) < max(2, 0.6 * wide):
            continue
        if names_columns(cells) and not _alone(sample[index + 1 :]):
            return _header(cells, sample[index + 1 :], numbers[index])
        if figures(cells) > 0.15:
            before = numbers[index] - 1
            return _header([""] * max(map(len, sample)), sample[index:], before, present=False)
    first = next(i for i, cells in enumerate(sample) if filled(cells) >= max(2, 0.6 * wide))
    return _header(sample[first], sample[first + 1 :], numbers[first])


def filled(cells: list[str]) -> int:
    return sum(bool(cell) for cell in cells)


def figures(cells: list[str]) -> float:
    """Share of the cells that are figures, as data has and names of columns have not."""
    return sum(bool(FIGURE.fullmatch(cell)) for cell in cells) / max(1, filled(cells))


def names_columns(cells: list[str]) -> bool:
    named = [cell for cell in cells if cell]
    short = all(len(cell) <= LONGEST_NAME for cell in named)
    return short and figures(cells) <= 0.15 and len(set(named)) >= 0.5 * len(named)


def _usual_width(widths: Counter[int]) -> int:
    """The number of filled cells of an ordinary row, not of a title."""
    ordinary = [width for width, times in widths.items() for _ in range(times) if width >= 2]
    return sorted(ordinary)[len(ordinary) // 2] if ordinary else 1


def _alone(rest: list[list[str]]) -> bool:
    """Nothing follows, or only rows much narrower: this was a block of notes above the table."""
    return False if not rest else all(filled(cells) < 2 for cells in rest[:3]) and any(filled(c) > 2 for c in rest[3:])


def _header(cells: list[str], data: list[list[str]], last_line: int, *, present: bool = True) -> Header:
    width = len(cells)
    while width > 1 and not cells[width - 1] and not any(len(row) >= width and row[width - 1] for row in data):
        width -= 1  # separators at the end of the lines
    names, seen = [], Counter[str]()
    for position in range(width):
        name = " ".join(cells[position].split())[:LONGEST_NAME] or f"Colonne {position + 1}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return Header(names, list(range(width)), width, last_line, present)


def _single_column(sample: list[list[str]], numbers: list[int]) -> Header:
    """A list of one column is a table only if it is named: « Nom », then names."""
    for cells, number in zip(sample, numbers, strict=True):
        if filled(cells) == 1 and names_columns(cells) and len(sample) > 1:
            return Header(
                [next(cell for cell in cells if cell)], [cells.index(next(filter(None, cells)))], 1, number, True
            )
    return Header([], [], 0, 0, False)

"""Which figures may be published without telling who said what (E21): by territory, by year, and both.

A figure of fewer people than `LEAST` is not shown. Nor is one from which such a figure could be computed: where a
whole and all of its parts but one are shown, the last part is a subtraction away. So what is left out of a line is
never one part alone, and always holds at least one part that is large enough. What still follows from several lines
together (a whole that is left out may be the sum of its parts) is found by elimination, and another place goes too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# Fewer people than that would tell who said what.
LEAST = 3

# Territory and year of a figure; None: all of them.
Where = tuple[int | None, int | None]
ALL: Where = (None, None)
People = Mapping[Where, int]
Line = tuple[Where, list[Where]]

# Equations are solved modulo a prime: their coefficients are 0 or 1, so what follows from them is the same.
PRIME = 2**31 - 1


def publishable(people: People, *, least: int = LEAST) -> set[Where]:
    """The places of this table that may be shown, by how many people stand behind each."""
    if people.get(ALL, 0) < least:
        return set()
    hidden = {where for where, number in people.items() if number < least}
    lines = _lines(people)
    before = -1
    while len(hidden) != before:
        before = len(hidden)
        for whole, parts in lines:
            if whole not in hidden:
                hidden |= _with_it(whole, parts, hidden, people, least)
    while (place := _telltale(people, lines, hidden, least)) is not None:
        hidden.add(place)
    return set(people) - hidden


def _lines(people: People) -> list[Line]:
    """Each whole with the parts that add up to it: everything, a territory by years, a year by territories."""
    by_territory: dict[Where, list[Where]] = {}
    by_year: dict[Where, list[Where]] = {}
    for where in people:
        territory, year = where
        if territory is not None:
            by_year.setdefault((None, year), []).append(where)
        if year is not None:
            by_territory.setdefault((territory, None), []).append(where)
    # All years of a territory, or of everything; all territories of a year, or of everything.
    return [*by_territory.items(), *by_year.items()]


def _smallest(places: Iterable[Where], people: People) -> Where:
    return min(places, key=lambda where: (people[where], str(where)))


def _with_it(whole: Where, parts: list[Where], hidden: set[Where], people: People, least: int) -> set[Where]:
    """What must be left out besides, so that what is left out of this line cannot be computed."""
    gone = [where for where in parts if where in hidden]
    if not gone or (len(gone) > 1 and max(people[where] for where in gone) >= least):
        return set()
    rest = [where for where in parts if where not in hidden]
    if rest:
        return {_smallest(rest, people)}
    # Nothing of it is shown part by part: the whole is as large as it was; one part alone is the whole itself.
    return {whole} if len(gone) == 1 and whole != ALL else set()


# What follows from several lines together


@dataclass
class _Equation:
    """What cells that are left out add up to, and the wholes that it was computed from, each with its factor."""

    cells: dict[Where, int]
    wholes: dict[Where, int] = field(default_factory=dict)

    def less(self, other: _Equation, times: int) -> None:
        for mine, theirs in ((self.cells, other.cells), (self.wholes, other.wholes)):
            for where, factor in theirs.items():
                if left := (mine.get(where, 0) - times * factor) % PRIME:
                    mine[where] = left
                else:
                    mine.pop(where, None)

    def scale(self, factor: int) -> None:
        for mine in (self.cells, self.wholes):
            for where in mine:
                mine[where] = mine[where] * factor % PRIME


Solved = dict[Where, _Equation]


def _holds(whole: Where, cell: Where) -> bool:
    return whole[0] in (None, cell[0]) and whole[1] in (None, cell[1])


def _telltale(people: People, lines: Sequence[Line], hidden: set[Where], least: int) -> Where | None:
    """The smallest place that is shown among those that tell, together, a figure of too few people."""
    wholes = {whole for whole, _parts in lines}
    cells = [where for where in people if where not in wholes]
    unknown = [where for where in cells if where in hidden]
    solved = _solve([_Equation(_sum(whole, unknown), {whole: 1}) for whole in wholes - hidden])
    told = [one for one in solved.values() if sum(people[cell] for cell in one.cells) < least]
    for whole in wholes & hidden if not told else ():
        equation = _Equation(_sum(whole, unknown))
        # A whole that is too small has small cells only, none of them shown.
        if people[whole] < least and not _reduce(equation, solved).cells:
            told.append(equation)
    if not told:
        return None
    used = told[0].wholes
    shown = [cell for cell in cells if cell not in hidden]
    parts = [cell for cell in shown if sum(factor for whole, factor in used.items() if _holds(whole, cell)) % PRIME]
    return _smallest([*parts, *(whole for whole in used if whole != ALL)] or [ALL], people)


def _sum(whole: Where, cells: Iterable[Where]) -> dict[Where, int]:
    return {cell: 1 for cell in cells if _holds(whole, cell)}


def _solve(equations: Iterable[_Equation]) -> Solved:
    """By cell, the equation in which it occurs and no other cell of these; what can be computed alone, is alone."""
    solved: Solved = {}
    for equation in sorted(equations, key=lambda one: (len(one.cells), str(one.wholes))):
        if not _reduce(equation, solved).cells:
            continue
        pivot = min(equation.cells, key=str)
        equation.scale(pow(equation.cells[pivot], -1, PRIME))
        for other in solved.values():
            if times := other.cells.get(pivot):
                other.less(equation, times)
        solved[pivot] = equation
    return solved


def _reduce(equation: _Equation, solved: Solved) -> _Equation:
    for cell in [cell for cell in equation.cells if cell in solved]:
        equation.less(solved[cell], equation.cells[cell])
    return equation

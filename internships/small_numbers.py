"""Which figures may be published without telling who said what (E21): by territory, by year, and both.

A figure of fewer people than `LEAST` is not shown. Nor is one from which such a figure could be computed: where a
whole and all of its parts but one are shown, the last part is a subtraction away. So what is left out of a line is
never one part alone, and always holds at least one part that is large enough.
"""

from __future__ import annotations

from collections.abc import Mapping

# Fewer people than that would tell who said what.
LEAST = 3

# Territory and year of a figure; None: all of them.
Where = tuple[int | None, int | None]
ALL: Where = (None, None)


def publishable(people: Mapping[Where, int], *, least: int = LEAST) -> set[Where]:
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
    return set(people) - hidden


def _lines(people: Mapping[Where, int]) -> list[tuple[Where, list[Where]]]:
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


def _with_it(
    whole: Where, parts: list[Where], hidden: set[Where], people: Mapping[Where, int], least: int
) -> set[Where]:
    """What must be left out besides, so that what is left out of this line cannot be computed."""
    gone = [where for where in parts if where in hidden]
    if not gone or (len(gone) > 1 and max(people[where] for where in gone) >= least):
        return set()
    rest = [where for where in parts if where not in hidden]
    if rest:
        return {min(rest, key=lambda where: (people[where], str(where)))}
    # Nothing of it is shown part by part: the whole is as large as it was; one part alone is the whole itself.
    return {whole} if len(gone) == 1 and whole != ALL else set()

"""Rings of reciprocal immersions: time, people served, bound and gap; our whole time beside the solver's own.

Made-up pools of 100, 1,000 and 5,000 people with wishes, rings of at most 2, 3 and 4 structures, thirty seconds each
as in the product. Where solving takes a second or more, the whole is to take at most half as long again as the solver.
"""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks import ring_pools
from benchmarks.report import Figure

NAME = "rings"
PEOPLE = (100, 1_000, 5_000)
SIZES = (2, 3, 4)
SECONDS = 30.0
GOAL_RATIO = 1.5


def run(*, full: bool) -> Iterable[Figure]:
    from exchanges.rings.model import Effort
    from exchanges.rings.solver import solve

    # The solver is loaded once per worker, not per search.
    solve(ring_pools.pool(20, size=2), Effort(5))
    for people in PEOPLE:
        for size in SIZES:
            solution = solve(ring_pools.pool(people, size=size), Effort(SECONDS))
            words = f"{people:,} people, rings of at most {size}".replace(",", " ")
            gap = f"bound {solution.bound}, gap {100 * solution.gap / max(solution.bound, 1):.1f} %"
            note = "proven optimal" if solution.proven else gap
            yield Figure(f"{words}: served", solution.served, unit="", note=note)
            yield Figure(f"{words}: seconds", solution.seconds, unit="s", floor=solution.solver_seconds)
            ratio = solution.seconds / max(solution.solver_seconds, 1e-9)
            if solution.solver_seconds >= 1:
                yield Figure(f"{words}: our time ÷ the solver's", ratio, unit="×", goal=GOAL_RATIO)

"""The cycle formulation, as in kidney exchange, as an integer program.

How many times each cycle of structures is gone round is one number; who fills its arcs, and with which seats, is
decided beside it. So the rings of interchangeable people are counted rather than told apart:

    for each arc       people sent along it = cycles that pass there
    for each person    at most one leg          for each opening   at most its seats
    the most people    then, of these, the most across sectors, then the wishes that waited longest
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exchanges.rings.cycles import Arc, Cycle, arcs_of
from exchanges.rings.pool import Pool

# A participant and an opening, by their places in the pool.
Pair = tuple[int, int]
Legs = Mapping[Arc, Sequence[Pair]]
Rounds = tuple[tuple[Cycle, int], ...]
# Waiting counts up to two years.
LONGEST_WAIT = 730
# An integer program is solved within this; a bound so close above a whole number is that number.
CLOSE = 1e-6


class Impossible(Exception):
    """What was fixed cannot stand together: no rings hold all of these legs."""


class OutOfTime(Exception):
    """No rings were found that hold what was fixed; there may be some."""


@dataclass(frozen=True)
class Effort:
    """How long to search, and which chance to follow: the same seed gives the same rings, unless time runs out."""

    seconds: float = 30.0
    seed: int = 1


@dataclass(frozen=True)
class Found:
    """The pairs chosen and how often each cycle is gone round. `possible`: whether what is fixed can stand at all."""

    pairs: tuple[Pair, ...] = ()
    rounds: Rounds = ()
    bound: int = 0
    ranked: bool = False
    possible: bool = True

    @property
    def served(self) -> int:
        return len(self.pairs)

    @property
    def proven(self) -> bool:
        return self.served == self.bound


def size(legs: Legs, cycles: Collection[Cycle]) -> int:
    """How many unknowns the program would have."""
    return len(cycles) + sum(len(legs[arc]) for arc in {arc for cycle in cycles for arc in arcs_of(cycle)})


class Model:
    """A part of the pool with its cycles. `seats`: what is left of each opening, where that is less than it offers."""

    def __init__(
        self,
        pool: Pool,
        legs: Legs,
        cycles: Sequence[Cycle],
        *,
        seats: Mapping[int, int] | None = None,
        whole: bool = True,
    ) -> None:
        from ortools.linear_solver import pywraplp

        self.api, self.pool, self.cycles = pywraplp, pool, cycles
        self.solver = pywraplp.Solver.CreateSolver("SCIP" if whole else "GLOP")
        self.seats = seats or {}
        # The solver's own seconds.
        self.spent = 0.0
        self.pairs: list[Pair] = []
        self.goes: list[Any] = []
        self._count_cycles(legs, whole)
        self._respect()

    def _count_cycles(self, legs: Legs, whole: bool) -> None:
        """As many people go along an arc as cycles pass there."""
        through: dict[Arc, list[int]] = defaultdict(list)
        for number, cycle in enumerate(self.cycles):
            for arc in arcs_of(cycle):
                through[arc].append(number)
        solver, most = self.solver, len(self.pool.participants)
        self.rounds = [solver.Var(0, most, whole, "") for _cycle in self.cycles]
        for arc, numbers in through.items():
            balance = solver.Constraint(0, 0)
            for number in numbers:
                balance.SetCoefficient(self.rounds[number], -1)
            for pair in legs[arc]:
                goes = solver.Var(0, 1, whole, "")
                balance.SetCoefficient(goes, 1)
                self.pairs.append(pair)
                self.goes.append(goes)

    def _respect(self) -> None:
        """Nobody goes twice, no seat is taken twice."""
        of_person: dict[int, list[Any]] = defaultdict(list)
        of_opening: dict[int, list[Any]] = defaultdict(list)
        for (participant, opening), goes in zip(self.pairs, self.goes, strict=True):
            of_person[self.pool.participants[participant].person].append(goes)
            of_opening[opening].append(goes)
        for several in of_person.values():
            self._at_most(several, 1)
        for opening, several in of_opening.items():
            self._at_most(several, self.seats.get(opening, self.pool.openings[opening].seats))

    def _at_most(self, several: Sequence[Any], most: int) -> None:
        if len(several) > most:
            limit = self.solver.Constraint(0, most)
            for one in several:
                limit.SetCoefficient(one, 1)

    def fix(self, pair: Pair) -> None:
        """Keeps the pair: what does not hold it is not looked at."""
        self.goes[self.pairs.index(pair)].SetLb(1)

    def bound(self, seconds: float) -> int | None:
        """Of a program without `whole`: nobody can serve more. None where the time did not suffice."""
        status = self._search([1] * len(self.goes), seconds)
        return int(self.solver.Objective().Value() + CLOSE) if status == self.api.Solver.OPTIMAL else None

    def solve(self, seconds: float, *, rank: bool = True) -> Found:
        """The most people first; what time is left goes into which of the equally good rings are the best."""
        began = time.perf_counter()
        status = self._search([1] * len(self.goes), seconds)
        if status not in (self.api.Solver.OPTIMAL, self.api.Solver.FEASIBLE):
            possible = status != self.api.Solver.INFEASIBLE
            return Found(bound=len(self.goes), possible=possible)
        values, bound, ranked = self._values(), self._bound(status), False
        served = sum(values[0])
        left = seconds - (time.perf_counter() - began)
        if rank and served == bound and left > 0:
            values, ranked = self._rank(values, left)
        pairs = tuple(pair for pair, value in zip(self.pairs, values[0], strict=True) if value)
        rounds = tuple((cycle, value) for cycle, value in zip(self.cycles, values[1], strict=True) if value)
        return Found(pairs, rounds, bound, ranked)

    def _bound(self, status: int) -> int:
        objective = self.solver.Objective()
        value = objective.Value() if status == self.api.Solver.OPTIMAL else objective.BestBound()
        return int(min(value, len(self.goes)) + CLOSE)

    def _rank(self, values: Any, seconds: float) -> tuple[Any, bool]:
        """Among those that serve as many: the most across sectors, then the longest waits."""
        served = sum(values[0])
        exactly = self.solver.Constraint(served, served)
        for goes in self.goes:
            exactly.SetCoefficient(goes, 1)
        self.solver.SetHint([*self.goes, *self.rounds], [*values[0], *values[1]])
        status = self._search([self.merit(pair, served) for pair in self.pairs], seconds)
        if status not in (self.api.Solver.OPTIMAL, self.api.Solver.FEASIBLE):
            return values, False
        return self._values(), status == self.api.Solver.OPTIMAL

    def merit(self, pair: Pair, served: int) -> int:
        """One leg across sectors outweighs all waits together."""
        participant = self.pool.participants[pair[0]]
        crosses = self.pool.crosses(participant.structure, self.pool.openings[pair[1]].structure)
        return crosses * (LONGEST_WAIT * served + 1) + min(participant.waiting, LONGEST_WAIT)

    def _search(self, worth: Sequence[int], seconds: float) -> int:
        objective = self.solver.Objective()
        for goes, value in zip(self.goes, worth, strict=True):
            objective.SetCoefficient(goes, value)
        objective.SetMaximization()
        self.solver.set_time_limit(max(50, int(seconds * 1000)))
        precise = self.api.MPSolverParameters()
        precise.SetDoubleParam(self.api.MPSolverParameters.RELATIVE_MIP_GAP, 0.0)
        began = time.perf_counter()
        status = int(self.solver.Solve(precise))
        self.spent += time.perf_counter() - began
        return status

    def _values(self) -> tuple[list[int], list[int]]:
        return [round(one.solution_value()) for one in self.goes], [round(one.solution_value()) for one in self.rounds]

"""How a bench tells what it measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line: what was measured, in which unit, beside its floor and its goal where there are any."""

    what: str
    value: float
    unit: str = "ms"
    floor: float | None = None
    goal: float | None = None
    note: str = ""
    digits: int = 1
    # A goal from below: the value is to be at least so much.
    least: float | None = None

    @property
    def met(self) -> bool:
        return (self.goal is None or self.value <= self.goal) and (self.least is None or self.value >= self.least)

    def line(self) -> str:
        parts = [f"{self.what:<62}{self.value:>10.{self.digits}f} {self.unit:<4}"]
        if self.floor is not None:
            ratio = self.value / self.floor if self.floor else 0
            parts.append(f"floor {self.floor:>8.1f}  × {ratio:<5.1f}")
        if self.goal is not None:
            parts.append(f"goal {self.goal:>7.1f}  {'met' if self.met else 'MISSED'}")
        if self.least is not None:
            parts.append(f"at least {self.least:g}  {'met' if self.met else 'MISSED'}")
        return "  ".join([*parts, self.note]).rstrip()


def quantile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` of them lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(samples: Sequence[float]) -> float:
    return statistics.median(samples)

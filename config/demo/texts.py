"""Reads the texts of the demonstration, and finds what they name by code."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any

from hosts.models import Diploma, Level, Occupation, Position, Sector

HERE = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def rich_hosts() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((HERE / "hosts").glob("*.toml"))]


class Codes:
    """The lists of reference by their codes. A code that does not exist is a KeyError."""

    @cached_property
    def sectors(self) -> dict[str, int]:
        return dict(Sector.objects.values_list("code", "pk"))

    @cached_property
    def occupations(self) -> dict[str, int]:
        return dict(Occupation.objects.values_list("code", "pk"))

    @cached_property
    def levels(self) -> dict[str, int]:
        return dict(Level.objects.values_list("code", "pk"))

    @cached_property
    def positions(self) -> dict[str, int]:
        return dict(Position.objects.values_list("code", "pk"))

    @cached_property
    def diplomas(self) -> dict[str, int]:
        return dict(Diploma.objects.values_list("code", "pk"))

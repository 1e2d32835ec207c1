"""Two column types of PostgreSQL that Django does not name: a point on a plane, and several ranges of days."""

from __future__ import annotations

from typing import Any

from django.db import models


class PlanePointField(models.Field):  # type: ignore[type-arg]
    """A core `point`: here the Mercator metres of a site. Read and written in SQL only (nearest-neighbour index)."""

    description = "Point on a plane"

    def db_type(self, connection: Any) -> str:
        return "point"


class DateMultiRangeField(models.Field):  # type: ignore[type-arg]
    """Several ranges of days in one value, so that « overlaps » asks them all at once. Written in SQL."""

    description = "Ranges of days"

    def db_type(self, connection: Any) -> str:
        return "datemultirange"

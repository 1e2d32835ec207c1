"""Loads the invented world, once; on a later start brings its dates up to date.

Whether it is there, and for which week its dates count, stands in the trace as `demo.loaded` and `demo.moved`.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, Organisation, Territory, User
from config.demo import (
    ageing,
    crowd,
    exchanges,
    goals,
    guests,
    impact,
    library,
    people,
    practices,
    returns,
    sheets,
    stages,
    stays,
    stories,
    waiting,
)
from config.demo.dates import this_monday
from config.demo.exchanges import culture, rings, swaps
from exchanges.models import Structure
from hosts.models import HostInstitution

LOADED, MOVED = "demo.loaded", "demo.moved"


class World:
    """What was made so far, by the keys that the texts use."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.territories: dict[str, Territory] = {}
        self.organisations: dict[str, Organisation] = {}
        self.hosts: dict[str, HostInstitution] = {}
        self.people: dict[str, User] = {}
        # Of the space of exchanges: its structures, and what its professionals do.
        self.structures: dict[str, Structure] = {}
        self.posts: dict[str, str] = {}

    def territory(self, key: str) -> Territory | None:
        return self.territories.get(key)


def load() -> str:
    """Loads or refreshes the world; returns a sentence that says which."""
    today = timezone.localdate()
    entry = AuditEntry.objects.filter(action=LOADED).order_by("-pk").first()
    if entry is None and User.objects.exists():
        return "this database holds people of its own: the demonstration is not loaded"
    if entry is None:
        with transaction.atomic():
            make(today)
        return "the demonstration is loaded"
    weeks = ageing.weeks_late(_anchor(entry), today)
    if not weeks:
        return "the demonstration is there already"
    with transaction.atomic():
        ageing.move(weeks, before=entry.at)
        audit.record(action=MOVED, actor=None, data={"monday": this_monday(today).isoformat(), "weeks": weeks})
    return f"the demonstration is there already; its dates were moved by {weeks} weeks"


def make(today: datetime.date) -> World:
    """Everything, in the order in which one thing needs another."""
    world = World(today)
    people.make_organisations(world)
    people.make_people(world)
    sheets.make(world)
    people.seat(world)
    practices.make(world)
    crowd.make(world)
    guests.make(world)
    waiting.make(world)
    stages.make(world)
    goals.make(world)
    stays.make(world)
    returns.make(world)
    library.make(world)
    stories.make(world)
    impact.make(world)
    exchanges.make(world)
    culture.make(world)
    swaps.make(world)
    rings.make(world)
    audit.record(action=LOADED, actor=None, data={"monday": this_monday(today).isoformat()})
    return world


def _anchor(loaded: AuditEntry) -> datetime.date:
    """The Monday that the dates count from now."""
    moved = AuditEntry.objects.filter(action=MOVED, pk__gt=loaded.pk).order_by("-pk").first()
    data: dict[str, Any] = (moved or loaded).data
    return datetime.date.fromisoformat(data["monday"])

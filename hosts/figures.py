"""Figures about hosts that only a higher app knows; it registers, pages show them once there is something to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ReplyRate:
    """Share of requests answered, in percent, of how many requests, and the usual number of days."""

    percent: int
    requests: int
    days: int | None = None


@dataclass(frozen=True)
class HostRecord:
    """What a host has done so far: how it answers, None while there is no data, and how many trainees it hosted."""

    reply_rate: ReplyRate | None = None
    trainees: int = 0


# Host ids → their records, in one query; hosts about which nothing is known may be left out.
Records = Callable[[Sequence[int]], dict[int, HostRecord]]
_providers: list[Records] = []


def register(provider: Records) -> Records:
    """One provider: the last one counts."""
    _providers[:] = [provider]
    return provider


def records(institution_ids: Sequence[int]) -> dict[int, HostRecord]:
    return _providers[0](institution_ids) if _providers else {}


def record(institution_id: int) -> HostRecord:
    """The host's record; an empty one while nothing is known."""
    return records([institution_id]).get(institution_id, HostRecord())


def reply_rates(institution_ids: Sequence[int]) -> dict[int, ReplyRate]:
    """The reply rates of hosts that were asked."""
    return {key: one.reply_rate for key, one in records(institution_ids).items() if one.reply_rate}


def reply_rate(institution_id: int) -> ReplyRate | None:
    """The host's reply rate, or None while there is no data."""
    return record(institution_id).reply_rate

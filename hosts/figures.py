"""Figures about hosts that only higher apps know; they register, pages show them once there is something to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ReplyRate:
    """Share of requests answered, in percent, of how many requests, and the usual number of days."""

    percent: int
    requests: int
    days: int | None = None


ReplyRates = Callable[[Sequence[int]], dict[int, ReplyRate]]
TraineesHosted = Callable[[Sequence[int]], dict[int, int]]
_reply_rates: list[ReplyRates] = []
_trainees: list[TraineesHosted] = []


def register_reply_rates(provider: ReplyRates) -> ReplyRates:
    """Host ids → their reply rate; hosts that nobody asked yet are left out. One provider: the last one counts."""
    _reply_rates[:] = [provider]
    return provider


def register_trainees_hosted(provider: TraineesHosted) -> TraineesHosted:
    """Host ids → how many trainees they have hosted; figures of several apps add up."""
    if provider not in _trainees:
        _trainees.append(provider)
    return provider


def reply_rates(institution_ids: Sequence[int]) -> dict[int, ReplyRate]:
    """The reply rates of hosts that were asked."""
    return {key: rate for provider in _reply_rates for key, rate in provider(institution_ids).items()}


def reply_rate(institution_id: int) -> ReplyRate | None:
    """The host's reply rate, or None while there is no data."""
    return reply_rates([institution_id]).get(institution_id)


def trainees_hosted(institution_id: int) -> int:
    """How many trainees the host has hosted; zero while nothing counts them."""
    return sum(provider([institution_id]).get(institution_id, 0) for provider in _trainees)

"""Celery's entries into this app: each calls one service."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="internships.close_overdue")
def close_overdue() -> None:
    """Applications that nobody answered or confirmed in time."""
    from internships.services import applications

    applications.expire_due()


@shared_task(name="internships.open_evaluations")
def open_evaluations() -> None:
    """Evaluations of placements that end soon or ended lately, and the follow-ups of those that are over."""
    from internships.services import evaluations, follow_ups

    evaluations.open_due()
    follow_ups.prepare()


@shared_task(name="internships.count_impact")
def count_impact() -> None:
    """What placements changed, for the pages that show it where counting takes long."""
    from internships.selectors import impact

    impact.refresh()

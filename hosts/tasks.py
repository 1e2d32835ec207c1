"""Celery's entries into this app: each calls one service."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="hosts.count_search")
def count_search() -> None:
    """Visitors never wait for the counts of the whole index."""
    from hosts.selectors.search.results import count_everything

    count_everything()


@shared_task(name="hosts.tidy_search")
def tidy_search() -> None:
    """Past offers leave the index, and the word table forgets what nobody says any more."""
    from hosts.services import indexing, words

    indexing.drop_past()
    words.recount()


@shared_task(name="hosts.send_search_alerts")
def send_search_alerts() -> None:
    from hosts.services import alerts

    alerts.send_due()

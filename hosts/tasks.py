"""Celery's entries into this app: each calls one service."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="hosts.count_search")
def count_search() -> None:
    """Visitors never wait for the counts of the whole index."""
    from hosts.selectors.search.results import whole_counts

    whole_counts(fresh=True)


@shared_task(name="hosts.tidy_search")
def tidy_search() -> None:
    """Past offers leave the index, and the word table forgets what nobody says any more."""
    from hosts.services import indexing, words

    indexing.drop_past()
    words.recount()

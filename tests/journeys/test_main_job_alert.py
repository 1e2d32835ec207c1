"""A saved search sends its alert when something new appears, and stops by one press (must show 2, §4, §7.8)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from django.utils import timezone

from hosts.models import SavedSearch
from hosts.services import alerts
from hosts.services.indexing import reindex_institutions
from tests import factories
from tests.journeys.conftest import Mode, Walk

_numbers = count(1)


def check_now(search: SavedSearch) -> None:
    """As if the hour of the next alert had come."""
    SavedSearch.objects.filter(pk=search.pk).update(next_check_at=timezone.now() - datetime.timedelta(minutes=1))
    alerts.send_due()


def test_a_saved_search_sends_its_alert(walk: Walk, letters: Callable[[str], list[Any]], mode: Mode) -> None:
    word = f"vannerie{next(_numbers)}"
    trainee = factories.user(is_trainee=True, language=mode.language)
    with walk(mode, trainee) as someone:
        someone.go(f"/recherche/?q={word}")
        someone.press("Keep this search")
        someone.fill("name", "Autour de l’osier")
        someone.press("Keep this search")
        search = SavedSearch.objects.get(user=trainee)
    check_now(search)
    assert not letters(str(trainee.email)), "nothing new: nothing is sent"
    host = factories.host(slug=f"vannerie-{mode}")
    factories.offer(host, title=f"Atelier de {word}")
    reindex_institutions([host.pk])
    check_now(search)
    letter = letters(str(trainee.email))[-1]
    assert word in letter.body
    check_now(search)
    assert len(letters(str(trainee.email))) == 1, "never twice"
    stop = re.search(r"<(https?://[^>]+)>", letter.extra_headers["List-Unsubscribe"])
    assert stop
    with walk(mode) as reader:
        reader.page.goto(stop[1])
        reader.settle()
        search.refresh_from_db()
        assert search.frequency != "never", "opening a link changes nothing: mail scanners open links"
        with reader.leaving():
            reader.page.locator("main form button").first.click()
        search.refresh_from_db()
        assert search.frequency == "never"

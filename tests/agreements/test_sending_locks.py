"""The document says what the placement says: both are held while it is frozen (§3, locks)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from accounts.errors import Refused
from accounts.locking import Busy
from agreements.services import versions
from internships.services import locks
from tests.agreements.signing_world import SigningWorld


@pytest.mark.django_db(transaction=True)
def test_a_version_begins_only_when_nobody_changes_the_placement() -> None:
    """Dates that are being changed are waited for, so that no snapshot holds the old ones beside a new placement."""
    world = SigningWorld()
    raised: list[BaseException] = []

    def begin() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            versions.begin(agreement_id=world.agreement.pk, actor=None)
        except BaseException as problem:
            raised.append(problem)
        finally:
            connection.close()

    with transaction.atomic():
        locks.placement(world.placement.pk)
        thread = threading.Thread(target=begin)
        thread.start()
        thread.join()
    assert [type(one) for one in raised] == [Busy]
    raised.clear()
    thread = threading.Thread(target=begin)
    thread.start()
    thread.join()
    # With nobody in the way it goes on, and finds that this network has no text yet.
    assert [type(one) for one in raised] == [Refused]

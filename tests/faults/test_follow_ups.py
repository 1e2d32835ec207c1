"""Faults around what is asked after a placement: each due evaluation and follow-up goes once (E11, E15)."""

from __future__ import annotations

import json
import sys
from collections import Counter

from tests.faults.farm import Farm, eventually

MAKE = """
import itertools, json
from tests import factories
factories._numbers = itertools.count(50_000)
from internships.models import FollowUp
from tests.internships.evaluating import Stay
stay = Stay(ended=40, objectives=0)
old = Stay(ended=366 + 40, objectives=0, grids=False)
old.placement.supervisors.update(email="old.tutor@example.org")
stay.placement.supervisors.update(email="late.tutor@example.org")
asked = [stay.trainee.email, stay.boss.email, "late.tutor@example.org"]
print(json.dumps({"asked": asked, "later": old.trainee.email}))
"""
CALL = ["-m", "celery", "-A", "config.celery", "call", "messaging.send_due_reminders"]


def test_beat_down_for_forty_days_after_the_end(farm: Farm) -> None:
    """Fault: beat down 40 days: nothing was opened nor asked; then each side is asked once, two workers at once."""
    made = json.loads(farm.manage("shell", "--no-imports", "-c", MAKE).stdout.splitlines()[-1])
    everybody = {*made["asked"], made["later"]}

    def told() -> Counter[str]:
        kinds = ["internships.evaluation_asked", "internships.follow_up_asked"]
        rows = farm.sql('SELECT "to" FROM messaging_emaildelivery WHERE kind = ANY(%s)', kinds)
        return Counter(address for (address,) in rows if address in everybody)

    assert not farm.sql("SELECT 1 FROM internships_evaluation")
    farm.worker("worker")
    farm.worker("other")
    for _scheduler in range(2):
        farm.run(sys.executable, *CALL)
    eventually(lambda: set(told()) == everybody)
    farm.beat()
    farm.run(sys.executable, *CALL)
    eventually(lambda: farm.log("beat").count(b"drain the outbox") >= 2)
    eventually(lambda: everybody <= {to for to, _number in farm.post.taken})
    assert set(told().values()) == {1}
    assert Counter(to for to, _number in farm.post.taken if to in everybody) == Counter(dict.fromkeys(everybody, 1))
    ((rows,),) = farm.sql("SELECT count(*) FROM messaging_reminder WHERE kind LIKE 'internships.evaluation'")
    assert rows >= 3

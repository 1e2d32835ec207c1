"""The school's board: its own people see names; who oversees a territory sees figures."""

from __future__ import annotations

from typing import Any

from agreements.models import BulkJob
from tests.matrix import Row, World

SCHOOLS = {"*": 403, "teacher": 200, "other_school": 200}
# The job is the first school's.
OWN = {"*": 403, "teacher": 200, "other_school": 404}
MODERATORS = {"*": 403, "animator": 200, "admin": 200}


def then(cells: dict[str, int], status: int) -> dict[str, int]:
    return {role: status if cell == 200 else cell for role, cell in cells.items()}


def job(world: World) -> dict[str, Any]:
    made, _new = BulkJob.objects.get_or_create(organisation=world.school, cohort=world.cohort)
    return {"pk": made.pk}


MATRIX = {
    "agreements:board": Row(get=SCHOOLS, redirect_login=True),
    "agreements:board_remind": Row(post=then(SCHOOLS, 302), redirect_login=True),
    "agreements:bulk_jobs": Row(get=SCHOOLS, redirect_login=True),
    "agreements:bulk_start": Row(post=then(SCHOOLS, 302), redirect_login=True),
    "agreements:bulk": Row(kwargs=job, get=OWN, redirect_login=True),
    "agreements:bulk_resume": Row(kwargs=job, post=then(OWN, 302), redirect_login=True),
    "agreements:board_territory": Row(get=MODERATORS, redirect_login=True),
}

"""Who may do what with imports and places."""

from __future__ import annotations

from typing import Any

from hosts.enums import ImportState
from hosts.models import ImportBatch
from hosts.services.imports import batches
from tests.hosts.registers import file, finess, table
from tests.matrix import Row, World

ONLY_ADMIN = {"*": 403, "admin": 200}
# After a POST the administrator is led on.
ADMIN_POSTS = {"*": 403, "admin": 302}


def batch(world: World, *, checked: bool = False) -> dict[str, Any]:
    """An import of the network, with one line in it."""
    made = batches.take(upload=file(table([finess()])), organisation=world.network, actor=world.users["admin"])
    if checked:
        ImportBatch.objects.filter(pk=made.pk).update(
            state=ImportState.CHECKED, counts={"read": 1, "error": 1, "created": 0}
        )
    return {"pk": made.pk}


def checked(world: World) -> dict[str, Any]:
    return batch(world, checked=True)


MATRIX = {
    "hosts:place_suggest": Row(query={"q": "ren"}, get={"*": 200}),
    "hosts:imports": Row(get=ONLY_ADMIN, redirect_login=True),
    "hosts:import_new": Row(get=ONLY_ADMIN, post={"*": 403, "admin": 422}, redirect_login=True),
    "hosts:import_template": Row(get=ONLY_ADMIN, redirect_login=True),
    "hosts:import_columns": Row(kwargs=batch, get=ONLY_ADMIN, post={"*": 403, "admin": 422}, redirect_login=True),
    "hosts:import_detail": Row(kwargs=checked, get=ONLY_ADMIN, redirect_login=True),
    "hosts:import_rows": Row(kwargs=checked, get=ONLY_ADMIN, redirect_login=True),
    "hosts:import_start": Row(kwargs=checked, post=ADMIN_POSTS, redirect_login=True),
    "hosts:import_cancel": Row(kwargs=checked, post=ADMIN_POSTS, redirect_login=True),
}

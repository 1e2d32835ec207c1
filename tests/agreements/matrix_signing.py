"""Who may do what with signatures."""

from __future__ import annotations

from agreements.models import Agreement
from tests.agreements.signing_world import ready
from tests.matrix import Row, World


def agreement(world: World) -> Agreement:
    """The trainee's agreement, being signed."""
    known = world.placement.agreements.first()
    if known is None:
        known = Agreement.objects.create(number="2027-M1", code="matrice", placement=world.placement)
        ready(known)
    return known


PARTIES = {"*": 404, "trainee": 200, "host": 200, "hr": 200, "teacher": 200}

MATRIX = {
    "agreements:signatures": Row(kwargs=lambda w: {"pk": agreement(w).pk}, get=PARTIES, redirect_login=True),
    "agreements:document": Row(kwargs=lambda w: {"pk": agreement(w).pk}, get=PARTIES, redirect_login=True),
    "agreements:link_document": Row(kwargs={"pk": 1}, get={"*": 403}),
}

"""« Pour vous »: everybody signed in ranks for themselves; there is nothing of anybody else's to see."""

from __future__ import annotations

from typing import Any

from tests import factories
from tests.matrix import Row, World


def with_objectives(world: World) -> dict[str, Any]:
    """Everybody has an objective, so that the whole page is counted."""
    for user in world.users.values():
        if not user.objectives.exists():
            factories.objective(user)
    return {}


MATRIX = {
    "internships:for_you": Row(query=with_objectives, get={"*": 200}, redirect_login=True),
    "internships:wishes": Row(get={"*": 200}, post={"*": 302}, data={"radius": "30"}, redirect_login=True),
    "internships:weights": Row(post={"*": 302}, data={"defaults": "1"}, redirect_login=True),
}

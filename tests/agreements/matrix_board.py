"""The school's board: its own people see names; who oversees a territory sees figures."""

from __future__ import annotations

from tests.matrix import Row

SCHOOLS = {"*": 403, "teacher": 200, "other_school": 200}
MODERATORS = {"*": 403, "animator": 200, "admin": 200}


def then(cells: dict[str, int], status: int) -> dict[str, int]:
    return {role: status if cell == 200 else cell for role, cell in cells.items()}


MATRIX = {
    "agreements:board": Row(get=SCHOOLS, redirect_login=True),
    "agreements:board_remind": Row(post=then(SCHOOLS, 302), redirect_login=True),
    "agreements:board_territory": Row(get=MODERATORS, redirect_login=True),
}

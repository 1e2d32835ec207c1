"""Who may do what with imports and places."""

from __future__ import annotations

from tests.matrix import Row

MATRIX = {
    "hosts:place_suggest": Row(query={"q": "ren"}, get={"*": 200}),
}

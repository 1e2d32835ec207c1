"""Who reads figures and lists of evaluations."""

from __future__ import annotations

from tests.matrix import Row

MATRIX = {
    "internships:impact": Row(get={"*": 200}),
}

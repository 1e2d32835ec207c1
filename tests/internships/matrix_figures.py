"""Who reads figures and lists of evaluations."""

from __future__ import annotations

from tests.matrix import Row

SCHOOLS = {"teacher": 200, "other_school": 200, "*": 403}
OVERSEERS = {"animator": 200, "admin": 200, "local_admin": 200, "*": 403}

MATRIX = {
    "internships:impact": Row(get={"*": 200}),
    "internships:evaluations": Row(get=SCHOOLS, redirect_login=True),
    "internships:evaluations_overseen": Row(get=OVERSEERS, redirect_login=True),
}

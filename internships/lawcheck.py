"""What the law says about a placement: findings, each with its rule, shown with its article.

Only the checks of the regime that the kind names are run (scope comes first), with the rules of the regime's country,
each of the day that the law names. `register` adds checks, for one regime or, with EVERYONE, for all of them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator

from accounts.errors import Refused
from internships.lawcases import Case, Finding
from internships.models import Placement
from law.rules import LegalRuleMissing

__all__ = ["EVERYONE", "Case", "Finding", "LawRefused", "blocking", "findings", "register", "require"]

Check = Callable[[Case], Iterable[Finding]]
# Checks that hold whatever the regime, such as those about the age of whoever is there.
EVERYONE = "*"
_checks: dict[str, list[Check]] = {}


class LawRefused(Refused):
    """A rule of law stops this. `findings` carry the articles; the words name the first one."""

    def __init__(self, found: list[Finding]) -> None:
        self.findings = found
        super().__init__(found[0].with_article)


def register(check: Check, *, regime: str = EVERYONE) -> Check:
    """Adds a check to a regime (by its code); it takes a Case and yields Findings."""
    known = _checks.setdefault(regime, [])
    if check not in known:
        known.append(check)
    return check


def findings(
    placement: Placement, *, signed_on: datetime.date | None = None, case: Case | None = None
) -> list[Finding]:
    """Everything the law has to say about a placement, what stops it first.

    `signed_on` is the day its agreement is signed, which decides about the stipend: today while it is not. `case`
    spares a page that has one from reading again. A number of queries that does not grow with the placements around.
    """
    case = case or Case(placement, signed_on)
    found = [one for check in _of(case) for one in _run(check, case)]
    order = {"block": 0, "warn": 1, "inform": 2}
    return sorted(found, key=lambda one: order.get(one.effect, 3))


def blocking(placement: Placement, *, signed_on: datetime.date | None = None) -> list[Finding]:
    """Only what stops it."""
    return [one for one in findings(placement, signed_on=signed_on) if one.blocking]


def require(placement: Placement, *, codes: Iterable[str] = (), signed_on: datetime.date | None = None) -> None:
    """Raises LawRefused, a Refused whose words name the article, when something stops the placement.

    `codes`: only these findings count; all of them by default.
    """
    wanted = set(codes)
    found = [one for one in blocking(placement, signed_on=signed_on) if not wanted or one.code in wanted]
    if found:
        raise LawRefused(found)


def _of(case: Case) -> list[Check]:
    return [*_checks.get(case.regime.code, []), *_checks.get(EVERYONE, [])]


def _run(check: Check, case: Case) -> Iterator[Finding]:
    try:
        yield from check(case)
    except LegalRuleMissing as missing:
        yield Finding(code="rule-missing", effect="inform", sentence=str(missing))

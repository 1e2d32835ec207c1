"""Who may still change their own date of birth; apps above say what has come to depend on it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User

FIXED = _(
    "It counts in your applications and placements now: ask your school to correct it, or those who run the site if "
    "no school follows you."
)

Rule = Callable[[User], bool]
_rules: list[Rule] = []


def register(rule: Rule) -> Rule:
    """`rule(user)` says whether something depends on the date of birth of this person."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def is_fixed(user: User) -> bool:
    """Whether the date is known, and something stands on it: the person alone does not change it any more."""
    return user.birth_date is not None and any(rule(user) for rule in _rules)

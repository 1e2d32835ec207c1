"""A trainee's wishes as data of people: given out, erased."""

from __future__ import annotations

from accounts.models import User
from internships.models import TraineeWishes

NAMES = ("radius", "first", "last", "share", "sectors", "occupations", "languages", "access", "weights", "updated_at")


def export_wishes(user: User) -> object:
    wishes = TraineeWishes.objects.filter(person=user).select_related("place", "level").first()
    if wishes is None:
        return {}
    named = {"place": str(wishes.place or ""), "level": str(wishes.level or "")}
    return named | {name: getattr(wishes, name) for name in NAMES}


def erase_wishes(user: User) -> None:
    TraineeWishes.objects.filter(person=user).delete()

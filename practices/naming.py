"""Whose name may stand on a public page: nobody's below eighteen (S5), and of unknown age who says to be of age."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils import timezone

from accounts.models import Pupil, User


class Age(TextChoices):
    """What is known of somebody's age. A pupil of unknown age counts as a minor."""

    ADULT = "adult"
    MINOR = "minor"
    UNKNOWN = "unknown"


def age_of(person: User) -> Age:
    if person.birth_date is not None:
        today = timezone.localdate()
        born = person.birth_date
        years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return Age.ADULT if years >= 18 else Age.MINOR
    return Age.MINOR if Pupil.objects.filter(user=person).exists() else Age.UNKNOWN


def may_name(person: User, *, says_adult: bool) -> bool:
    """Whether the name may be shown: known to be of age, or said by the person where nothing is known."""
    age = age_of(person)
    return age == Age.ADULT or (age == Age.UNKNOWN and says_adult)

"""Whose date of birth those who run the site correct: people whom no school follows."""

from __future__ import annotations

from accounts.models import Pupil, User
from internships.models import Enrolment


def of_address(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip(), is_active=True).first()


def has_school(person: User) -> bool:
    """Whether a school follows the person today: then it is the school that knows when they were born."""
    enrolled = Enrolment.objects.current().filter(person=person)
    return enrolled.exists() or Pupil.objects.filter(user=person, left_at__isnull=True).exists()

"""The trainee's file, their legal representatives and their enrolments: given out and erased on demand."""

from __future__ import annotations

from accounts.models import User
from internships.models import Enrolment, Guardian, TraineeProfile

FILE = (
    *("headline", "presentation", "driving_licence", "mobility"),
    *("address", "postcode", "city", "insurer", "insurance_number", "health_fund"),
)


def export_profile(user: User) -> object:
    profile = TraineeProfile.objects.filter(user=user).select_related("level").first()
    if profile is None:
        return {}
    return {"level": str(profile.level or ""), **{name: getattr(profile, name) for name in FILE}}


def erase_profile(user: User) -> None:
    TraineeProfile.objects.filter(user=user).delete()


def export_guardians(user: User) -> object:
    return list(Guardian.objects.filter(person=user).values("name", "relationship", "email", "telephone"))


def erase_guardians(user: User) -> None:
    Guardian.objects.filter(person=user).delete()


def export_enrolments(user: User) -> object:
    rows = Enrolment.objects.filter(person=user).select_related("cohort__course", "cohort__school")
    return [
        {
            "school": one.cohort.school.name,
            "cohort": one.cohort.name,
            "course": one.cohort.course.title,
            "enrolled_on": one.enrolled_on,
            "left_on": one.left_on,
        }
        for one in rows.order_by("pk")
    ]


def erase_enrolments(user: User) -> None:
    """The place in the cohort stays as a number; the name goes with the account. Nobody stays enrolled."""
    from django.utils import timezone

    today = timezone.localdate()
    Enrolment.objects.filter(person=user, left_on__isnull=True).update(left_on=today)
    Enrolment.objects.filter(referent=user).update(referent=None)

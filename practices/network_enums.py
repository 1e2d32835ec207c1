from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class ArticleState(TextChoices):
    DRAFT = "draft", pgettext_lazy("article", "Draft")
    PUBLISHED = "published", pgettext_lazy("article", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("article", "Withdrawn")


class TestimonialState(TextChoices):
    """Written by its author; read by a moderator before anybody else."""

    SUBMITTED = "submitted", pgettext_lazy("testimonial", "Waiting to be read")
    PUBLISHED = "published", pgettext_lazy("testimonial", "Published")
    REFUSED = "refused", pgettext_lazy("testimonial", "Not published")
    WITHDRAWN = "withdrawn", pgettext_lazy("testimonial", "Withdrawn by its author")


class Voice(TextChoices):
    """In which capacity somebody speaks."""

    TRAINEE = "trainee", pgettext_lazy("voice", "Trainee")
    PUPIL = "pupil", pgettext_lazy("voice", "Pupil")
    HOST = "host", pgettext_lazy("voice", "Host team")
    TUTOR = "tutor", pgettext_lazy("voice", "Tutor")
    TEACHER = "teacher", pgettext_lazy("voice", "Teacher")
    NETWORK = "network", pgettext_lazy("voice", "Member of the network")

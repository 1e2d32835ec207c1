"""E-mails about testimonials (T14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from messaging.emails import Email
from practices.editing import EDITORS, keepers
from practices.models import Testimonial
from practices.network_enums import TestimonialState, Voice


@dataclass(kw_only=True)
class TestimonialEmail(Email):
    """About one testimonial."""

    testimonial: Testimonial

    def button(self) -> str:
        return reverse("practices:my_testimonials")

    def about(self) -> models.Model | None:
        return self.testimonial

    def extra(self) -> dict[str, Any]:
        return {"words": self.testimonial.words, "reason": self.testimonial.state_reason}

    @classmethod
    def sample(cls) -> TestimonialEmail:
        words = "On m’a montré, puis laissé faire. Je n’avais jamais appris si vite."
        return cls(testimonial=Testimonial(pk=1, words=words, voice=Voice.TRAINEE, state_reason="Un usager est nommé."))


@dataclass(kw_only=True)
class TestimonialWaits(TestimonialEmail):
    """To those who read first."""

    kind: ClassVar[str] = "practices.testimonial_waits"
    template: ClassVar[str] = "practices/email/testimonial_waits"

    def button(self) -> str:
        return reverse("practices:testimonial_queue")


@dataclass(kw_only=True)
class TestimonialPublished(TestimonialEmail):
    kind: ClassVar[str] = "practices.testimonial_published"
    template: ClassVar[str] = "practices/email/testimonial_published"


@dataclass(kw_only=True)
class TestimonialRefused(TestimonialEmail):
    kind: ClassVar[str] = "practices.testimonial_refused"
    template: ClassVar[str] = "practices/email/testimonial_refused"


def waits(testimonial: Testimonial) -> None:
    for person in keepers(testimonial.territory_id, EDITORS).exclude(pk=testimonial.author_id or 0):
        TestimonialWaits(testimonial=testimonial).queue(to=person)


def decided(testimonial: Testimonial) -> None:
    published = testimonial.state == TestimonialState.PUBLISHED
    email = TestimonialPublished if published else TestimonialRefused
    if testimonial.author is not None:
        email(testimonial=testimonial).queue(to=testimonial.author)

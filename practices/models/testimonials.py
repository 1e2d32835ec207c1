"""Testimonials (T14): what people say of a placement or of hosting, read by a moderator before anybody else."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.editing import covered_by
from practices.network_enums import TestimonialState, Voice


class TestimonialQuerySet(models.QuerySet["Testimonial"]):
    def published(self) -> Self:
        return self.filter(state=TestimonialState.PUBLISHED)

    def moderated_by(self, user: Any) -> Self:
        """Those of the network that the person reads first; not one's own."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(covered_by(user)).exclude(author=user)


class Testimonial(models.Model):
    """A few sentences. A name stands below them only where its owner, of age, wants it."""

    author = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="testimonials", editable=False
    )
    host = models.ForeignKey(
        "hosts.HostInstitution",
        verbose_name=_("about"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="testimonials",
    )
    territory = models.ForeignKey(
        "accounts.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    voice = models.CharField(_("who speaks"), max_length=10, choices=Voice.choices)
    words = models.TextField(_("what you would like to say"), max_length=900)
    # The first name, or the name, as it is shown; empty: only in which capacity the person speaks.
    shown_name = models.CharField(_("name shown"), max_length=120, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=TestimonialState.choices, default=TestimonialState.SUBMITTED, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    consented_at = models.DateTimeField(_("consent given on"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("read on"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TestimonialQuerySet.as_manager()

    class Meta:
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[TestimonialState.PUBLISHED, TestimonialState.REFUSED])
                | Q(decided_at__isnull=False),
                name="testimonial_was_read_first",
            ),
            models.CheckConstraint(
                condition=~Q(state=TestimonialState.REFUSED) | ~Q(state_reason=""), name="testimonial_refused_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(voice=Voice.PUPIL) | Q(shown_name=""), name="testimonial_of_a_pupil_names_nobody"
            ),
        ]
        indexes = [models.Index(fields=["state", "-decided_at"], name="testimonial_list")]

    def __str__(self) -> str:
        return self.signature

    @property
    def signature(self) -> str:
        """« Thomas · Stagiaire »; without a name, the capacity alone."""
        voice = str(self.get_voice_display())
        return f"{self.shown_name} · {voice}" if self.shown_name else voice

"""Innovations and progress (E16, E17, E18): what a stay or a good practice led to, told by those who did it."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.text import fold
from practices.editing import VALIDATORS, covered_by
from practices.innovation_enums import OPEN, Agreement, InnovationKind, InnovationState

LONG_TEXTS = ("before", "change", "way_of_working", "daily_work", "beneficiaries", "team", "institution", "advice")


class InnovationQuerySet(models.QuerySet["Innovation"]):
    def published(self) -> Self:
        return self.filter(state=InnovationState.PUBLISHED)

    def told_by(self, user: Any) -> Self:
        """Those of which the person is the author or a co-author."""
        return self.filter(_told_by(user)) if user.is_authenticated else self.none()

    def examined_by(self, user: Any) -> Self:
        """Those that left their authors' hands, and that the person looks after for the network."""
        if not user.is_authenticated:
            return self.none()
        sent = ~Q(state=InnovationState.DRAFT) & Q(declared_at__isnull=False)
        return self.filter(sent & covered_by(user, VALIDATORS))

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated:
            return self.published()
        sent = Q(declared_at__isnull=False) & ~Q(state=InnovationState.DRAFT) & covered_by(user, VALIDATORS)
        return self.filter(Q(state=InnovationState.PUBLISHED) | _told_by(user) | sent)


def _told_by(user: Any) -> Q:
    return Q(pk__in=InnovationPerson.objects.told_to(user).values("innovation"))


class InnovationPersonQuerySet(models.QuerySet["InnovationPerson"]):
    def told_to(self, user: Any) -> Self:
        """The person's own lines, by account or by address, once they were told of them."""
        mine = Q(user=user)
        if user.email:
            mine |= Q(user=None, email__iexact=user.email) & ~Q(email="")
        return self.filter(mine & (Q(is_author=True) | Q(invited_at__isnull=False)))


class Innovation(models.Model):
    """What changed at work, on whom it has an effect, what others could take up."""

    slug = models.SlugField(_("address"), max_length=90, unique=True, null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=InnovationState.choices, default=InnovationState.DRAFT, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=1000, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=InnovationKind.choices, default=InnovationKind.INNOVATION)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("at"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="innovations",
    )
    practice = models.ForeignKey(
        "practices.GoodPractice",
        verbose_name=_("good practice that inspired it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="innovations",
    )
    host = models.ForeignKey(
        "hosts.HostInstitution",
        verbose_name=_("host of the placement that inspired it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="innovations",
    )
    inspiration = models.CharField(_("what inspired it"), max_length=300, blank=True)
    sectors = models.ManyToManyField("hosts.Sector", verbose_name=_("sectors"), blank=True, related_name="innovations")
    territory = models.ForeignKey(
        "accounts.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    folded = models.TextField(editable=False, default="")

    title = models.CharField(_("title"), max_length=140, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    before = models.TextField(_("how it was before"), max_length=4000, blank=True)
    change = models.TextField(_("what changed"), max_length=8000, blank=True)
    way_of_working = models.TextField(_("impact on the way of working"), max_length=4000, blank=True)
    daily_work = models.TextField(_("impact on my daily work"), max_length=2000, blank=True)
    beneficiaries = models.TextField(_("impact on the people we support"), max_length=2000, blank=True)
    team = models.TextField(_("impact on the team"), max_length=2000, blank=True)
    institution = models.TextField(_("impact on the institution"), max_length=2000, blank=True)
    advice = models.TextField(_("what others could take up"), max_length=3000, blank=True)
    contact = models.CharField(_("whom to ask"), max_length=300, blank=True)
    photo = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    photo_words = models.CharField(_("what the picture shows"), max_length=200, blank=True)

    interview_at = models.DateTimeField(_("day and hour of the interview"), null=True, blank=True)
    interview_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=45)
    interview_where = models.CharField(_("where, or by which telephone or link"), max_length=300, blank=True)
    interview_by = models.ForeignKey(
        "accounts.User", verbose_name=_("interviewed by"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip
    story = models.TextField(_("the story, as the network tells it"), max_length=12_000, blank=True)
    # Fingerprint of the words that were put to those who are named.
    put_to_them = models.CharField(max_length=64, blank=True, editable=False)

    declared_at = models.DateTimeField(_("declared on"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = InnovationQuerySet.as_manager()

    class Meta:
        verbose_name = _("innovation")
        verbose_name_plural = _("innovations")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[InnovationState.RETURNED, InnovationState.WITHDRAWN]) | ~Q(state_reason=""),
                name="innovation_sent_back_or_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[s for s in InnovationState.values if s not in ("draft", "returned", "withdrawn")]
                )
                | Q(declared_at__isnull=False) & ~Q(way_of_working="") & ~Q(title=""),
                name="innovation_declared_says_its_impact",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InnovationState.PLANNED, InnovationState.WRITTEN, InnovationState.PUBLISHED])
                | Q(interview_at__isnull=False),
                name="innovation_planned_has_its_interview",
            ),
            models.CheckConstraint(
                condition=~Q(state=InnovationState.PUBLISHED)
                | Q(published_at__isnull=False, slug__isnull=False) & ~Q(story=""),
                name="innovation_published_was_written",
            ),
        ]
        indexes = [models.Index(fields=["state", "declared_at"], name="innovation_queue")]

    def __str__(self) -> str:
        return self.title or str(_("Untitled innovation"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.title} {self.summary} {self.change} {self.way_of_working} {self.story}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The public page, or the authors' own while there is none."""
        if self.is_public:
            return reverse("practices:innovation", args=[self.slug])
        return reverse("practices:innovation_sheet", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.state == InnovationState.PUBLISHED

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def interview_until(self) -> datetime.datetime | None:
        return self.interview_at + datetime.timedelta(minutes=self.interview_minutes) if self.interview_at else None


class InnovationPerson(models.Model):
    """« Le/la stagiaire et son équipe » (E17): who did it, and what they say to being published.

    With an address the person is asked; without one the author answers for their agreement.
    """

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="people")
    user = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="told_innovations"
    )
    is_author = models.BooleanField(default=False)
    name = models.CharField(_("first name and name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    agreement = models.CharField(
        _("agreement"), max_length=8, choices=Agreement.choices, default=Agreement.ASKED, editable=False
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True, editable=False)
    invited_at = models.DateTimeField(_("told on"), null=True, blank=True, editable=False)

    objects = InnovationPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person of an innovation")
        verbose_name_plural = _("people of innovations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["innovation", "user"], name="innovation_person_once"),
            models.UniqueConstraint(
                fields=["innovation", "email"], condition=~Q(email=""), name="innovation_address_once"
            ),
            models.UniqueConstraint(fields=["innovation"], condition=Q(is_author=True), name="innovation_one_author"),
            models.CheckConstraint(
                condition=Q(agreement=Agreement.ASKED) | Q(answered_at__isnull=False),
                name="innovation_agreement_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def answers(self) -> bool:
        """Whether the person is asked themselves."""
        return bool(self.user_id or self.email)


class InnovationStep(models.Model):
    """One transition: who, from where to where, when, why."""

    innovation = models.ForeignKey(Innovation, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=10, choices=InnovationState.choices)
    target = models.CharField(max_length=10, choices=InnovationState.choices)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("step of an innovation")
        verbose_name_plural = _("steps of innovations")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target__in=[InnovationState.RETURNED, InnovationState.WITHDRAWN]) | ~Q(comment=""),
                name="innovation_step_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.innovation_id} · {self.action}"

"""The dated library of texts (A1): documents in versions, and what a protocol commits its parties to."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from hosts.text import fold
from practices import library_scopes
from practices.editing import covered_by
from practices.library_enums import (
    OPEN_COMMITMENTS,
    CommitmentState,
    LibraryAudience,
    LibraryKind,
    LibraryState,
)


class LibraryDocumentQuerySet(models.QuerySet["LibraryDocument"]):
    def published(self) -> Self:
        return self.filter(state=LibraryState.PUBLISHED)

    def in_scope(self, key: str) -> Self:
        """Those that an app restricts to its own people under that key."""
        return self.filter(audience=LibraryAudience.SCOPED, scope=key)

    def unscoped(self) -> Self:
        """Those of the network itself: what the library lists."""
        return self.exclude(audience=LibraryAudience.SCOPED)

    def visible_to(self, user: Any) -> Self:
        """Published ones for whom they are meant, and those that the person keeps."""
        public = Q(audience=LibraryAudience.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public, state=LibraryState.PUBLISHED)
        member = models.Exists(Membership.objects.current().filter(user=user))
        scoped = Q(audience=LibraryAudience.SCOPED) & library_scopes.readable_by(user)
        meant = public | Q(audience=LibraryAudience.MEMBERS) & Q(member) | scoped
        return self.filter(Q(meant, state=LibraryState.PUBLISHED) | _kept_by(user))

    def kept_by(self, user: Any) -> Self:
        """Those that the person writes, publishes and follows up."""
        return self.filter(_kept_by(user)) if user.is_authenticated else self.none()


def _kept_by(user: Any) -> Q:
    scoped = Q(audience=LibraryAudience.SCOPED)
    mine = scoped & library_scopes.kept_by(user)
    return mine | ~scoped & covered_by(user)


class LibraryDocument(models.Model):
    """A text of the library; what it says stands in its versions, of which `current` is the one in force."""

    kind = models.CharField(_("kind"), max_length=20, choices=LibraryKind.choices)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about"), max_length=2000)
    folded = models.TextField(editable=False, default="")
    territory = models.ForeignKey(
        "accounts.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="library_documents",
    )
    audience = models.CharField(
        _("who reads it"), max_length=8, choices=LibraryAudience.choices, default=LibraryAudience.PUBLIC
    )
    scope = models.CharField(max_length=60, blank=True, db_index=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LibraryState.choices, default=LibraryState.DRAFT, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    current = models.OneToOneField(
        "practices.LibraryVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    # The date of the version in force: lists are sorted and filtered by it.
    dated_on = models.DateField(_("dated"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    # Since when those for whom it is meant today read it: what was in force only before that is not theirs to read.
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = LibraryDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of the library")
        verbose_name_plural = _("documents of the library")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=LibraryAudience.SCOPED) & ~Q(scope="")
                | ~Q(audience=LibraryAudience.SCOPED) & Q(scope=""),
                name="library_scope_goes_with_its_audience",
            ),
            models.CheckConstraint(
                condition=~Q(state=LibraryState.PUBLISHED)
                | Q(current__isnull=False, published_at__isnull=False, dated_on__isnull=False),
                name="library_published_has_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=LibraryState.WITHDRAWN) | ~Q(state_reason=""),
                name="library_withdrawn_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "audience", "-dated_on"], name="library_list")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.title} {self.summary}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("practices:document", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.state == LibraryState.PUBLISHED and self.audience == LibraryAudience.PUBLIC

    @property
    def has_commitments(self) -> bool:
        """A protocol sets objectives, and commits its parties to something for each."""
        return self.kind == LibraryKind.PROTOCOL


class LibraryVersionQuerySet(models.QuerySet["LibraryVersion"]):
    def open_to(self, user: Any) -> Self:
        """Of texts that the person may read: those who keep a text read all that it ever said."""
        return self.filter(Q(document__in=LibraryDocument.objects.kept_by(user).values("pk")) | _since_published())

    def since_published(self) -> Self:
        """What was in force since a text is published for its readers of today."""
        return self.filter(_since_published())


def _since_published() -> Q:
    then = LibraryVersion.objects.filter(document=OuterRef("document"), made_at__lte=OuterRef("document__published_at"))
    return Q(number__gte=Coalesce(Subquery(then.order_by("-number").values("number")[:1]), 0))


class LibraryVersion(models.Model):
    """What a document said from a day on: a file, a text, or both. Never changed again."""

    document = models.ForeignKey(LibraryDocument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    dated_on = models.DateField(_("dated"))
    file = models.ForeignKey(
        "documents.StoredFile",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField(_("text"), max_length=30_000, blank=True)
    note = models.CharField(_("what changes"), max_length=300, blank=True)
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("added on"), default=timezone.now)

    objects = LibraryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="library_version_number_once"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(text=""), name="library_version_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} · {self.number}"


class LibraryCommitment(models.Model):
    """« Objectifs et engagements »: who does what towards which objective, how far it is, and what shows it (A1)."""

    document = models.ForeignKey(LibraryDocument, on_delete=models.CASCADE, related_name="commitments")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    objective = models.CharField(_("objective"), max_length=300)
    commitment = models.CharField(_("commitment"), max_length=500)
    who = models.CharField(_("who is committed"), max_length=200)
    due = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(
        _("how far it is"), max_length=10, choices=CommitmentState.choices, default=CommitmentState.PLANNED
    )
    state_on = models.DateField(_("since"), default=timezone.localdate)
    evidence = models.TextField(_("what shows it"), max_length=1000, blank=True)
    evidence_file = models.ForeignKey(
        "documents.StoredFile",
        verbose_name=_("document that shows it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[CommitmentState.KEPT, CommitmentState.DROPPED])
                | ~Q(evidence="")
                | Q(evidence_file__isnull=False),
                name="commitment_kept_or_dropped_shows_it",
            )
        ]

    def __str__(self) -> str:
        return self.commitment

    def is_late(self, today: datetime.date | None = None) -> bool:
        today = today or timezone.localdate()
        return self.state in OPEN_COMMITMENTS and self.due is not None and self.due < today


class CommitmentStep(models.Model):
    """How far a commitment was on a day, and what was said of it."""

    commitment = models.ForeignKey(LibraryCommitment, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=10, choices=CommitmentState.choices)
    target = models.CharField(max_length=10, choices=CommitmentState.choices)
    state_on = models.DateField()
    evidence = models.TextField(max_length=1000, blank=True)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step of a commitment")
        verbose_name_plural = _("steps of commitments")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id} · {self.target}"

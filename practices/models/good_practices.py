"""Good practices (E1, E2, E23): the sheet as it is written, its versions, its pictures, what was decided about it."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import MANAGING_ROLES, OrganisationKind, Role
from accounts.models import Membership
from practices.enums import OPEN_STATES, Evidence, PracticeState

VALIDATING = (Role.PRACTICE_VALIDATOR, Role.NETWORK_ADMIN)


class GoodPracticeQuerySet(models.QuerySet["GoodPractice"]):
    def public(self) -> Self:
        """Those of which a version was validated, unless they were archived since."""
        return self.filter(PUBLIC)

    def visible_to(self, user: Any) -> Self:
        """Public ones for all; one's own and one's organisation's; those that wait for the person as a validator."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(PUBLIC | _written_by(user) | _validated_by(user) & ~Q(state=PracticeState.DRAFT))

    def written_by(self, user: Any) -> Self:
        """Sheets that the person may write: their own, those they co-write, their organisation's if they manage it."""
        return self.filter(_written_by(user)) if user.is_authenticated else self.none()

    def touched_by(self, user: Any) -> Self:
        """Sheets that the person may write, of which they made a version, or whose versions they sign."""
        versions = PracticeVersion.objects.filter(practice=models.OuterRef("pk"))
        hand = versions.filter(Q(made_by=user) | Q(content__co_authors__contains=[user.pk]))
        return self.filter(_written_by(user) | Q(models.Exists(hand)))

    def validated_by(self, user: Any) -> Self:
        """Sheets that have left their authors' hands, and that the person may validate."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_validated_by(user)).exclude(state=PracticeState.DRAFT, submitted_at__isnull=True)


PUBLIC = Q(published__isnull=False) & ~Q(state=PracticeState.ARCHIVED)


def _written_by(user: Any) -> Q:
    managed = Membership.objects.current().filter(user=user, role__in=MANAGING_ROLES)
    through = GoodPractice.co_authors.through.objects.filter(user=user)
    return (
        Q(author=user)
        | Q(pk__in=through.values("goodpractice"))
        | Q(organisation__in=managed.exclude(organisation__kind=OrganisationKind.NETWORK).values("organisation"))
    )


def _validated_by(user: Any) -> Q:
    seats = Membership.objects.current().filter(
        user=user, role__in=VALIDATING, organisation__kind=OrganisationKind.NETWORK
    )
    everywhere = seats.filter(organisation__territory__isnull=True)
    return Q(territory__in=seats.values("organisation__territory")) | Q(models.Exists(everywhere))


class GoodPractice(models.Model):
    """A sheet as its authors have it before them. `published` is the version that everybody reads."""

    slug = models.SlugField(_("address"), max_length=90, unique=True, null=True, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=PracticeState.choices, default=PracticeState.DRAFT, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=1000, blank=True, editable=False)
    author = models.ForeignKey(
        "accounts.User", verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="practices"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        verbose_name=_("on behalf of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practices",
    )
    co_authors = models.ManyToManyField(
        "accounts.User", verbose_name=_("co-authors"), blank=True, related_name="shared_practices"
    )
    other_authors = models.TextField(_("other co-authors"), max_length=500, blank=True)
    name_shown = models.BooleanField(_("show the authors’ names"), default=True)
    contact = models.CharField(_("whom to ask"), max_length=300, blank=True)

    title = models.CharField(_("title"), max_length=140, blank=True)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    is_observed = models.BooleanField(_("origin"), default=False)
    sectors = models.ManyToManyField("hosts.Sector", verbose_name=_("sectors"), blank=True, related_name="practices")
    occupations = models.ManyToManyField(
        "hosts.Occupation", verbose_name=_("occupations"), blank=True, related_name="practices"
    )
    audiences = models.ManyToManyField(
        "practices.Audience", verbose_name=_("audience"), blank=True, related_name="practices"
    )
    audience_details = models.CharField(_("who exactly"), max_length=200, blank=True)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True)

    host = models.ForeignKey(
        "hosts.HostInstitution",
        verbose_name=_("host"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practices",
    )
    structure = models.CharField(_("name of the structure"), max_length=200, blank=True)
    place = models.ForeignKey(
        "hosts.Place", verbose_name=_("commune"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    territory = models.ForeignKey(
        "accounts.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    context = models.TextField(_("context"), max_length=6000, blank=True)
    description = models.TextField(_("what is done"), max_length=10_000, blank=True)
    conditions = models.TextField(_("conditions"), max_length=6000, blank=True)
    effects = models.TextField(_("effects"), max_length=6000, blank=True)
    evidence = models.CharField(_("how the effects are known"), max_length=12, choices=Evidence.choices, blank=True)
    transferability = models.TextField(_("doing the same elsewhere"), max_length=6000, blank=True)
    resources = models.TextField(_("resources"), max_length=4000, blank=True)

    published = models.OneToOneField(
        "practices.PracticeVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    submitted_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    validated_at = models.DateTimeField(_("first validated on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = GoodPracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=PracticeState.VALIDATED)
                | Q(published__isnull=False, validated_at__isnull=False, slug__isnull=False),
                name="practice_validated_has_its_version",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PracticeState.RETURNED, PracticeState.ARCHIVED]) | ~Q(state_reason=""),
                name="practice_returned_or_archived_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=PracticeState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="practice_submitted_has_date",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="practice_queue")]

    def __str__(self) -> str:
        return self.title or str(_("Untitled practice"))

    def get_absolute_url(self) -> str:
        """The public page, or the authors' own while there is none."""
        if self.is_public:
            return reverse("practices:detail", args=[self.slug])
        return reverse("practices:sheet", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.published_id is not None and self.state != PracticeState.ARCHIVED

    @property
    def is_open(self) -> bool:
        """Whether its authors may write in it now."""
        return self.state in OPEN_STATES


class PracticeVersion(models.Model):
    """What a sheet said when it was sent for validation: never changed again. See `practices.content`."""

    practice = models.ForeignKey(GoodPractice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    validated_at = models.DateTimeField(_("validated on"), null=True, blank=True)
    validated_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("version of a practice")
        verbose_name_plural = _("versions of practices")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["practice", "number"], name="practice_version_number_once")]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.number}"


class PracticeStep(models.Model):
    """One transition: who, from where to where, when, why. `unmet` are the points of the checklist not met."""

    practice = models.ForeignKey(GoodPractice, on_delete=models.CASCADE, related_name="steps")
    of_version = models.ForeignKey(PracticeVersion, null=True, on_delete=models.SET_NULL, related_name="steps")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=12, choices=PracticeState.choices)
    target = models.CharField(max_length=12, choices=PracticeState.choices)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("why"), max_length=1000, blank=True)
    unmet = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name = _("step of a practice")
        verbose_name_plural = _("steps of practices")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target__in=[PracticeState.RETURNED, PracticeState.ARCHIVED]) | ~Q(comment=""),
                name="practice_step_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice_id} · {self.action}"


class Enclosed(models.Model):
    """A file of a sheet. One that a version shows stays although the sheet lets go of it (`dropped`)."""

    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    dropped = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class PracticePhoto(Enclosed):
    """A picture, with the words that replace it for those who cannot see it."""

    practice = models.ForeignKey(GoodPractice, on_delete=models.CASCADE, related_name="photos")
    alternative = models.CharField(_("what the picture shows"), max_length=200)

    class Meta(Enclosed.Meta):
        verbose_name = _("photo of a practice")
        verbose_name_plural = _("photos of practices")
        constraints = [models.CheckConstraint(condition=~Q(alternative=""), name="practice_photo_is_described")]

    def __str__(self) -> str:
        return self.alternative


class PracticeAttachment(Enclosed):
    """A document that goes with the sheet: a form, a plan of a session, a poster."""

    practice = models.ForeignKey(GoodPractice, on_delete=models.CASCADE, related_name="attachments")
    title = models.CharField(_("title"), max_length=160)

    class Meta(Enclosed.Meta):
        verbose_name = _("document of a practice")
        verbose_name_plural = _("documents of practices")

    def __str__(self) -> str:
        return self.title

"""Who signs, what they signed, and what they asked before."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.capacities import capacity_words
from agreements.enums import Capacity, JobState, Method, RemarkKind, Side, SignatoryState
from agreements.models.agreements import Agreement, AgreementVersion
from internships.models.schools import schools_of


class Signatory(models.Model):
    """Someone who is to sign, in one capacity. No account is needed: a personal link and a one-time code suffice."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity.choices)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    # For which host of the placement, on the hosts' side.
    institution = models.ForeignKey(
        "hosts.HostInstitution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    name = models.CharField(_("first name and name"), max_length=160)
    function = models.CharField(_("function"), max_length=120, blank=True)
    # Empty where someone signs on paper only.
    email = models.EmailField(_("e-mail address"), blank=True)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(_("language"), max_length=2, default="fr")
    # Who is asked as well but need not sign for the agreement to be sealed: a minor beside the guardian.
    required = models.BooleanField(_("must sign"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=SignatoryState.choices, default=SignatoryState.WAITING)
    asked_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decline_reason = models.TextField(_("why not"), max_length=1000, blank=True)
    delegated_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="delegated_from"
    )

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering = ["step", "pk"]
        constraints = [
            # One address, one capacity: whoever signs in two capacities, or for two hosts, does so by two lines.
            models.UniqueConstraint(
                Lower("email"),
                "agreement",
                "capacity",
                "institution",
                nulls_distinct=False,
                condition=~Q(email="") & ~Q(state=SignatoryState.DELEGATED),
                name="signatory_once_per_capacity",
            ),
            models.CheckConstraint(
                condition=~Q(state=SignatoryState.DECLINED) | ~Q(decline_reason=""), name="signatory_decline_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=SignatoryState.DELEGATED) | Q(delegated_to__isnull=False),
                name="signatory_delegated_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_capacity_display()}"

    @property
    def capacity_words(self) -> str:
        """As what they sign, in the words of the document."""
        return capacity_words(self.agreement.placement.kind.sender, self.capacity)

    @property
    def own_function(self) -> str:
        """The function, unless the capacity says it in the same words already."""
        same = self.function.strip().casefold() == str(self.get_capacity_display()).casefold()
        return "" if same else self.function


class Signature(models.Model):
    """A signature, bound to one version by its hash. Append-only: a trigger of the database forbids anything else.

    It counts while its version stands.
    """

    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="signatures")
    sha256 = models.CharField(_("hash of what was signed"), max_length=64)
    method = models.CharField(_("how"), max_length=10, choices=Method.choices, default=Method.ONLINE)
    name = models.CharField(_("name as signed"), max_length=160)
    email = models.EmailField(_("address that was verified"), blank=True)
    consent = models.TextField(_("words agreed to"))
    signed_at = models.DateTimeField(_("signed on"), default=timezone.now, editable=False)
    code_checked_at = models.DateTimeField(_("code checked on"), null=True, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=300, blank=True)
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "signatory"], name="signature_once_per_version"),
            models.CheckConstraint(
                condition=Q(method=Method.ONLINE, code_checked_at__isnull=False) & ~Q(email="")
                | Q(method=Method.ON_PAPER, scan__isnull=False, recorded_by__isnull=False),
                name="signature_has_its_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.version}"


class AgreementRemark(models.Model):
    """A question, a point of attention or a request for change; signing is locked until it is answered (T10)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices, default=RemarkKind.QUESTION)
    text = models.TextField(_("remark"), max_length=2000)
    signatory = models.ForeignKey(Signatory, null=True, blank=True, on_delete=models.SET_NULL, related_name="remarks")
    author = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(_("who asks"), max_length=160)
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    answer = models.TextField(_("answer"), max_length=2000, blank=True)
    answered_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    answerer_name = models.CharField(_("who answers"), max_length=160, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="remark_answered_has_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class BulkJobQuerySet(models.QuerySet["BulkJob"]):
    def visible_to(self, user: Any) -> Self:
        """Those of the schools where the person teaches or coordinates."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organisation__in=schools_of(user).values("organisation_id"))


class BulkJob(models.Model):
    """The making of many agreements at once, with its progress, one ZIP and one PDF to print."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    cohort = models.ForeignKey("internships.Cohort", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    # Otherwise the agreements are only drawn up, for each side to complete its part.
    sends = models.BooleanField(_("sent for signature when complete"), default=True)
    archive = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    printable = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked for on"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished on"), null=True, blank=True)

    objects = BulkJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("bulk generation")
        verbose_name_plural = _("bulk generations")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.asked_at:%d/%m/%Y}"


class BulkItem(models.Model):
    """One agreement of a bulk generation, and what became of it."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="items")
    agreement = models.ForeignKey(Agreement, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    placement = models.ForeignKey("internships.Placement", on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(_("what is missing"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("line of a bulk generation")
        verbose_name_plural = _("lines of bulk generations")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["job", "placement"], name="bulk_item_once")]

    def __str__(self) -> str:
        return f"{self.job_id}:{self.placement_id}"

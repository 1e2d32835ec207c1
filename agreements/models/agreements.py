"""Agreements and their versions. An amendment is an agreement that amends another one (T11)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import AgreementState, AmendmentKind, Side, SignatoryState, VersionState
from internships.models import Placement


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: Any) -> Self:
        """The agreements of the placements that the person may see, and those they sign with their account."""
        if not user.is_authenticated:
            return self.none()
        from agreements.models.signing import Signatory

        signs = Signatory.objects.filter(agreement=models.OuterRef("pk"), user=user).exclude(
            state=SignatoryState.DELEGATED
        )
        return self.filter(Q(placement__in=Placement.objects.visible_to(user)) | models.Exists(signs))

    def originals(self) -> Self:
        return self.filter(amends__isnull=True)

    def open(self) -> Self:
        """Neither sealed nor cancelled."""
        return self.exclude(state__in=[AgreementState.SEALED, AgreementState.CANCELLED])


class Agreement(models.Model):
    """A convention: what the parties agree on for one placement.

    `terms` holds what each party completed, by code of mention; what a host wrote stands under « code@host », since
    each host of a placement has its own part (A6, A9; `agreements.terms.key`). What is signed is not here but in a
    version: its snapshot and its bytes never change.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    # Random: leads to the public page that confirms authenticity.
    code = models.CharField(_("verification code"), max_length=32, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="agreements")
    amends = models.ForeignKey(
        "self", verbose_name=_("amends"), null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    amendment_number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    amendment_kind = models.CharField(_("what it changes"), max_length=12, choices=AmendmentKind.choices, blank=True)
    amendment_reason = models.TextField(_("reason of the change"), max_length=2000, blank=True)
    # {field: value} of the placement to be, applied when the amendment is sealed.
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    applied_at = models.DateTimeField(_("applied to the placement on"), null=True, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=2, default="fr")
    state = models.CharField(
        _("state"), max_length=10, choices=AgreementState.choices, default=AgreementState.PREPARING
    )
    state_since = models.DateTimeField(_("since"), default=timezone.now)
    terms = models.JSONField(_("terms"), default=dict, blank=True)
    in_order = models.BooleanField(_("signed in order"), default=True, help_text=_("Otherwise all sign in parallel."))
    version_in_force = models.OneToOneField(
        "agreements.AgreementVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(_("signed by all on"), null=True, blank=True)
    sealed_at = models.DateTimeField(_("sealed on"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    cancel_reason = models.TextField(_("reason"), max_length=1000, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("drawn up on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    # Guards against two editors at once; not the version of the document.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "state_since"], name="agreement_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(amends__isnull=True) & ~Q(state=AgreementState.CANCELLED),
                name="agreement_one_per_placement",
            ),
            models.UniqueConstraint(fields=["amends", "amendment_number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["amends"],
                condition=Q(amends__isnull=False) & ~Q(state__in=[AgreementState.SEALED, AgreementState.CANCELLED]),
                name="amendment_one_open_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True, amendment_number__isnull=True)
                | (
                    Q(amends__isnull=False, amendment_number__isnull=False)
                    & ~Q(amendment_kind="")
                    & ~Q(amendment_reason="")
                ),
                name="amendment_says_what_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.CANCELLED) | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="agreement_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.SEALED)
                | Q(sealed_at__isnull=False, signed_on__isnull=False, version_in_force__isnull=False),
                name="agreement_sealed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_amendment(self) -> bool:
        return self.amends_id is not None

    @property
    def state_kind(self) -> str:
        """How a page marks the state, beside its words."""
        return AgreementState(self.state).mark


def part_key(side: str, host: int | None = None) -> str:
    return f"{side}-{host}" if host else str(side)


class AgreementPart(models.Model):
    """Whether a party has completed its part: the school, the trainee, the employer, each of the hosts."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parts")
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    # Which host: its stipend, its insurance, its supervision are its own.
    institution = models.ForeignKey(
        "hosts.HostInstitution", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Whom to ask where the side has no account here.
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    # When the side was last asked, so that nobody is asked twice in a day.
    asked_at = models.DateTimeField(_("asked on"), null=True, blank=True)
    # The page that changed it last: its own autosave is no conflict.
    edited_from = models.CharField(max_length=32, blank=True, editable=False)
    completed_at = models.DateTimeField(_("completed on"), null=True, blank=True)
    completed_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("part of an agreement")
        verbose_name_plural = _("parts of agreements")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "side", "institution"],
                nulls_distinct=False,
                name="agreement_part_once_per_party",
            ),
            models.CheckConstraint(
                condition=Q(side=Side.HOST, institution__isnull=False)
                | (~Q(side=Side.HOST) & Q(institution__isnull=True)),
                name="agreement_part_of_a_host_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · {self.get_side_display()}"

    @property
    def key(self) -> str:
        """How the part is named in addresses: « school », « host-12 »."""
        return part_key(self.side, self.institution_id)


class AgreementVersion(models.Model):
    """One version of the document: a snapshot, the text it was made with, and its bytes. Signatures hang on it.

    `sha256` is the hash of `file`, what everyone signs; proof and seal are added behind those bytes in `sealed_file`.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=VersionState.choices, default=VersionState.RENDERING)
    template_version = models.ForeignKey(
        "agreements.TemplateVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.JSONField(_("snapshot"))
    text = models.TextField(_("text of the template"))
    file = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(_("made on"), null=True, blank=True)
    sealed_file = models.ForeignKey(
        "documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_at = models.DateTimeField(_("sealed on"), null=True, blank=True)
    time_stamped = models.BooleanField(_("with a time stamp of a third party"), default=False)
    voided_at = models.DateTimeField(_("replaced on"), null=True, blank=True)
    voided_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    void_reason = models.CharField(_("why"), max_length=300, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of an agreement")
        verbose_name_plural = _("versions of agreements")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_once"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=~Q(state=VersionState.VOIDED),
                name="agreement_version_one_standing",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.READY, VersionState.SEALED])
                | (Q(file__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
                name="agreement_version_made_has_bytes",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.SEALED)
                | (Q(sealed_file__isnull=False, sealed_at__isnull=False) & ~Q(sealed_sha256=F("sha256"))),
                name="agreement_version_sealed_has_bytes",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.VOIDED) | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="agreement_version_voided_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · v{self.number}"


class Certificate(models.Model):
    """The attestation de stage, at the end: what was really done, sealed like an agreement."""

    number = models.CharField(_("number"), max_length=30, unique=True)
    code = models.CharField(_("verification code"), max_length=32, unique=True, editable=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="certificates")
    snapshot = models.JSONField(_("snapshot"))
    text = models.TextField(_("text of the template"), blank=True)
    file = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    made_at = models.DateTimeField(_("made on"), null=True, blank=True)
    asked_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked for on"), default=timezone.now, editable=False)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("certificate of placement")
        verbose_name_plural = _("certificates of placement")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"], condition=Q(replaced_by__isnull=True), name="certificate_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return self.number

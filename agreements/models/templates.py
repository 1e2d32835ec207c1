"""What an agreement is made from: templates and their versions, mentions and signatories by kind of placement."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.enums import Capacity, Side, When


class AgreementTemplate(models.Model):
    """The text of agreements of one kind, in one language, of an organisation or (without one) of the network.

    `purpose` tells the agreement itself from its amendment and from the certificate at the end.
    """

    class Purpose(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        AMENDMENT = "amendment", _("Amendment")
        CERTIFICATE = "certificate", _("Certificate of placement")

    kind = models.ForeignKey(
        "internships.PlacementKind", verbose_name=_("kind of placement"), on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(_("document"), max_length=12, choices=Purpose.choices, default=Purpose.AGREEMENT)
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="agreement_templates"
    )
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    name = models.CharField(_("name"), max_length=120)
    active = models.BooleanField(_("in use"), default=True)
    shipped = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("template of agreements")
        verbose_name_plural = _("templates of agreements")
        ordering = ["kind__position", "purpose", "language", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "purpose", "organisation", "language"],
                condition=Q(active=True),
                nulls_distinct=False,
                name="template_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    """One version of a template's text, in Markdown with `{{ variables }}`. Kept for ever, never rewritten."""

    template = models.ForeignKey(AgreementTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    body = models.TextField(_("text"), max_length=60_000)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    created_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version of a template")
        verbose_name_plural = _("versions of templates")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.number}"


class KindMention(models.Model):
    """A mention that agreements of a kind carry, which side completes it, and whether it must be there (D124-4).

    `code` names an entry of `agreements.mentions`.
    """

    kind = models.ForeignKey("internships.PlacementKind", on_delete=models.CASCADE, related_name="mentions")
    code = models.SlugField(_("mention"), max_length=40)
    side = models.CharField(_("completed by"), max_length=10, choices=Side.choices)
    required = models.BooleanField(_("must be there"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("mention of a kind")
        verbose_name_plural = _("mentions of a kind")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="kind_mention_once")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.code}"


class KindSignatory(models.Model):
    """A line of the list of signatories of a kind: who, in which step. Equal steps sign in parallel."""

    kind = models.ForeignKey("internships.PlacementKind", on_delete=models.CASCADE, related_name="signatories")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity.choices)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices)
    step = models.PositiveSmallIntegerField(_("step"), default=1)
    when = models.CharField(_("when"), max_length=8, choices=When.choices, default=When.ALWAYS)
    most = models.PositiveSmallIntegerField(_("at most"), default=1)
    required = models.BooleanField(_("must sign"), default=True)

    class Meta:
        verbose_name = _("signatory of a kind")
        verbose_name_plural = _("signatories of a kind")
        ordering = ["step", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "capacity", "when"], name="kind_signatory_once"),
            models.CheckConstraint(condition=Q(most__range=(1, 2)), name="kind_signatory_two_at_most"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.get_capacity_display()}"


class OrganisationTerms(models.Model):
    """What an organisation wrote in its last agreement, offered again in the next one."""

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="agreement_terms"
    )
    terms = models.JSONField(_("terms"), default=dict, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("usual terms")
        verbose_name_plural = _("usual terms")

    def __str__(self) -> str:
        return str(self.organisation)

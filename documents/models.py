from __future__ import annotations

import uuid

from django.core.files.storage import default_storage
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A private file, content-addressed: stored once under its SHA-256, served only through a view that checks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("type"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    path = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("stored on"), default=timezone.now, editable=False)
    # A picture's smaller sizes: who may read the original may read them.
    original = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="variants")
    width = models.PositiveSmallIntegerField(_("width"), null=True, blank=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("documents:file", kwargs={"pk": self.pk})

    @property
    def thumbnail_url(self) -> str:
        """The picture at most 640 pixels wide or high."""
        return reverse("documents:thumbnail", kwargs={"pk": self.pk})

    def read(self) -> bytes:
        """The whole content, from the storage."""
        with default_storage.open(self.path) as file:
            return bytes(file.read())


class SitePage(models.Model):
    """A page of the site's own: legal notice, personal data, accessibility, how it works. Written in Markdown.

    Escale brings a text for each; `delivered` is the fingerprint of the last one it brought, so that a newer text
    replaces it only where nobody has changed it.
    """

    slug = models.SlugField(_("address"), max_length=60)
    language = models.CharField(_("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")])
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"), max_length=40_000)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    delivered = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed on"), default=timezone.now)
    updated_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("changed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")
        ordering = ["position", "slug", "-language"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="site_page_one_per_language")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:page", kwargs={"slug": self.slug})


class Conformity(models.TextChoices):
    """How far the site conforms to the accessibility rules, in the words the law asks for."""

    NONE = "none", _("not conformant")
    PARTIAL = "partial", _("partially conformant")
    FULL = "full", _("fully conformant")


class SiteSettings(models.Model):
    """Who runs this installation: what the legal pages need to know. One row at most."""

    operator = models.CharField(_("who runs this site"), max_length=200, blank=True)
    operator_status = models.CharField(
        _("legal status and registration number"),
        max_length=250,
        blank=True,
        help_text=_("Such as: association under the law of 1901, RNA W351234567, or SIRET of the public body."),
    )
    address = models.CharField(_("postal address"), max_length=250, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    publication_director = models.CharField(_("publication director"), max_length=150, blank=True)
    data_officer_email = models.EmailField(
        _("e-mail of the data protection officer"), blank=True, help_text=_("Empty: the contact e-mail is shown.")
    )
    hosting_provider = models.CharField(_("hosting provider"), max_length=200, blank=True)
    hosting_address = models.CharField(_("address and telephone of the hosting provider"), max_length=250, blank=True)
    conformity = models.CharField(
        _("accessibility of the site"),
        max_length=8,
        choices=Conformity.choices,
        default=Conformity.NONE,
        help_text=_("Without an audit by the rules of the RGAA, the law has you say: not conformant."),
    )
    audited_on = models.DateField(_("day of the accessibility audit"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_one_row")]

    def __str__(self) -> str:
        return self.operator or str(_("site settings"))

    @classmethod
    def current(cls) -> SiteSettings:
        """The settings of this installation; empty ones, not stored yet, where nobody has filled them in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

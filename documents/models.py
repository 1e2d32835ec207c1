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

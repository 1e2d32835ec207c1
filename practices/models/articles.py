"""Short articles of the network (S12): what it does, said in its own words."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.text import fold
from practices.editing import covered_by
from practices.network_enums import ArticleState


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(state=ArticleState.PUBLISHED)

    def kept_by(self, user: Any) -> Self:
        """Those of the network that the person edits, whatever their state."""
        return self.filter(covered_by(user)) if user.is_authenticated else self.none()

    def visible_to(self, user: Any) -> Self:
        shown = Q(state=ArticleState.PUBLISHED)
        return self.filter(shown | covered_by(user)) if user.is_authenticated else self.filter(shown)


class Article(models.Model):
    """A page or two with a picture, in one language."""

    slug = models.SlugField(_("address"), max_length=90, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ArticleState.choices, default=ArticleState.DRAFT, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=140)
    summary = models.CharField(_("in two sentences"), max_length=400)
    body = models.TextField(_("text"), max_length=15_000)
    folded = models.TextField(editable=False, default="")
    language = models.CharField(
        _("language"), max_length=2, choices=[("fr", "Français"), ("en", "English")], default="fr"
    )
    territory = models.ForeignKey(
        "accounts.Territory",
        verbose_name=_("territory"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    photo = models.ForeignKey("documents.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    photo_words = models.CharField(_("what the picture shows"), max_length=200, blank=True)
    signature = models.CharField(_("signed"), max_length=160, blank=True)
    author = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.SET_NULL, related_name="articles", editable=False
    )
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ArticleState.PUBLISHED) | Q(published_at__isnull=False),
                name="article_published_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state=ArticleState.WITHDRAWN) | ~Q(state_reason=""), name="article_withdrawn_says_why"
            ),
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | ~Q(photo_words=""), name="article_photo_is_described"
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="article_list")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(f"{self.title} {self.summary} {self.body}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("practices:article", args=[self.slug])

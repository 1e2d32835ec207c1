"""Short articles: written, published, withdrawn (S12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import Refused
from accounts.models import User
from documents import files
from hosts import versions
from hosts.versions import Edit
from practices.editing import edits_everywhere, territories_of
from practices.models import Article
from practices.network_enums import ArticleState

FIELDS = ("title", "summary", "body", "language", "territory", "photo_words", "signature")
LONGEST_SLUG, TAKEN = 80, frozenset({"gestion", "nouveau"})


def _locked(article_id: int, actor: User) -> Article:
    mine = Article.objects.kept_by(actor)
    rows = Article.objects.select_for_update(no_key=True).filter(pk=article_id, pk__in=mine.values("pk"))
    article = rows.first()
    if article is None:
        raise Refused(_("Somebody else looks after this text."))
    return article


@transaction.atomic
def write(
    *,
    actor: User,
    values: Mapping[str, Any],
    article_id: int | None = None,
    upload: UploadedFile | None = None,
    drop_photo: bool = False,
    edit: Edit | None = None,
) -> Article:
    """A new article, or one changed. Raises StaleEdit, FileRefused, StorageProblem or Refused."""
    article = _locked(article_id, actor) if article_id else Article(author=actor)
    if edit is not None and article.pk:
        versions.check(article, edit, values)
    for name in FIELDS:
        if name in values:
            setattr(article, name, values[name])
    _check_place(article, actor)
    if drop_photo:
        article.photo = None
    if upload is not None:
        article.photo = files.store_image(upload, user=actor)
    if article.photo and not article.photo_words:
        raise Refused(_("Say what the picture shows, for those who cannot see it."))
    article.slug = article.slug or free_slug(article.title)
    versions.touch(article, edit)
    article.save()
    audit.record(action="article.edited" if article_id else "article.written", actor=actor, target=article)
    return article


def _check_place(article: Article, actor: User) -> None:
    if article.territory_id is None and not edits_everywhere(actor):
        raise Refused(_("Choose your territory: texts for everywhere are published by the whole network."))
    if article.territory_id and not territories_of(actor).filter(pk=article.territory_id).exists():
        raise Refused(_("Choose a territory that you look after."))


@transaction.atomic
def publish(*, article_id: int, actor: User) -> Article:
    article = _locked(article_id, actor)
    article.state, article.state_reason = ArticleState.PUBLISHED, ""
    article.published_at = article.published_at or timezone.now()
    versions.touch(article, None)
    article.save()
    audit.record(action="article.published", actor=actor, target=article)
    return article


@transaction.atomic
def withdraw(*, article_id: int, actor: User, reason: str) -> Article:
    """Readers no longer find it; it can be published again."""
    article = _locked(article_id, actor)
    reason = reason.strip()[:500]
    if not reason:
        raise Refused(_("Say why, in a sentence."))
    if article.state != ArticleState.PUBLISHED:
        raise Refused(_("This text is not published."))
    article.state, article.state_reason = ArticleState.WITHDRAWN, reason
    versions.touch(article, None)
    article.save()
    audit.record(action="article.withdrawn", actor=actor, target=article, text=reason)
    return article


@transaction.atomic
def delete_draft(*, article_id: int, actor: User) -> None:
    article = _locked(article_id, actor)
    if article.published_at is not None:
        raise Refused(_("A text that was published is withdrawn, not deleted."))
    audit.record(action="article.deleted", actor=actor, target=article)
    article.delete()


def free_slug(title: str) -> str:
    """An address that no article has; kept for good."""
    base = slugify(title.replace("’", "-"))[:LONGEST_SLUG].strip("-") or "article"
    taken = {*TAKEN, *Article.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)

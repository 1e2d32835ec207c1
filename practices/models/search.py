"""What the public list reads: a flat, disposable copy of the versions that were validated."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hosts.fields import PlanePointField
from hosts.models import Sector


class PracticeEntry(models.Model):
    """One row per public practice, written by `practices.services.indexing` in the transaction of the change.

    `tags` holds all that one filters and counts by: `s:` sector, `m:` occupation, `v:` audience, `z:` territory, each
    with its number, `o:1` observed or `o:0` told by those who do it, `l:` language, `p:` country.
    """

    practice = models.OneToOneField("practices.GoodPractice", on_delete=models.CASCADE, related_name="entry")
    of_version = models.ForeignKey("practices.PracticeVersion", on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(max_length=90, db_index=False)
    title = models.CharField(max_length=140)
    sort_title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300)
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", null=True, on_delete=models.SET_NULL, related_name="+")
    host = models.ForeignKey(
        "hosts.HostInstitution", null=True, on_delete=models.SET_NULL, related_name="practice_entries"
    )
    where = models.CharField(max_length=200, help_text=_("The name of the host or structure."))
    city = models.CharField(max_length=120)
    department = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    observed = models.BooleanField()
    sectors = ArrayField(models.BigIntegerField(), default=list)
    occupations = ArrayField(models.BigIntegerField(), default=list)
    people = ArrayField(models.BigIntegerField(), default=list, help_text=_("Author and co-authors."))
    tags = ArrayField(models.CharField(max_length=24), default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    point = PlanePointField(null=True)
    picture = models.ForeignKey("documents.StoredFile", null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField()
    vector = SearchVectorField()

    # Set by a search: km from where someone looks; and what its card shows.
    distance: float | None = None
    shown_sectors: list[Sector]
    reasons: list[str]

    class Meta:
        verbose_name = _("entry of the practices' index")
        verbose_name_plural = _("entries of the practices' index")
        indexes = [
            GinIndex(fields=["vector"], fastupdate=False, name="practice_entry_vector"),
            GinIndex(fields=["tags"], fastupdate=False, name="practice_entry_tags"),
            GinIndex(fields=["people"], fastupdate=False, name="practice_entry_people"),
            GistIndex(fields=["point"], name="practice_entry_point"),
            models.Index(F("published_at").desc(), F("id").desc(), name="practice_entry_newest"),
            models.Index(fields=["sort_title", "id"], name="practice_entry_title"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        return reverse("practices:detail", args=[self.slug])

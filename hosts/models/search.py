"""What search reads: a flat, disposable copy of hosts and offers; and what people keep of their searches."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hosts.enums import AlertFrequency
from hosts.fields import DateMultiRangeField, PlanePointField
from hosts.models.institutions import HostInstitution, HostPhoto
from hosts.models.reference import Sector

ALWAYS = datetime.date(1, 1, 1)
FOREVER = datetime.date(9999, 12, 31)
NEUTRAL_REPLY_SCORE = 50


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def shown(self, day: datetime.date | None = None) -> Self:
        """Entries that exist for visitors on that day: full and past offers are gone, lone hosts are there."""
        day = day or timezone.localdate()
        return self.filter(visible_from__lte=day, visible_until__gte=day)


class SearchEntry(models.Model):
    """One row per published offer × site, and one per site of a published host.

    Written by `hosts.services.indexing` only, in the transaction of the change. An offer's row is visible until
    the last day of its periods with a seat left; a site's own row from the day after the last of its offers ends.

    `tags` holds all that one filters and counts by, for one index and one count: `offre` or `hote`, `s:` sector,
    `m:` occupation, `n:` level, `z:` territory, each with its number, `p:` country, `t:` share of time, `a:` access.
    """

    institution = models.ForeignKey("hosts.HostInstitution", on_delete=models.CASCADE, related_name="search_entries")
    site = models.ForeignKey("hosts.HostSite", on_delete=models.CASCADE, related_name="search_entries")
    offer = models.ForeignKey(
        "hosts.PlacementOffer", null=True, on_delete=models.CASCADE, related_name="search_entries"
    )
    slug = models.SlugField(max_length=90)
    title = models.CharField(max_length=200)
    host_name = models.CharField(max_length=200)
    site_name = models.CharField(max_length=200, blank=True)
    activity = models.CharField(max_length=160)
    city = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    sector = models.ForeignKey("hosts.Sector", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    tags = ArrayField(models.CharField(max_length=24), default=list)
    time_share = models.PositiveSmallIntegerField(null=True)
    open_days = DateMultiRangeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    seats_left = models.PositiveIntegerField(default=0)
    visible_from = models.DateField(default=ALWAYS)
    visible_until = models.DateField(default=FOREVER)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    point = PlanePointField(null=True)
    approximate = models.BooleanField(default=True)
    reply_score = models.PositiveSmallIntegerField(default=NEUTRAL_REPLY_SCORE)
    published_at = models.DateTimeField()
    since = models.DateTimeField(default=timezone.now)
    vector = SearchVectorField()

    # Set by a search: km from where someone looks; and what its card shows.
    distance: float | None
    shown_sector: Sector | None
    access: list[tuple[str, str]]
    seats_words: str
    photo: HostPhoto | None
    favourite: bool

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.UniqueConstraint(fields=["offer", "site"], condition=Q(offer__isnull=False), name="entry_per_offer"),
            models.UniqueConstraint(fields=["site"], condition=Q(offer__isnull=True), name="entry_per_site"),
        ]
        indexes = [
            GinIndex(fields=["vector"], fastupdate=False, name="entry_vector"),
            GinIndex(fields=["tags"], fastupdate=False, name="entry_tags"),
            GistIndex(fields=["point"], name="entry_point"),
            models.Index(F("published_at").desc(), F("id").desc(), name="entry_newest"),
            models.Index(fields=["since"], name="entry_since"),
            models.Index(fields=["visible_until"], name="entry_visible_until"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The page of the offer, or of the host."""
        return _address("hosts:offer", self.offer_id) if self.offer_id else _address("hosts:detail", self.slug)

    @property
    def mark_address(self) -> str:
        """Where it is added to one's favourites."""
        if self.offer_id:
            return _address("hosts:favourite", self.offer_id, "offre")
        return _address("hosts:favourite", self.institution_id, "hote")


def _address(route: str, last: int | str, *first: str) -> str:
    """What `reverse` gives, from its answer for another entry: a page of results has forty addresses."""
    before, after = _around_last(route, isinstance(last, int), *first)
    return f"{before}{last}{after}"


@cache
def _around_last(route: str, number: bool, *first: str) -> tuple[str, str]:
    sample = "1234567890" if number else "sample-of-a-slug"
    before, _sample, after = reverse(route, args=[*first, sample]).rpartition(sample)
    return before, after


class SearchWord(models.Model):
    """A word that occurs in names, titles, towns and occupations: what « did you mean » chooses from."""

    word = models.CharField(max_length=40, primary_key=True, help_text=_("Folded: lower case, without accents."))
    shown = models.CharField(max_length=40, help_text=_("As people write it."))
    lexeme = models.CharField(max_length=60, help_text=_("As the index knows it."))
    entries = models.PositiveIntegerField(default=1, help_text=_("How often it occurs."))

    class Meta:
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")

    def __str__(self) -> str:
        return self.shown


class PersonalQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """One's own only."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class SavedSearch(models.Model):
    """A search someone keeps, with the alert they asked for. `parameters` is what the address bar held."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    parameters = models.JSONField(default=dict)
    frequency = models.CharField(
        _("e-mail alert"), max_length=8, choices=AlertFrequency.choices, default=AlertFrequency.WEEKLY
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    checked_until = models.DateTimeField(default=timezone.now, help_text=_("Newer results have not been told yet."))
    next_check_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency=AlertFrequency.NEVER, next_check_at__isnull=True)
                | (~Q(frequency=AlertFrequency.NEVER) & Q(next_check_at__isnull=False)),
                name="saved_search_alert_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedSearchHit(models.Model):
    """A result already told to someone: what makes sure that it is never told twice."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="hits")
    offer = models.ForeignKey("hosts.PlacementOffer", null=True, on_delete=models.CASCADE, related_name="+")
    site = models.ForeignKey("hosts.HostSite", null=True, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("alert sent")
        verbose_name_plural = _("alerts sent")
        constraints = [
            models.UniqueConstraint(fields=["search", "offer"], condition=Q(offer__isnull=False), name="hit_per_offer"),
            models.UniqueConstraint(fields=["search", "site"], condition=Q(offer__isnull=True), name="hit_per_site"),
            models.CheckConstraint(
                condition=Q(offer__isnull=False, site__isnull=True) | Q(offer__isnull=True, site__isnull=False),
                name="hit_names_one_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.search_id} · {self.offer_id or self.site_id}"


class Favourite(models.Model):
    """A host or an offer that someone wants to find again."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="favourites")
    institution = models.ForeignKey("hosts.HostInstitution", null=True, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey("hosts.PlacementOffer", null=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        verbose_name = _("favourite")
        verbose_name_plural = _("favourites")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution"], condition=Q(institution__isnull=False), name="favourite_host_once"
            ),
            models.UniqueConstraint(
                fields=["user", "offer"], condition=Q(offer__isnull=False), name="favourite_offer_once"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False, offer__isnull=True)
                | Q(institution__isnull=True, offer__isnull=False),
                name="favourite_names_one_thing",
            ),
        ]

    # What search holds of it now; None when it is over.
    entry: SearchEntry | None

    def __str__(self) -> str:
        return f"{self.user_id} · {self.institution_id or self.offer_id}"

    @property
    def host(self) -> HostInstitution:
        host = self.institution or (self.offer.institution if self.offer else None)
        assert host is not None
        return host

    @property
    def address(self) -> str:
        if self.offer_id or self.offer:
            return reverse("hosts:offer", args=[self.offer_id])
        return reverse("hosts:detail", args=[self.host.slug])

    @property
    def mark_address(self) -> str:
        return reverse(
            "hosts:favourite", args=["offre", self.offer_id] if self.offer_id else ["hote", self.institution_id]
        )

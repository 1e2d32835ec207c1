"""What is offered and wished for (B4, B6): the sheet with its fourteen lines, « je voudrais découvrir … »."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchanges.enums import OPEN_STATES, OfferState, StructureState, WishState
from exchanges.models.spaces import MOST_DAYS, ExchangeSpace

if TYPE_CHECKING:
    from exchanges.access import Seat


class ImmersionOfferQuerySet(models.QuerySet["ImmersionOffer"]):
    def published(self) -> Self:
        """Those that the pilot published, of structures that take part: also full and past ones."""
        return self.filter(state=OfferState.PUBLISHED, structure__state=StructureState.APPROVED)

    def offered(self, day: datetime.date | None = None) -> Self:
        """Published, with a period that is not over: what a structure has to show for itself (B2), full or not."""
        ahead = OfferWindow.objects.filter(offer=OuterRef("pk"), end__gte=day or timezone.localdate())
        return self.published().filter(Exists(ahead))

    def open(self, day: datetime.date | None = None) -> Self:
        """Published, with a seat left in a period that is not over: full and past ones drop out by themselves."""
        return self.published().filter(Exists(OfferWindow.objects.live(day).filter(offer=OuterRef("pk"))))

    def visible_to(self, seat: Seat | None) -> Self:
        """Published ones of the space; all of one's own structures; what has left its authors' hands, for the pilot."""
        if seat is None:
            return self.none()
        published = Q(state=OfferState.PUBLISHED, structure__state=StructureState.APPROVED)
        own = Q(structure__in=seat.writes_for)
        sent = ~Q(state=OfferState.DRAFT) | Q(submitted_at__isnull=False)
        shown = published | own | sent if seat.is_pilot else published | own
        return self.filter(shown, structure__space=seat.space)

    def written_by(self, seat: Seat | None) -> Self:
        """Sheets that the person may write: those of their structures."""
        return self.filter(structure__in=seat.writes_for) if seat else self.none()


class ImmersionOffer(models.Model):
    """The sheet « offre accueil » of a structure. Its windows hold the seats; `version` guards against two editors."""

    structure = models.ForeignKey("exchanges.Structure", on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(
        _("state"), max_length=10, choices=OfferState.choices, default=OfferState.DRAFT, editable=False
    )
    state_reason = models.CharField(_("reason"), max_length=1000, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=140, blank=True)
    site = models.ForeignKey(
        "hosts.HostSite",
        verbose_name=_("establishment or place"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place_details = models.CharField(_("where exactly"), max_length=200, blank=True)
    observable_missions = models.TextField(_("missions that can be observed"), max_length=4000, blank=True)
    observable_posts = models.TextField(_("posts that can be observed"), max_length=2000, blank=True)
    observer_profile = models.TextField(_("profile of the observer"), max_length=2000, blank=True)
    period_details = models.CharField(_("about the periods"), max_length=300, blank=True)
    least_days = models.PositiveSmallIntegerField(
        _("days at least"), default=2, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    most_days = models.PositiveSmallIntegerField(
        _("days at most"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    contents = models.TextField(_("what is proposed"), max_length=4000, blank=True)
    contact_name = models.CharField(_("contact"), max_length=120, blank=True)
    contact_function = models.CharField(_("function"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail address"), blank=True)
    contact_telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    support_details = models.CharField(_("about the documents"), max_length=500, blank=True)
    conditions = models.TextField(_("particular conditions"), max_length=2000, blank=True)
    effects_structure = models.TextField(_("effects expected for the structure"), max_length=2000, blank=True)
    effects_person = models.TextField(_("effects expected for the person received"), max_length=2000, blank=True)
    written_on = models.DateField(_("written on"), default=timezone.localdate)
    written_by = models.ForeignKey(
        "accounts.User", verbose_name=_("written by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("sent on"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)
    # Written by `exchanges.services.words` last in each service.
    vector = SearchVectorField(null=True, editable=False)

    objects = ImmersionOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer of immersion")
        verbose_name_plural = _("offers of immersion")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["structure", "state"], name="immersion_offer_state"),
            GinIndex(fields=["vector"], fastupdate=False, name="immersion_offer_vector"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(least_days__gte=1, most_days__gte=F("least_days"), most_days__lte=MOST_DAYS),
                name="immersion_offer_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.PUBLISHED) | Q(published_at__isnull=False),
                name="immersion_offer_published_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.SUBMITTED) | Q(submitted_at__isnull=False),
                name="immersion_offer_sent_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.RETURNED) | ~Q(state_reason=""), name="immersion_offer_returned_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled offer"))

    def get_absolute_url(self) -> str:
        return reverse("exchanges:offer", args=[self.pk])

    @property
    def is_open_for_writing(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_open(self) -> bool:
        """Published, with a seat left in a period that is not over; asks the windows at hand."""
        return self.state == OfferState.PUBLISHED and any(window.is_live for window in self.windows.all())

    @property
    def space(self) -> ExchangeSpace:
        return self.structure.space

    @property
    def period_values(self) -> list[tuple[str, str, int]]:
        """The periods in the form in which two editors' versions are compared."""
        rows = self.windows.values_list("start", "end", "seats")
        return sorted((start.isoformat(), end.isoformat(), seats) for start, end, seats in rows)


class OfferWindowQuerySet(models.QuerySet["OfferWindow"]):
    def live(self, day: datetime.date | None = None) -> Self:
        """Not over, with a seat left."""
        return self.filter(end__gte=day or timezone.localdate(), taken__lt=F("seats"))


class OfferWindow(models.Model):
    """A period within which an offer takes people, and its seats. Only `exchanges.services.seats` moves `taken`."""

    offer = models.ForeignKey(ImmersionOffer, on_delete=models.CASCADE, related_name="windows")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    seats = models.PositiveSmallIntegerField(_("seats"), default=1, validators=[MinValueValidator(1)])
    taken = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)

    objects = OfferWindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("period of an offer of immersion")
        verbose_name_plural = _("periods of offers of immersion")
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="offer_window_ends_after_start"),
            models.CheckConstraint(
                condition=Q(seats__gte=1, taken__gte=0, taken__lte=F("seats")), name="offer_window_never_overbooked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"

    @property
    def seats_left(self) -> int:
        return self.seats - self.taken

    @property
    def is_live(self) -> bool:
        return self.seats_left > 0 and self.end >= timezone.localdate()


class OfferAttachment(models.Model):
    """A « document d'appui »: the project of the service, a leaflet, the access plan."""

    offer = models.ForeignKey(ImmersionOffer, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("document of an offer of immersion")
        verbose_name_plural = _("documents of offers of immersion")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class OfferStep(models.Model):
    """One transition of a sheet: who, from where to where, when, why."""

    offer = models.ForeignKey(ImmersionOffer, on_delete=models.CASCADE, related_name="steps")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=10, choices=OfferState.choices)
    target = models.CharField(max_length=10, choices=OfferState.choices)
    actor = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.CharField(_("why"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("step of an offer of immersion")
        verbose_name_plural = _("steps of offers of immersion")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(target=OfferState.RETURNED) | ~Q(comment=""), name="immersion_offer_step_says_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} · {self.action}"


class ImmersionWishQuerySet(models.QuerySet["ImmersionWish"]):
    def open(self, day: datetime.date | None = None) -> Self:
        """Those that wait, of structures that take part; one whose periods are all over drops out by itself."""
        ahead = WishWindow.objects.filter(wish=OuterRef("pk"), end__gte=day or timezone.localdate())
        any_window = WishWindow.objects.filter(wish=OuterRef("pk"))
        return self.filter(
            Q(Exists(ahead)) | ~Q(Exists(any_window)),
            state=WishState.OPEN,
            structure__state=StructureState.APPROVED,
        )

    def visible_to(self, seat: Seat | None) -> Self:
        """Open ones of the space; all of one's own; all, for the pilot."""
        if seat is None:
            return self.none()
        rows = self.filter(structure__space=seat.space)
        if seat.is_pilot:
            return rows
        return rows.filter(Q(pk__in=ImmersionWish.objects.open().values("pk")) | Q(person=seat.user))


class ImmersionWish(models.Model):
    """« Je voudrais découvrir … »: a professional's wish, by sector, structure, post and period (B6)."""

    structure = models.ForeignKey("exchanges.Structure", on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="immersion_wishes")
    sectors = models.ManyToManyField("hosts.Sector", verbose_name=_("sectors"), blank=True, related_name="+")
    structures = models.ManyToManyField(
        "exchanges.Structure", verbose_name=_("structures"), blank=True, related_name="wanted_by"
    )
    post = models.CharField(_("post"), max_length=160, blank=True)
    text = models.TextField(_("what I would like to discover"), max_length=2000)
    days = models.PositiveSmallIntegerField(
        _("number of days"), default=2, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    )
    state = models.CharField(
        _("state"), max_length=10, choices=WishState.choices, default=WishState.OPEN, editable=False
    )
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True, editable=False)
    vector = SearchVectorField(null=True, editable=False)

    objects = ImmersionWishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish of immersion")
        verbose_name_plural = _("wishes of immersion")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["structure", "state"], name="immersion_wish_state"),
            GinIndex(fields=["vector"], fastupdate=False, name="immersion_wish_vector"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(days__range=(1, MOST_DAYS)), name="immersion_wish_days_in_range"),
            models.CheckConstraint(
                condition=Q(state=WishState.OPEN, closed_at__isnull=True)
                | (~Q(state=WishState.OPEN) & Q(closed_at__isnull=False)),
                name="immersion_wish_closed_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.post or self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("exchanges:wish", args=[self.pk])


class WishWindow(models.Model):
    """When the person could go. A wish without one says: whenever it suits."""

    wish = models.ForeignKey(ImmersionWish, on_delete=models.CASCADE, related_name="windows")
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))

    class Meta:
        verbose_name = _("period of a wish")
        verbose_name_plural = _("periods of wishes")
        ordering = ["start", "pk"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="wish_window_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.start} – {self.end}"

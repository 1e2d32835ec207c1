from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from messaging import audiences


class ThreadQuerySet(models.QuerySet["Thread"]):
    def visible_to(self, user: Any) -> Self:
        """Threads the person takes part in or watches: themselves, through an organisation, or by an audience."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_reach(user).through(ThreadParty.objects.all()))

    def written_by(self, user: Any) -> Self:
        """Threads the person may write in: those they see as more than a watcher."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_reach(user).through(ThreadParty.objects.filter(watches=False)))

    def as_shown_to(self, user: Any) -> Self:
        """Threads the person sees, with `may_write`: whether they take part rather than only watch."""
        if not user.is_authenticated:
            return self.none()
        reach = _reach(user)
        taking_part = reach.through(ThreadParty.objects.filter(watches=False))
        shown = self.filter(reach.through(ThreadParty.objects.all()))
        return shown.annotate(may_write=ExpressionWrapper(taking_part, models.BooleanField()))

    def with_unread(self, user: Any) -> Self:
        """Adds `unread`: how many messages of others came since the person last read."""
        read = ThreadReading.objects.filter(thread=OuterRef("thread"), user=user).values("until")[:1]
        fresh = (
            Message.objects.filter(thread=OuterRef("pk"))
            .exclude(author=user)
            .filter(pk__gt=Coalesce(Subquery(read), 0))
            .order_by()
            .values("thread")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(unread=Coalesce(Subquery(fresh), 0))

    def unread_by(self, user: Any) -> Self:
        """Threads in which something waits to be read, with `unread`."""
        return self.with_unread(user).filter(unread__gt=0)  # type: ignore[misc]

    def newest_first(self) -> Self:
        return self.order_by(F("last_message_at").desc(), "-pk")


def _reach(user: Any) -> audiences.Reach:
    from messaging import audiences

    return audiences.Reach(user)


class Thread(models.Model):
    """An exchange of messages about one object, between parties that everyone in it can see."""

    about = models.CharField(_("about"), max_length=120)
    purpose = models.SlugField(_("purpose"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    territory = models.ForeignKey(
        "accounts.Territory", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("begun on"), default=timezone.now, editable=False)
    last_message_at = models.DateTimeField(_("last message on"), default=timezone.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange")
        verbose_name_plural = _("exchanges")
        constraints = [models.UniqueConstraint(fields=["about", "purpose"], name="thread_one_per_purpose")]

    def __str__(self) -> str:
        return self.subject


class ThreadParty(models.Model):
    """Who takes part in a thread, or only watches it: a person, an organisation, or an audience such as moderators."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="parties")
    user = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    roles = ArrayField(models.CharField(max_length=20), verbose_name=_("only these roles"), default=list, blank=True)
    audience = models.CharField(_("audience"), max_length=40, blank=True)
    watches = models.BooleanField(_("only reads"), default=False)

    class Meta:
        verbose_name = _("party of an exchange")
        verbose_name_plural = _("parties of an exchange")
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(user__isnull=False, organisation__isnull=True, audience="")
                    | Q(user__isnull=True, organisation__isnull=False, audience="")
                    | (Q(user__isnull=True, organisation__isnull=True) & ~Q(audience=""))
                ),
                name="thread_party_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["thread", "user", "organisation", "audience"],
                nulls_distinct=False,
                name="thread_party_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.organisation or self.audience)


class Message(models.Model):
    """One message. Its author's words go when the author's data are erased; that there was one stays."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        "accounts.Organisation", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("message"))
    created_at = models.DateTimeField(_("written on"), default=timezone.now, editable=False)
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["thread", "id"], name="message_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id}:{self.pk}"


class ThreadReading(models.Model):
    """Up to which message a person has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    until = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="thread_reading_once")]

    def __str__(self) -> str:
        return f"{self.thread_id}:{self.user_id}"

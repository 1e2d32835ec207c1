from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership
from hosts.enums import Access, HostOrigin, HostState, MembershipStatus
from hosts.naming import parse


class HostInstitutionQuerySet(models.QuerySet["HostInstitution"]):
    def published(self) -> Self:
        return self.filter(state=HostState.PUBLISHED)

    def visible_to(self, user: Any) -> Self:
        """Published sheets for all; a host's own for its people and discoverer; a territory's for its moderators."""
        if not user.is_authenticated:
            return self.published()
        mine = Membership.objects.current().filter(user=user)
        return self.filter(
            Q(state=HostState.PUBLISHED)
            | Q(organisation__in=mine.values("organisation"))
            | Q(discovered_by=user)
            | _moderated(user)
        )

    def moderated_by(self, user: Any) -> Self:
        """Sheets of the territories that the person animates or administers; all of them for a network without one."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(_moderated(user))

    def managed_by(self, user: Any) -> Self:
        """Sheets that the person keeps for their own organisation."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user, role=Role.HOST_MANAGER)
        return self.filter(organisation__in=mine.values("organisation"))

    def editable_by(self, user: Any) -> Self:
        """Sheets that the person may change: their host's, their territory's, one that they discovered until it is
        published."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user, role=Role.HOST_MANAGER)
        return self.exclude(state=HostState.MERGED).filter(
            Q(organisation__in=mine.values("organisation"))
            | Q(discovered_by=user, state__in=[HostState.PENDING, HostState.RETURNED])
            | _moderated(user)
        )


def _moderated(user: Any) -> Q:
    roles = [Role.NETWORK_ADMIN, Role.ANIMATOR]
    moderated = Membership.objects.current().filter(
        user=user, role__in=roles, organisation__kind=OrganisationKind.NETWORK
    )
    everywhere = moderated.filter(organisation__territory__isnull=True)
    return Q(organisation__territory__in=moderated.values("organisation__territory")) | Q(models.Exists(everywhere))


class HostInstitution(models.Model):
    """A structure d'accueil: what an organisation tells as a host. One-to-one with its Organisation."""

    organisation = models.OneToOneField(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        related_name="host",
        limit_choices_to={"kind": OrganisationKind.HOST},
    )
    slug = models.SlugField(_("address"), max_length=90, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=HostState.choices, default=HostState.PENDING)
    state_reason = models.CharField(_("reason"), max_length=500, blank=True)
    membership_status = models.CharField(
        _("membership"), max_length=12, choices=MembershipStatus.choices, default=MembershipStatus.POTENTIAL
    )
    origin = models.CharField(_("origin"), max_length=12, choices=HostOrigin.choices, default=HostOrigin.ITSELF)
    discovered_by = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="discovered_hosts"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="twins")
    sector = models.ForeignKey(
        "hosts.Sector", verbose_name=_("sector"), null=True, blank=True, on_delete=models.PROTECT, related_name="hosts"
    )
    occupations = models.ManyToManyField("hosts.Occupation", verbose_name=_("occupations"), blank=True)
    activity = models.CharField(
        _("category"), max_length=160, blank=True, help_text=_("What kind of structure it is, such as IME or collège.")
    )
    presentation = models.TextField(_("presentation"), blank=True, max_length=5000)
    public_served = models.CharField(_("public served"), max_length=300, blank=True)
    languages = ArrayField(models.CharField(max_length=2), verbose_name=_("languages"), default=list, blank=True)
    staff_number = models.PositiveIntegerField(_("staff number"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    hosting_since = models.PositiveSmallIntegerField(
        _("hosts trainees since (year)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    # What two spellings of the name share; kept by save() and by the receiver of a renamed organisation.
    folded_name = models.CharField(max_length=220, blank=True, editable=False)
    name_tokens = ArrayField(models.CharField(max_length=220), default=list, blank=True, editable=False)
    # Offers are paused while a host that answered nobody rests; what was sent before it woke counts no more.
    asleep_since = models.DateTimeField(_("offers paused since"), null=True, blank=True, editable=False)
    woken_at = models.DateTimeField(_("offers shown again on"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("sent to moderation on"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created on"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    objects = HostInstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("host institution")
        verbose_name_plural = _("host institutions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=HostState.MERGED, merged_into__isnull=False)
                | (~Q(state=HostState.MERGED) & Q(merged_into__isnull=True)),
                name="host_merged_names_its_twin",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[HostState.RETURNED, HostState.REFUSED]) | ~Q(state_reason=""),
                name="host_sent_back_or_refused_says_why",
            ),
        ]
        indexes = [
            GinIndex(fields=["name_tokens"], name="host_name_tokens"),
            models.Index(fields=["state", "submitted_at"], name="host_queue"),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold_name()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded_name", "name_tokens"}
        super().save(*args, **kwargs)

    def fold_name(self) -> None:
        """Refreshes what the name is compared by. Whoever writes in bulk calls it on each object."""
        name = parse(self.organisation.name)
        self.folded_name, self.name_tokens = name.folded[:220], name.tokens

    @property
    def name(self) -> str:
        return self.organisation.name


class HostSite(models.Model):
    """An établissement ou lieu of a host, where the placement takes place, and how one gets there (S2)."""

    institution = models.ForeignKey(HostInstitution, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name of the site"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR")
    place = models.ForeignKey(
        "hosts.Place", verbose_name=_("commune"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    approximate = models.BooleanField(
        _("approximate position"), default=True, help_text=_("The commune's centre, not the building.")
    )
    public_transport = models.CharField(_("public transport"), max_length=3, choices=Access.choices, blank=True)
    transport_details = models.CharField(
        _("how to get there"), max_length=300, blank=True, help_text=_("Line, stop, walking time.")
    )
    meals = models.CharField(_("meals on site"), max_length=3, choices=Access.choices, blank=True)
    wheelchair = models.CharField(_("wheelchair access"), max_length=3, choices=Access.choices, blank=True)
    lodging = models.CharField(_("lodging"), max_length=3, choices=Access.choices, blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    is_main = models.BooleanField(_("main site"), default=False)
    active = models.BooleanField(_("open"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    edited_from = models.CharField(max_length=32, blank=True, editable=False)

    class Meta:
        verbose_name = _("host site")
        verbose_name_plural = _("host sites")
        ordering = ["-is_main", "pk"]
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="site_position"),
            models.Index(OpClass("postcode", "varchar_pattern_ops"), name="site_postcode_prefix"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=Q(is_main=True), name="site_one_main_per_host"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="site_position_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.institution.name


class ContactPerson(models.Model):
    """Whom to talk to. Shown to a trainee only once their application is accepted."""

    institution = models.ForeignKey(HostInstitution, on_delete=models.CASCADE, related_name="contacts")
    site = models.ForeignKey(HostSite, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    function = models.CharField(_("function"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HostPhoto(models.Model):
    """A picture of a host, re-encoded, with the words that replace it for those who cannot see it."""

    institution = models.ForeignKey(HostInstitution, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey("documents.StoredFile", on_delete=models.PROTECT, related_name="+")
    alternative = models.CharField(_("what the picture shows"), max_length=200)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.alternative


class SiteQualification(models.Model):
    """« Site qualifiant »: a status that a school grants a site for its own trainees (A19)."""

    site = models.ForeignKey(HostSite, on_delete=models.CASCADE, related_name="qualifications")
    school = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="qualified_sites")
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey("accounts.User", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("site qualification")
        verbose_name_plural = _("site qualifications")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "school"], condition=Q(until__isnull=True), name="qualification_one_open_per_school"
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.school}"


class RegisterEntry(models.Model):
    """The number a site bears in an official register: the key that makes an import safe to run twice."""

    site = models.ForeignKey(HostSite, on_delete=models.CASCADE, related_name="register_entries")
    register = models.SlugField(_("register"), max_length=40)
    identifier = models.CharField(_("number in the register"), max_length=60)
    checksum = models.CharField(max_length=64, editable=False, help_text=_("Of the row last imported."))
    # What the register said last: a value that still stands may follow it, one that people changed stays theirs.
    values = models.JSONField(default=dict, editable=False)
    seen_at = models.DateTimeField(_("last imported on"), default=timezone.now)

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("register entries")
        constraints = [models.UniqueConstraint(fields=["register", "identifier"], name="register_entry_unique")]

    def __str__(self) -> str:
        return f"{self.register} {self.identifier}"

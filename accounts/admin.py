"""The back office of accounts: to look things up and mend what the screens do not. Traces and secrets are read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import (
    AuditEntry,
    Invitation,
    Membership,
    Organisation,
    PersonalLink,
    Pupil,
    RetentionRule,
    Territory,
    User,
)


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """Looked at, never changed from here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("user", "organisation")
    exclude = ("handed_over_to",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Passwords are chosen by their owners; erasure is done by the service, not by deleting a row."""

    list_display = ("__str__", "email", "is_trainee", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_trainee", "language")
    search_fields = ("first_name", "last_name", "email")
    ordering = ("sort_name",)
    exclude = ("password", "groups", "user_permissions")
    readonly_fields = ("email", "last_login", "date_joined", "warned_at", "anonymised_at")
    inlines = (MembershipInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "kind", "territory", "verified_at")
    list_filter = ("kind", "territory")
    list_select_related = ("territory",)
    search_fields = ("name", "legal_name", "siret")
    inlines = (MembershipInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Territory)
class TerritoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "country", "departments", "time_zone")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(RetentionRule)
class RetentionRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("matter", "days", "valid_from", "source")
    list_filter = ("matter",)


@admin.register(Pupil)
class PupilAdmin(ReadOnly):
    list_display = ("__str__", "school", "group", "last_sign_in", "left_at")
    list_select_related = ("school", "user")
    search_fields = ("identifier", "user__first_name", "user__last_name", "school__name")


@admin.register(Invitation)
class InvitationAdmin(ReadOnly):
    list_display = ("email", "organisation", "created_at", "accepted_at", "revoked_at")
    list_select_related = ("organisation",)
    search_fields = ("email", "organisation__name")


@admin.register(PersonalLink)
class PersonalLinkAdmin(ReadOnly):
    list_display = ("purpose", "email", "created_at", "expires_at", "opened_at", "used_at", "revoked_at")
    list_filter = ("purpose",)
    search_fields = ("email",)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ("at", "action", "actor", "target_type", "target_id", "organisation")
    list_select_related = ("actor", "organisation")
    list_filter = ("action",)
    show_full_result_count = False

"""Kept searches and favourites as personal data: given out on demand, forgotten with the person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import privacy
from accounts.models import User
from hosts.models import Favourite, SavedSearch

BASIS = _("Performance of the service that the person asked for (GDPR art. 6.1.b)")


def export_searches(user: User) -> object:
    rows = SavedSearch.objects.filter(user=user)
    return list(rows.values("name", "parameters", "frequency", "created_at", "checked_until"))


def erase_searches(user: User) -> None:
    SavedSearch.objects.filter(user=user).delete()


def export_favourites(user: User) -> object:
    rows = Favourite.objects.filter(user=user).select_related("institution__organisation", "offer")
    return [{"what": str(one.offer or one.institution), "marked_on": one.created_at} for one in rows]


def erase_favourites(user: User) -> None:
    Favourite.objects.filter(user=user).delete()


def register() -> None:
    privacy.register(
        "saved_searches",
        label=_("Kept searches"),
        purpose=_("Find a search again, and be told by e-mail of what is new to it."),
        basis=BASIS,
        recipients=_("Nobody but the person"),
        retention=_("Until the person deletes them, or erasure"),
        export=export_searches,
        erase=erase_searches,
    )
    privacy.register(
        "favourites",
        label=_("Favourites"),
        purpose=_("Find hosts and offers again."),
        basis=BASIS,
        recipients=_("Nobody but the person"),
        retention=_("Until the person takes them off, or erasure"),
        export=export_favourites,
        erase=erase_favourites,
    )

"""The codes of the trace in words. Each app adds its own in `AppConfig.ready()`:

tracewords.add({"offer.closed": _("Offer closed")})
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_words: dict[str, str | Promise] = {
    "account.factor_added": _("Second factor added"),
    "account.factor_removed": _("Second factor removed"),
    "account.factors_reset": _("Second factors taken away, after a loss"),
    "account.password_changed": _("Password changed"),
    "invitation.accepted": _("Invitation accepted"),
    "invitation.revoked": _("Invitation withdrawn"),
    "invitation.sent": _("Invitation sent"),
    "membership.asked": _("Asked to join"),
    "membership.ended": _("Role ended"),
    "membership.granted": _("Role given"),
    "membership.handed_over": _("Handed over"),
    "organisation.added": _("Organisation added by the network"),
    "organisation.asked_again": _("New check asked for"),
    "organisation.changed": _("Organisation changed"),
    "organisation.founded": _("Organisation founded"),
    "organisation.refused": _("Organisation refused"),
    "organisation.verified": _("Organisation recognised"),
    "person.erased": _("Account erased"),
    "pupil.closed": _("Pupil's account closed"),
    "pupil.reopened": _("Pupil's account opened again"),
    "pupil.secret_reset": _("Pupil's secret renewed"),
    "pupils.created": _("Pupils' accounts made"),
    "retention.changed": _("Rule of retention dated"),
    "school.code_changed": _("School's code changed"),
    "territory.changed": _("Territory changed"),
    "territory.created": _("Territory created"),
    "territory.deleted": _("Territory removed"),
}


def add(words: Mapping[str, str | Promise]) -> None:
    """Tells how to say actions of another app."""
    _words.update(words)


def sentence(action: str) -> str:
    """The action in words; its code when nobody said how."""
    return str(_words.get(action, action))


def details(data: Mapping[str, object]) -> list[str]:
    """The ids and codes of a line, as short texts; what says nothing is left out."""
    shown = []
    for name, value in data.items():
        if value in (None, False, "", [], {}):
            continue
        if value is True:
            shown.append(name)
        else:
            text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            shown.append(f"{name}: {text}")
    return shown


def choices() -> list[tuple[str, str]]:
    return sorted(((code, str(words)) for code, words in _words.items()), key=lambda pair: pair[1].casefold())

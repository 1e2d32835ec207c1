"""What a snapshot says, line by line in words: so that two of them can be compared by people (§7, point 3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from agreements import variables
from internships.enums import Weekday
from law import durations

# How the document is made, not what it says.
LEFT_OUT = {
    "numero",
    "date_document",
    "emploi_du_temps",
    "lieux",
    "engagements",
    "modifications",
    "gratification_hotes",
}


def said(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """Label and words, in the order of the variables, then the timetable and who signs."""
    taken = dict(snapshot)
    found = {str(one.words): one.value(taken) for one in variables.ALL.values() if one.name not in LEFT_OUT}
    found[_("Timetable")] = "\n".join(_week(site) for site in taken["sites"])
    found[_("Signatories")] = "\n".join(
        f"{one['name']} ({', '.join(filter(None, (one['label'], one.get('host', ''))))})"
        for one in taken["signatories"]
    )
    found[_("Conditions accepted")] = "\n".join(
        f"{one['label']} ({one.get('host') or one['side']})" for one in taken["mentions"] if one["value"] is True
    )
    return found


def _week(site: Mapping[str, Any]) -> str:
    lines = []
    for value, label in Weekday.choices:
        slots = [one for one in site["week"] if str(one["weekday"]) == value]
        if slots:
            hours = ", ".join(f"{durations.clock(one['start'])} – {durations.clock(one['end'])}" for one in slots)
            lines.append(f"{label} {hours}")
    days = [f"{one['day']} {one['label']}".strip() for one in site["special_days"]]
    return "\n".join([*lines, *days])

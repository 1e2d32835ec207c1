"""Placements, evaluations, follow-ups, replies and objectives on the dashboard: numbers only, of nobody by name."""

from __future__ import annotations

import datetime
from collections import defaultdict

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.dashboard import Figure, Scope, Section, link
from internships.enums import Source
from internships.impact_sections import BY
from internships.selectors import dashboard_sql as sql
from internships.selectors import impact as impact_figures

# After the last reminder of those that are shipped.
LATE_AFTER = datetime.timedelta(days=10)
Numbers = dict[str, dict[str, tuple[int, int]]]


def sections(scope: Scope) -> list[Section]:
    """Two queries at most: all that is counted here, and the public figures of objectives where they are not known."""
    found = _read(scope)
    return [_placements(found), _replies(found), _evaluations(scope, found), _follow_ups(found), _objectives(scope)]


def _read(scope: Scope) -> Numbers:
    today = timezone.localdate()
    values = {**scope.values, "today": today, "late": today - LATE_AFTER, "zone": timezone.get_default_timezone_name()}
    found: Numbers = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(sql.FIGURES, values)
        for figure, side, number, part in cursor.fetchall():
            found[figure][side] = (number, part)
    return found


def _placements(found: Numbers) -> Section:
    number = {name: found[name][""][0] for name in ("planned", "running", "over", "stopped", "cancelled")}
    whole = number["planned"] + number["running"] + number["over"]
    figures = [
        Figure(pgettext("placements", "To come"), number["planned"], whole),
        Figure(pgettext("placements", "Under way"), number["running"], whole),
        Figure(pgettext("placements", "Over"), number["over"], whole),
        Figure(pgettext("placements", "Ended early"), number["stopped"], whole),
        Figure(pgettext("placements", "Cancelled"), number["cancelled"]),
    ]
    return Section("stages", _("Placements"), figures, _("By the first day, and where the first host is."))


def _replies(found: Numbers) -> Section:
    asked, answered = found["request"].get("", (0, 0))
    figures = [
        Figure(_("Requests that a host answered"), answered, asked),
        Figure(_("Requests without an answer in time"), asked - answered, asked),
    ]
    note = _("Of the applications whose time is over; those withdrawn before do not count.")
    return Section("reponses", _("Replies of hosts"), figures, note)


def _evaluations(scope: Scope, found: Numbers) -> Section:
    address, territory = reverse("internships:evaluations_overseen"), scope.territory
    filters = {"territoire": territory.slug if territory else "", "annee": scope.year}
    figures = []
    for source in Source:
        opened, sent = found["evaluation"].get(source, (0, 0))
        late = found["late"].get(source, (0, 0))[0]
        if opened:
            here = {**filters, "source": str(source)}
            who = str(BY[source])
            figures += [
                Figure(_("%(who)s: opened") % {"who": who}, opened, None, link(address, **here)),
                Figure(_("%(who)s: sent") % {"who": who}, sent, opened, link(address, state="sent", **here)),
                Figure(_("%(who)s: late") % {"who": who}, late, opened, link(address, state="late", **here)),
            ]
    note = ngettext(
        "Late: not sent %(days)d day after the end.", "Late: not sent %(days)d days after the end.", LATE_AFTER.days
    ) % {"days": LATE_AFTER.days}
    return Section("evaluations", _("Evaluations"), figures, note)


def _follow_ups(found: Numbers) -> Section:
    figures = []
    for months, (due, answered) in sorted(found["follow_up"].items()):
        after = {"12": _("after a year"), "24": _("after two years")}.get(months, "")
        figures += [
            Figure(_("Due %(when)s") % {"when": after}, due),
            Figure(_("Answered %(when)s") % {"when": after}, answered, due),
        ]
    return Section("suites", _("Follow-ups of placements"), figures)


def _objectives(scope: Scope) -> Section:
    """Those that everybody may read: too few people are told apart here neither."""
    known = impact_figures.table()
    there = impact_figures.Impact(known, (scope.territory.pk if scope.territory else None, scope.year), ())
    address = link(
        reverse("internships:impact"), territoire=scope.territory.slug if scope.territory else "", annee=scope.year
    )
    figures = [
        Figure(_("Reached, say: %(who)s") % {"who": str(BY[one.source]).lower()}, one.reached, one.evaluated, address)
        for one in there.objectives
    ]
    note = _("Of the objectives that were evaluated; nothing of fewer than three people.")
    return Section("objectifs", _("Objectives reached"), figures, note)

"""Snapshot and text to a document: HTML, then PDF. Pure: nothing is read from the database (E10).

The frame (title, parties, signatures, number on each page, QR code) is ours; what stands between is the text.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from agreements import mentions, terms, text, variables
from agreements.enums import Side
from documents import pdf, qrcodes, verification
from internships.enums import Weekday
from law import durations

Snapshot = dict[str, Any]


def render(snapshot: Snapshot, body: str, language: str) -> bytes:
    """The PDF of an agreement or amendment. Raises documents.pdf.DocumentProblem."""
    return pdf.render("agreements/pdf/agreement.html", context(snapshot, body, language), language=language)


def certificate(snapshot: Snapshot, body: str, language: str) -> bytes:
    """The PDF of a certificate of placement."""
    made = context(snapshot, body, language, numbered=False)
    return pdf.render("agreements/pdf/certificate.html", made, language=language)


def context(snapshot: Snapshot, body: str, language: str, *, numbered: bool = True) -> dict[str, Any]:
    """What the templates of documents are filled with, in the language of the document."""
    with translation.override(language):
        return {
            "snapshot": snapshot,
            "title": title(snapshot),
            "parties": parties(snapshot),
            "body": text.render(body, snapshot, draw=drawing(snapshot), numbered=numbered),
            "qr": qr_code(snapshot["code"]),
            "address": verification.address(snapshot["code"]),
            "drawn_up_on": variables.day(snapshot["drawn_up_on"]),
        }


def title(snapshot: Snapshot) -> str:
    changed = snapshot.get("amendment")
    if changed:
        return _("Amendment no. %(number)s to agreement %(agreement)s") % {
            "number": changed["number"],
            "agreement": changed["original"]["number"],
        }
    if snapshot.get("is_certificate"):
        return _("Certificate of placement")
    kind = snapshot["kind"]
    if kind["code"] == "immersion":
        return _("Agreement on an immersion between professionals")
    if kind["sender"] == "employer":
        return _("Agreement on the stay of a working professional")
    if kind["is_observation"]:
        return _("Agreement on an observation placement")
    return _("Placement agreement")


def file_name(snapshot: Snapshot, version: int) -> str:
    """« convention-C-2026-000123-v1.pdf »."""
    with translation.override(snapshot["language"]):
        word = _("amendment") if snapshot.get("amendment") else _("agreement")
        return f"{word}-{snapshot['number']}-v{version}.pdf"


def qr_code(code: str) -> str:
    """The address that confirms the document, as a picture in a `data:` address."""
    return qrcodes.data_uri(verification.address(code))


def parties(snapshot: Snapshot) -> list[dict[str, Any]]:
    """One row per party: who they are, and who accompanies the trainee on their side."""
    rows = []
    sender = snapshot["sender"]
    if sender:
        is_employer = sender["kind"] == "employer"
        people = [(_("Contact person"), one) for one in sender.get("people", [])]
        if not is_employer:
            people = [(_("Referent teacher"), one) for one in snapshot["referents"]]
        rows.append(_party(_("The employer") if is_employer else _("The school"), sender, people, sender["email"]))
    for site in snapshot["sites"]:
        people = [(_("Tutor"), one) for one in site["tutors"]]
        named = {
            **site,
            "name": site["name"] if site["site"] in ("", site["name"]) else f"{site['name']}, {site['site']}",
        }
        rows.append(_party(_("The host"), named, people, site["activity"]))
    trainee = snapshot["trainee"]
    born = _("born on %(day)s") % {"day": variables.day(trainee["birth_date"])} if trainee["birth_date"] else ""
    guardians = [(_("Legal representative"), {**one, "function": one["relationship"]}) for one in trainee["guardians"]]
    who = {"name": trainee["name"], "address": trainee["address"], "telephone": trainee["telephone"]}
    label = _("The trainee") if snapshot["kind"]["sender"] == "school" else _("The visiting professional")
    row = _party(label, who, guardians if trainee["is_minor"] else [], born)
    return [*rows, row]


def _party(label: str, who: dict[str, Any], people: list[tuple[str, dict[str, str]]], more: str) -> dict[str, Any]:
    number = who.get("number", "")
    legal = who.get("legal_name", "")
    lines = [
        legal if legal != who["name"] else "",
        more if "@" not in more else "",
        who["address"],
        _("company no. %(number)s") % {"number": number} if number else "",
        " · ".join(filter(None, (more if "@" in more else "", who["telephone"]))),
    ]
    return {
        "label": label,
        "name": who["name"],
        "lines": [line for line in lines if line],
        "people": [
            {"label": words, "name": variables.person_words(one), "contact": contact(one)} for words, one in people
        ],
    }


def contact(person: dict[str, str]) -> str:
    return " · ".join(filter(None, (person.get("email", ""), person.get("telephone", ""))))


def drawing(snapshot: Snapshot) -> text.Draw:
    """Draws the variables that are tables."""
    tables = {
        "emploi_du_temps": timetable,
        "lieux": sites,
        "modifications": changes,
        "engagements": clauses,
        "gratification_hotes": stipends,
    }

    def draw(name: str) -> SafeString | None:
        return tables[name](snapshot) if name in tables else by_host(snapshot, variables.ALL[name].mention)

    return draw


def by_host(snapshot: Snapshot, code: str) -> SafeString | None:
    """What each of several hosts says under a mention, under its own name (A6, A9); None where nobody is named."""
    rows = variables.said(snapshot, code) if code else []
    if not any(host for host, _words in rows):
        return None
    parts = [format_html("<h3>{}</h3>{}", host, SafeString(text.paragraph(words))) for host, words in rows]
    return SafeString("".join(parts))


def table(head: list[str], rows: list[list[Any]], *, css: str = "") -> SafeString:
    """A table whose columns and lines have headings, as PDF/UA wants.

    The corner heads headings only, which no cell of the table refers to: it is a plain cell.
    """
    columns = format_html(
        "<td>{}</td>{}", head[0], format_html_join("", '<th scope="col">{}</th>', ((one,) for one in head[1:]))
    )
    lines = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        ((row[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))) for row in rows),
    )
    return format_html('<table class="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', css, columns, lines)


def timetable(snapshot: Snapshot) -> SafeString:
    """The week of each site, day by day, then the days that differ."""
    parts = []
    several = len(snapshot["sites"]) > 1
    for site in snapshot["sites"]:
        if several:
            parts.append(format_html("<h3>{}</h3>", site["name"]))
        parts.append(_week(site))
        if site["special_days"]:
            parts.append(format_html("<p>{} {}</p>", _("Days that differ:"), "; ".join(_special(site))))
    return SafeString("".join(parts))


def _week(site: dict[str, Any]) -> SafeString:
    rows = []
    for value, label in Weekday.choices:
        slots = [one for one in site["week"] if str(one["weekday"]) == value]
        if slots:
            hours = ", ".join(f"{durations.clock(one['start'])} – {durations.clock(one['end'])}" for one in slots)
            rows.append([label, hours, durations.words(sum(one["end"] - one["start"] for one in slots))])
    if not rows:
        return format_html("<p>{}</p>", _("The hours are agreed between the tutor and the trainee."))
    rows.append([_("Week"), "", durations.words(site["weekly_minutes"])])
    return table([_("Day"), _("Hours of presence"), _("Length")], rows, css="timetable")


def _special(site: dict[str, Any]) -> list[str]:
    found: dict[str, list[str]] = {}
    for one in site["special_days"]:
        when = date_format(datetime.date.fromisoformat(one["day"]), "l j F")
        what = _("off") if one["start"] is None else f"{durations.clock(one['start'])} – {durations.clock(one['end'])}"
        found.setdefault(f"{when} ({one['label']})" if one["label"] else when, []).append(what)
    return [f"{when}\u00a0: {', '.join(what)}" for when, what in found.items()]


def sites(snapshot: Snapshot) -> SafeString:
    """The sites of the placement: dates, share of time, tutors."""
    rows = [
        [
            site["name"],
            site["address"],
            _("from %(start)s to %(end)s") % {"start": variables.day(site["start"]), "end": variables.day(site["end"])},
            f"{site['time_share']}\u00a0%",
            ", ".join(variables.person_words(one) for one in site["tutors"]),
        ]
        for site in snapshot["sites"]
    ]
    return table([_("Host"), _("Address"), _("Dates"), _("Share"), _("Tutor")], rows)


def stipends(snapshot: Snapshot) -> SafeString:
    """What each of several hosts pays, for the hours with it; hours never add across hosts (L124-6)."""
    rows = [
        [
            one["name"],
            durations.words(one["minutes"]) if "minutes" in one else text.EMPTY,
            terms.money(one["hourly"]) if one["amount"] not in variables.NOTHING else text.EMPTY,
            terms.money(one["amount"]) if one["amount"] not in variables.NOTHING else _("not due"),
        ]
        for one in variables.paying_hosts(snapshot)
    ]
    return table([_("Host"), _("Presence"), _("Per hour"), _("In all")], rows)


def changes(snapshot: Snapshot) -> SafeString:
    """What an amendment changes, before and after."""
    rows = [
        [one["label"], one["before"] or text.EMPTY, one["after"] or text.EMPTY]
        for one in (snapshot.get("amendment") or {}).get("changes", [])
    ]
    return table([_("What changes"), _("Until now"), _("From now on")], rows)


def clauses(snapshot: Snapshot) -> SafeString:
    """The clauses of ethics, and which party accepted each (B10)."""
    given = {(one["code"], one.get("host", "")): one["value"] is True for one in snapshot["mentions"]}
    parties = [
        (side, host)
        for side in (Side.TRAINEE, Side.EMPLOYER, Side.HOST)
        for code, host in given
        if code == f"confidentiality_{side}"
    ]
    rows = [
        [label, *(_("accepted") if given.get((f"{code}_{side}", host)) else text.EMPTY for side, host in parties)]
        for code, label, _words in mentions.CLAUSES
    ]
    words = {Side.TRAINEE: _("Professional")} if snapshot["kind"]["sender"] != "school" else {}
    return table([_("Clause"), *(host or words.get(side, str(side.label)) for side, host in parties)], rows)

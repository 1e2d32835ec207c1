"""The proof file: who agreed to what, when, and how that was checked. Attached to the document before the seal.

Two files with the same content: JSON for machines, plain text for people. Simple electronic signatures, and never
called anything more than that.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents.seal import Attachment

SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One signature, as it was recorded. Times are aware; they are written in UTC for machines, in Paris for people."""

    name: str
    capacity: str
    method: str
    method_label: str
    signed_at: datetime.datetime
    sha256: str
    consent: str
    email: str = ""
    code_checked_at: datetime.datetime | None = None
    address: str = ""
    user_agent: str = ""
    scan_sha256: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What was signed, and by whom."""

    site: str
    document: str
    number: str
    code: str
    verification: str
    sha256: str
    made_at: datetime.datetime
    evidence: Sequence[Evidence]


def attachments(proof: Proof, *, language: str) -> list[Attachment]:
    """The two files, with names and words in the language of the document."""
    with translation.override(language):
        stem = _("proof-%(number)s") % {"number": proof.number}
        words = _("Proof of the signatures of %(number)s") % {"number": proof.number}
        return [
            Attachment(f"{stem}.json", as_json(proof), "application/json", words),
            Attachment(f"{stem}.txt", as_text(proof).encode("utf-8-sig"), "text/plain", words),
        ]


def as_json(proof: Proof) -> bytes:
    data = {"schema": SCHEMA, "signature_level": "simple", **dataclasses.asdict(proof)}
    return json.dumps(data, ensure_ascii=False, indent=2, default=_moment).encode() + b"\n"


def _moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def as_text(proof: Proof) -> str:
    """The same for people; labels in the active language."""
    lines = [
        f"{proof.document} {proof.number}",
        "",
        _("Simple electronic signatures, collected by %(site)s, which seals the document.") % {"site": proof.site},
        _line(_("Fingerprint (SHA-256) of what was signed"), proof.sha256),
        _line(_("Document made on"), _shown(proof.made_at)),
        _line(_("To be checked at"), proof.verification),
    ]
    for number, one in enumerate(proof.evidence, 1):
        lines += ["", f"{number}. {one.name}", *(f"   {line}" for line in _of(one))]
    return "\r\n".join(lines) + "\r\n"


def _of(one: Evidence) -> list[str]:
    known = [
        (_("Capacity"), one.capacity),
        (_("How"), one.method_label),
        (_("Signed on"), _shown(one.signed_at)),
        (_("Address that was verified"), one.email),
        (_("One-time code checked on"), _shown(one.code_checked_at) if one.code_checked_at else ""),
        (_("Network address"), one.address),
        (_("Browser"), one.user_agent),
        (_("Words agreed to"), one.consent),
        (_("Fingerprint (SHA-256) of the scan"), one.scan_sha256),
        (_("Recorded by"), one.recorded_by),
    ]
    return [_line(label, value) for label, value in known if value]


def _line(label: str, value: str) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _shown(moment: datetime.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{local:%z})"

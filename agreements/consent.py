"""The sentence by which somebody signs. It names the document by its fingerprint, and is kept word for word."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.capacities import capacity_words
from agreements.models import AgreementVersion, Signatory
from agreements.selectors.kinds import with_host
from internships.enums import Sender


def capacity(signatory: Signatory, version: AgreementVersion) -> str:
    """As what somebody signs; of several hosts, for which one."""
    several = len({site["name"] for site in version.snapshot.get("sites", [])}) > 1
    host = signatory.institution if several else None
    sender = version.snapshot.get("kind", {}).get("sender", Sender.SCHOOL)
    words = capacity_words(sender, signatory.capacity)
    return with_host(words, str(host) if host else "")


def sentence(signatory: Signatory, version: AgreementVersion, *, language: str | None = None) -> str:
    """What a signatory agrees to when they sign this version online, in the language they read."""
    with translation.override(language or translation.get_language()):
        agreement = version.agreement
        words = {
            "number": agreement.number,
            "sha256": version.sha256,
            "capacity": capacity(signatory, version),
        }
        if agreement.is_amendment:
            return (
                _(
                    "I have read the amendment no. %(number)s and I sign it as: %(capacity)s, in the version whose "
                    "fingerprint (SHA-256) is %(sha256)s."
                )
                % words
            )
        return (
            _(
                "I have read the agreement no. %(number)s and I sign it as: %(capacity)s, in the version whose "
                "fingerprint (SHA-256) is %(sha256)s."
            )
            % words
        )


def on_paper(signatory: Signatory, version: AgreementVersion, recorded_by: object) -> str:
    """What is kept when a signature was given on paper."""
    return _(
        "%(name)s signed on paper, as: %(capacity)s, the document whose fingerprint (SHA-256) is %(sha256)s. The scan "
        "was handed in by %(recorder)s, who says that it is this very document."
    ) % {
        "name": signatory.name,
        "capacity": capacity(signatory, version),
        "sha256": version.sha256,
        "recorder": str(recorded_by),
    }

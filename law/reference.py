"""Loads the rules delivered with the software, as often as you like; what an administrator changed stays."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from law.models import LegalRegime, LegalRule, LegalTopic

FILE = Path(__file__).with_name("rules.toml")


@transaction.atomic
def load_reference() -> None:
    """Brings regimes and subjects up to date, and every version that nobody touched; adds the new ones."""
    content = tomllib.loads(FILE.read_text(), parse_float=Decimal)
    for position, given in enumerate(content["regime"]):
        topics = given.pop("topic", [])
        keys = {"country": given.pop("country"), "code": given.pop("code")}
        regime, _ = LegalRegime.objects.update_or_create(**keys, defaults={**given, "position": position})
        for number, subject in enumerate(topics):
            versions = subject.pop("versions")
            topic, _ = LegalTopic.objects.update_or_create(
                country=regime.country,
                key=subject.pop("key"),
                defaults={**subject, "regime": regime, "position": number},
            )
            _load_versions(topic, list(_fields(versions, content)))


def _fields(versions: list[dict[str, Any]], content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for version in versions:
        source = content["sources"][version["source"]]
        yield {
            "value": version.get("value"),
            "valid_from": version["from"],
            "valid_until": version.get("until"),
            "article": version["article"],
            "source_name": source["name"],
            "source_url": source["url"],
            "read_on": version.get("read_on"),
            "effect": version["effect"],
            "explanation_fr": version["fr"],
            "explanation_en": version["en"],
        }


def _load_versions(topic: LegalTopic, versions: list[dict[str, Any]]) -> None:
    """Rewrites untouched versions of the same first day; a subject that people touched keeps all its versions."""
    standing = topic.versions.standing()
    if standing.filter(shipped=False).exists():
        return
    # Oldest first, so that each version ends the one that ran on before it.
    for fields in sorted(versions, key=lambda one: one["valid_from"]):
        present = standing.filter(valid_from=fields["valid_from"]).first()
        if present is None:
            day = fields["valid_from"]
            before = standing.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lt=day)
            # The version that ran on is the one the file now ends the day before.
            before.update(valid_until=day - datetime.timedelta(days=1))
            LegalRule.objects.create(topic=topic, shipped=True, **fields)
            continue
        # A source that someone read again since stays read.
        fields["read_on"] = max(filter(None, (fields["read_on"], present.read_on)), default=None)
        if any(getattr(present, name) != value for name, value in fields.items()):
            LegalRule.objects.filter(pk=present.pk).update(**fields)

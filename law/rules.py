"""Finds the rule that holds on a day. The day is the one the law names: signature, start, the day concerned."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from law.models import LegalRegime, LegalRule, LegalTopic


class LegalRuleMissing(LookupError):
    """No version of a rule covers the day asked for. The message can be shown to people."""

    def __init__(self, key: str, country: str, on: datetime.date, topic: LegalTopic | None = None) -> None:
        self.key, self.country, self.on = key, country, on
        topic = topic or LegalTopic.objects.filter(country=country, key=key).first()
        super().__init__(
            _(
                "No rule is known for “%(topic)s” (%(country)s) on %(day)s. "
                "A network administrator can enter it on the page of the rules."
            )
            % {"topic": topic or key, "country": country, "day": date_format(on, "j F Y")}
        )


def find(*, key: str, country: str = "FR", on: datetime.date | None = None) -> LegalRule:
    """The rule `key` of `country` that holds on that day (today by default).

    Raises LegalRuleMissing, whose words can be shown as they are.
    """
    day = on or timezone.localdate()
    rule = (
        LegalRule.objects.in_force(day)
        .filter(topic__key=key, topic__country=country)
        .select_related("topic", "topic__regime")
        .first()
    )
    if rule is None:
        raise LegalRuleMissing(key, country, day)
    return rule


class Book:
    """Every rule of a country, read in one query, for those who ask for many of them on one page."""

    def __init__(self, country: str) -> None:
        self.country = country
        rules = LegalRule.objects.standing().filter(topic__country=country)
        self.rules: dict[str, list[LegalRule]] = {}
        for rule in rules.select_related("topic", "topic__regime"):
            self.rules.setdefault(rule.topic.key, []).append(rule)

    def find(self, key: str, on: datetime.date) -> LegalRule:
        """As `find`: the rule that holds on that day, or LegalRuleMissing."""
        rules = self.rules.get(key, [])
        for rule in rules:
            if rule.valid_from <= on and (rule.valid_until is None or on <= rule.valid_until):
                return rule
        raise LegalRuleMissing(key, self.country, on, rules[0].topic if rules else None)


def regimes_in_force(*, on: datetime.date) -> QuerySet[LegalRegime]:
    """Every regime with its topics, each with the rule of that day, for the page of the rules (three queries)."""
    versions = LegalRule.objects.in_force(on)
    topics = LegalTopic.objects.prefetch_related(Prefetch("versions", versions, to_attr="today"))
    return LegalRegime.objects.prefetch_related(Prefetch("topics", topics)).order_by("-country", "position", "pk")


def history(topic: LegalTopic) -> QuerySet[LegalRule]:
    """Every version of a topic, the newest first, replaced ones included."""
    return topic.versions.select_related("replaced_by", "created_by").order_by("-valid_from", "-pk")

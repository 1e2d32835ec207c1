"""Rules of law are dated data: found by the day, never rewritten, never overwritten by a new delivery (§6)."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry
from law import rules, services
from law.enums import Effect
from law.models import LegalRule, LegalTopic
from law.reference import load_reference
from tests import factories
from tests.reference import load

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.fixture(autouse=True)
def _rules() -> None:
    load("law")


def fields(**changes: Any) -> dict[str, Any]:
    return {
        "value": Decimal("4.70"),
        "valid_from": DAY(2027, 1, 1),
        "article": "C. éduc., art. D124-8",
        "source_name": "Légifrance",
        "read_on": DAY(2026, 12, 20),
        "effect": Effect.WARN,
        "explanation_fr": "Montant à partir de 2027.",
        **changes,
    }


def enter(**changes: Any) -> LegalRule:
    topic = LegalTopic.objects.get(country="FR", key="stipend-hourly")
    admin = factories.user()
    return services.enter_version(topic=topic, actor=admin, reason="Arrêté de décembre.", fields=fields(**changes))


def rate(day: DAY) -> Decimal:
    return rules.find(key="stipend-hourly", on=day).value or Decimal(0)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stipend-threshold", 308 * 60),
        ("placement-maximum", 924 * 60),
        ("waiting-share", 3),
        ("trainees-share", 15),
        ("trainees-small", 3),
        ("trainees-per-tutor", 3),
        ("trainees-per-referent", 24),
        ("minor-daily", 480),
        ("minor-weekly", 35 * 60),
        ("minor-daily-rest-under-16", 14 * 60),
        ("online-consent-age", 15),
        ("observation-troisieme-days", 5),
    ],
)
def test_the_figures_of_the_domain(key: str, value: int) -> None:
    rule = rules.find(key=key, on=DAY(2026, 9, 1))
    assert rule.number == value
    assert rule.article
    assert rule.explanation_fr
    assert rule.explanation_en


def test_each_country_has_its_own() -> None:
    assert rules.find(key="online-consent-age", country="BE").number == 13
    assert rules.find(key="minor-weekly", country="BE").number == 38 * 60


def test_every_delivered_rule_shows_its_source_and_the_day_it_was_read() -> None:
    delivered = LegalRule.objects.all()
    assert delivered.count() >= 35
    assert not delivered.filter(article="").exists()
    assert not delivered.filter(source_name="").exists()
    assert not delivered.filter(explanation_en="").exists()


def test_a_new_version_ends_the_one_before() -> None:
    new = enter()
    assert (rate(DAY(2026, 12, 31)), rate(DAY(2027, 1, 1))) == (Decimal("4.50"), Decimal("4.70"))
    assert new.topic.versions.get(valid_from=DAY(2026, 1, 1)).valid_until == DAY(2026, 12, 31)
    entry = AuditEntry.objects.get(action="law.rule_entered")
    assert entry.target_id == str(new.pk)


def test_a_correction_keeps_the_version_it_replaces_readable() -> None:
    wrong = rules.find(key="stipend-hourly", on=DAY(2026, 6, 1))
    new = enter(valid_from=wrong.valid_from, value=Decimal("4.51"))
    wrong.refresh_from_db()
    assert wrong.replaced_by == new
    assert wrong.value == Decimal("4.50")
    assert rate(DAY(2026, 6, 1)) == Decimal("4.51")
    assert AuditEntry.objects.filter(action="law.rule_corrected").count() == 1


def test_a_correction_of_the_past_ends_where_the_next_version_begins() -> None:
    enter(valid_from=DAY(2023, 1, 1), value=Decimal("4.06"))
    assert (rate(DAY(2023, 12, 31)), rate(DAY(2024, 1, 1))) == (Decimal("4.06"), Decimal("4.35"))


def test_a_version_that_would_cover_another_is_refused() -> None:
    with pytest.raises(ValidationError):
        enter(valid_from=DAY(2022, 1, 1), valid_until=DAY(2023, 6, 30))
    assert rate(DAY(2022, 6, 1)) == Decimal("3.90"), "the refusal undoes everything"


def test_a_counting_rule_needs_its_number() -> None:
    with pytest.raises(ValidationError) as told:
        enter(value=None)
    assert "value" in told.value.message_dict


def test_the_database_refuses_two_versions_on_one_day() -> None:
    topic = LegalTopic.objects.get(country="FR", key="day")
    common = fields(value=Decimal(400), valid_from=DAY(2026, 1, 1), valid_until=DAY(2026, 1, 1))
    with pytest.raises(IntegrityError, match="rule_one_version_per_day"), transaction.atomic():
        LegalRule.objects.create(topic=topic, **common)
    other = LegalTopic.objects.get(country="FR", key="agreement-mentions")
    LegalRule.objects.filter(topic=other).update(valid_until=DAY(2025, 12, 31))
    LegalRule.objects.create(topic=other, **common)  # the same days of another rule are no conflict


def test_a_new_delivery_leaves_what_an_administrator_changed() -> None:
    enter(valid_from=DAY(2026, 1, 1), value=Decimal("4.51"))
    load_reference()
    assert rate(DAY(2026, 6, 1)) == Decimal("4.51")
    assert LegalRule.objects.filter(topic__key="stipend-hourly").count() == 5


def test_a_new_delivery_mends_what_nobody_touched() -> None:
    LegalRule.objects.filter(topic__key="day", topic__country="FR").update(value=400)
    before = LegalRule.objects.count()
    load_reference()
    assert rules.find(key="day").number == 420
    assert LegalRule.objects.count() == before


def test_a_delivered_successor_ends_the_version_that_ran_on() -> None:
    LegalRule.objects.filter(topic__key="stipend-hourly", valid_from=DAY(2026, 1, 1)).delete()
    LegalRule.objects.filter(topic__key="stipend-hourly", valid_from=DAY(2024, 1, 1)).update(valid_until=None)
    load_reference()
    assert (rate(DAY(2025, 12, 31)), rate(DAY(2026, 1, 1))) == (Decimal("4.35"), Decimal("4.50"))

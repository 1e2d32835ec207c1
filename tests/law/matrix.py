from __future__ import annotations

from typing import Any

from law.models import LegalRule, LegalTopic
from tests.matrix import Row, World
from tests.reference import load


def topic(world: World) -> dict[str, Any]:
    load("law")
    return {"pk": LegalTopic.objects.get(country="FR", key="stipend-hourly").pk}


def rule(world: World) -> dict[str, Any]:
    load("law")
    return {"pk": LegalRule.objects.in_force(world.today).filter(topic__key="stipend-hourly").get().pk}


VERSION = {
    "value": "4.70",
    "valid_from": "2027-01-01",
    "effect": "warn",
    "explanation_fr": "Montant à partir de 2027.",
    "article": "C. éduc., art. D124-8",
    "source_name": "Légifrance",
    "read_on": "2026-12-20",
    "reason": "Arrêté de décembre.",
}
ADMIN = {"*": 403, "local_admin": 403, "admin": 200}
ADMIN_POST = {"*": 403, "local_admin": 403, "admin": 302}

MATRIX = {
    "law:rules": Row(get={"*": 200}),
    "law:stipend": Row(query={"total": "441"}, get={"*": 200}),
    "law:topic": Row(kwargs=topic, get={"*": 200}),
    "law:new_version": Row(kwargs=topic, get=ADMIN, post=ADMIN_POST, data=VERSION, redirect_login=True),
    "law:confirm_reading": Row(kwargs=rule, post=ADMIN_POST, redirect_login=True),
}

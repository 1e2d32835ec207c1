"""Who may do what with signatures."""

from __future__ import annotations

from typing import Any

from agreements.enums import AgreementState, Capacity, Side
from agreements.models import Agreement, AgreementRemark, Signatory
from tests.agreements.signing_world import ready
from tests.matrix import Row, World


def agreement(world: World) -> Agreement:
    """The trainee's agreement, being signed."""
    known = world.placement.agreements.originals().first()
    if known is None:
        known = Agreement.objects.create(number="2027-M1", code="matrice", placement=world.placement)
    if not known.versions.exists():
        ready(known)
    return known


def preparing(world: World) -> Agreement:
    """An amendment of it, still being completed."""
    original = agreement(world)
    found = original.amendments.first()
    if found is None:
        found = Agreement.objects.create(
            number="2027-M1-A1",
            code="matrice-avenant",
            placement=world.placement,
            amends=original,
            amendment_number=1,
            amendment_kind="other",
            amendment_reason="Une précision",
            state=AgreementState.PREPARING,
        )
    return found


def row(world: World, **changes: Any) -> Signatory:
    values = {"capacity": Capacity.TRAINEE, "side": Side.TRAINEE, "user": world.users["trainee"], **changes}
    where = values.pop("agreement", None) or agreement(world)
    known = where.signatories.filter(capacity=values["capacity"]).first()
    return known or where.signatories.create(name="Alix Martin", email="alix@example.org", state="asked", **values)


def remark(world: World) -> AgreementRemark:
    where = agreement(world)
    return where.remarks.first() or where.remarks.create(text="Qui ?", author_name="Alix")


def of_agreement(world: World) -> dict[str, Any]:
    return {"pk": agreement(world).pk}


def of_row(world: World) -> dict[str, Any]:
    return {"pk": agreement(world).pk, "row": row(world).pk}


PARTIES = {"*": 404, "trainee": 200, "host": 200, "hr": 200, "teacher": 200}
LEADERS = {"*": 404, "trainee": 403, "host": 403, "hr": 403, "teacher": 200}
LED = {**LEADERS, "teacher": 302}
EVERYBODY = {"*": 200}

MATRIX = {
    "agreements:to_sign": Row(get=EVERYBODY, post={"*": 302}, redirect_login=True),
    "agreements:confirm_signatures": Row(get={"*": 302}, post={"*": 302}, redirect_login=True),
    "agreements:link_document": Row(kwargs={"pk": 1}, get={"*": 403}),
    "agreements:signatures": Row(kwargs=of_agreement, get=PARTIES, redirect_login=True),
    "agreements:document": Row(kwargs=of_agreement, get=PARTIES, redirect_login=True),
    "agreements:sign": Row(
        kwargs=of_row,
        get={"*": 404, "trainee": 200, "host": 302, "hr": 302, "teacher": 302},
        post={"*": 404, "trainee": 302, "host": 302, "hr": 302, "teacher": 302},
        data={"act": "sign"},
        redirect_login=True,
    ),
    "agreements:signatory_add": Row(kwargs=of_agreement, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:signatory_order": Row(
        kwargs=lambda w: {"pk": preparing(w).pk},
        post=LED,
        redirect_login=True,
    ),
    "agreements:signatory_edit": Row(kwargs=of_row, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:signatory_replace": Row(kwargs=of_row, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:signatory_act": Row(
        kwargs=lambda w: {**of_row(w), "action": "relancer"}, post=LED, redirect_login=True
    ),
    "agreements:on_paper": Row(kwargs=of_row, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:reopen": Row(kwargs=of_agreement, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:cancel": Row(kwargs=of_agreement, get=LEADERS, post=LEADERS, redirect_login=True),
    "agreements:remark_add": Row(
        kwargs=of_agreement,
        post={"*": 404, "trainee": 302, "host": 302, "hr": 302, "teacher": 302},
        data={"remark-kind": "question", "remark-text": "Qui accompagne le mercredi ?"},
        redirect_login=True,
    ),
    "agreements:remark_answer": Row(
        kwargs=lambda w: {"pk": agreement(w).pk, "remark": remark(w).pk},
        post={"*": 404, "trainee": 403, "hr": 403, "host": 302, "teacher": 302},
        data={"text": "Sacha Petit."},
        redirect_login=True,
    ),
    "agreements:amend": Row(kwargs=of_agreement, get=LED, redirect_login=True),
    "agreements:amend_kind": Row(
        kwargs=lambda w: {"pk": agreement(w).pk, "kind": "other"}, get=LEADERS, post=LEADERS, redirect_login=True
    ),
    "agreements:amendment": Row(kwargs=lambda w: {"pk": preparing(w).pk}, get=PARTIES, redirect_login=True),
    "agreements:amendment_edit": Row(
        kwargs=lambda w: {"pk": preparing(w).pk}, get=LEADERS, post=LEADERS, redirect_login=True
    ),
}

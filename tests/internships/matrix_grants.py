"""Grants are public; their funder writes them; a request is read by its trainee and, once sent, by the funder (E5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.enums import OrganisationKind
from accounts.models import Organisation
from internships.models import Grant, GrantApplication, GrantDocument
from tests import factories
from tests.matrix import Row, World

# Organisations that give grants; of these roles, those whose organisation is a network.
LOOKS = {"animator": 200, "validator": 200, "pilot": 200, "admin": 200, "*": 403}
RUNS = {"admin": 200, "*": 403}
# A funder of the world’s own has nobody in it: whoever runs the site writes for it.
KEPT = {"admin": 200, "animator": 404, "validator": 404, "pilot": 404, "*": 403}
OWN = {"trainee": 200, "*": 404}


def funder(world: World) -> Organisation:
    found = Organisation.objects.filter(kind=OrganisationKind.FUNDER).first()
    return found or factories.organisation(OrganisationKind.FUNDER)


def grant(world: World) -> Grant:
    found = Grant.objects.filter(funder=funder(world)).first()
    return found or factories.grant(funder(world))


def pk(world: World) -> dict[str, Any]:
    return {"pk": grant(world).pk}


def act(world: World) -> dict[str, Any]:
    return {**pk(world), "action": "publier"}


def draft(world: World) -> dict[str, Any]:
    """A request not sent yet: its trainee's alone."""
    found = GrantApplication.objects.filter(person=world.users["trainee"], state="draft").first()
    if found is None:
        found = GrantApplication.objects.create(
            grant=factories.grant(funder(world)), placement=world.placement, person=world.users["trainee"]
        )
    return {"pk": found.pk}


def paper(world: World) -> dict[str, Any]:
    from documents.files import keep_image

    stored = keep_image(factories.picture(), name="devis.png")
    document = GrantDocument.objects.create(application_id=draft(world)["pk"], file=stored, label="Devis")
    return {**draft(world), "document": document.pk}


def sending(world: World) -> dict[str, Any]:
    return {**draft(world), "action": "envoyer"}


def deciding(world: World) -> dict[str, Any]:
    sent = GrantApplication.objects.filter(person=world.users["trainee"], state="sent").first()
    if sent is None:
        sent = GrantApplication.objects.create(
            grant=factories.grant(funder(world)),
            placement=world.placement,
            person=world.users["trainee"],
            state="sent",
            sent_at=timezone.now(),
            amount_asked=Decimal("100.00"),
        )
    return {"pk": sent.pk, "action": "accorder"}


def linked(world: World) -> dict[str, Any]:
    return {"pk": deciding(world)["pk"]}


def linked_paper(world: World) -> dict[str, Any]:
    return {**linked(world), "document": 1}


MATRIX = {
    "internships:grants": Row(get={"*": 200}),
    "internships:grant": Row(kwargs=pk, get={"*": 200}),
    "internships:grant_apply": Row(
        kwargs=pk, get={"*": 200}, post={"*": 404}, data={"placement": "0"}, redirect_login=True
    ),
    "internships:grants_ours": Row(get=LOOKS, redirect_login=True),
    "internships:grant_new": Row(get=RUNS, post={"admin": 422, "*": 403}, data={"x": "1"}, redirect_login=True),
    "internships:grant_edit": Row(
        kwargs=pk, get=KEPT, post={**KEPT, "admin": 422}, data={"x": "1"}, redirect_login=True
    ),
    "internships:grant_act": Row(kwargs=act, post={**KEPT, "admin": 302}, redirect_login=True),
    "internships:grant_requests": Row(get={"*": 200}, redirect_login=True),
    "internships:grant_request": Row(kwargs=draft, get=OWN, redirect_login=True),
    "internships:grant_request_edit": Row(
        kwargs=draft, get=OWN, post={"trainee": 422, "*": 404}, data={"amount_asked": "x"}, redirect_login=True
    ),
    "internships:grant_paper_add": Row(
        kwargs=draft, post={"trainee": 422, "*": 404}, data={"x": "1"}, redirect_login=True
    ),
    "internships:grant_paper_remove": Row(kwargs=paper, post={"trainee": 302, "*": 404}, redirect_login=True),
    "internships:grant_request_act": Row(
        kwargs=sending, get=OWN, post={"trainee": 302, "*": 404}, data={"x": "1"}, redirect_login=True
    ),
    # The link itself is the key: without one, nobody.
    "internships:grant_request_by_link": Row(kwargs=linked, get={"*": 403}),
    "internships:grant_request_decide": Row(kwargs=deciding, get={"*": 403}, post={"*": 403}),
    "internships:grant_paper": Row(kwargs=linked_paper, get={"*": 403}),
}

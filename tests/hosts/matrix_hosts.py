"""Who may reach the pages of hosts, offers, moderation, the register and its lists."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from hosts.models import (
    ContactPerson,
    HostClaim,
    HostPhoto,
    Sector,
    SiteQualification,
)
from tests import factories
from tests.matrix import Row, World


def slug(world: World) -> dict[str, Any]:
    return {"slug": world.host.slug}


def pending(world: World) -> dict[str, Any]:
    return {"slug": world.pending_host.slug}


def site(world: World) -> dict[str, Any]:
    return {"slug": world.host.slug, "pk": world.site.pk}


def contact(world: World) -> dict[str, Any]:
    person, _ = ContactPerson.objects.get_or_create(institution=world.host, name="A. Dupont", email="a@example.org")
    return {"slug": world.host.slug, "pk": person.pk}


def photo(world: World) -> dict[str, Any]:
    picture = HostPhoto.objects.filter(institution=world.host).first() or factories.host_photo(world.host)
    return {"slug": world.host.slug, "pk": picture.pk}


def claim(world: World) -> dict[str, Any]:
    known = HostClaim.objects.filter(institution=world.host).first()
    made = known or HostClaim.objects.create(institution=world.host, user=factories.user(), function="Éducatrice")
    return {"pk": made.pk}


def qualification(world: World) -> dict[str, Any]:
    made, _ = SiteQualification.objects.get_or_create(site=world.site, school=world.school, until=None)
    return {"pk": made.pk}


def term(world: World) -> dict[str, Any]:
    Sector.objects.filter(pk=world.sector.pk).update(icon="house")
    return {"kind": "secteurs", "pk": world.sector.pk}


def offer(world: World) -> dict[str, Any]:
    return {"pk": world.offer.pk}


def versioned(world: World) -> dict[str, str]:
    return {"version": str(world.host.version), "presentation": "Une maison au calme.", "public_served": ""}


def new_site(world: World) -> dict[str, str]:
    return {"place": "Lausanne", "country": "CH", "public_transport": "yes"}


def merging(world: World) -> dict[str, str]:
    site = world.pending_host.sites.get()
    return {"into": world.host.slug, "understood": "on", f"site_{site.pk}": "more"}


def step(world: World) -> dict[str, str]:
    return {"version": str(world.draft.version), "title": "Observer une équipe", "description": ""}


# A sheet is kept by its managers and by the moderators of its territory; to anyone else it is not there.
KEEPERS = {"*": 404, "host": 200, "animator": 200, "admin": 200}
KEEPERS_POST = {"*": 404, "host": 302, "animator": 302, "admin": 302}
MODERATORS = {"*": 403, "animator": 200, "admin": 200}
MODERATORS_POST = {"*": 403, "animator": 302, "admin": 302}
SCHOOLS = {"*": 403, "teacher": 200, "other_school": 200}
SCHOOLS_POST = {"*": 403, "teacher": 302, "other_school": 302}
ADMIN = {"*": 403, "local_admin": 403, "admin": 200}
ADMIN_POST = {"*": 403, "local_admin": 403, "admin": 302}
OWN = {"*": 403, "host": 200, "other_host": 404}
OWN_POST = {"*": 403, "host": 302, "other_host": 404}

HOST_PAGES = {
    "hosts:detail": Row(kwargs=slug, get={"*": 200}),
    "hosts:my_host": Row(get={"*": 403, "host": 302, "other_host": 302, "hr": 302}, redirect_login=True),
    "hosts:create": Row(
        get={"*": 200},
        post={"*": 302},
        data={"name": "Nouvelle maison", "place": "Lausanne", "country": "CH", "new": "1"},
        redirect_login=True,
    ),
    "hosts:discover": Row(
        get={"*": 200},
        post={"*": 302},
        data={"name": "Nouvelle maison", "place": "Lausanne", "country": "CH", "new": "1"},
        redirect_login=True,
    ),
    "hosts:claim": Row(
        kwargs=slug, get={"*": 200}, post={"*": 302}, data={"function": "Éducatrice"}, redirect_login=True
    ),
    "hosts:edit": Row(kwargs=slug, get=KEEPERS, redirect_login=True),
    "hosts:edit_section": Row(
        kwargs=lambda world: {**slug(world), "section": "presentation"},
        get=KEEPERS,
        post=KEEPERS_POST,
        data=versioned,
        redirect_login=True,
    ),
    "hosts:sites": Row(kwargs=slug, get=KEEPERS, redirect_login=True),
    "hosts:site_add": Row(kwargs=slug, get=KEEPERS, post=KEEPERS_POST, data=new_site, redirect_login=True),
    "hosts:site_edit": Row(
        kwargs=site,
        get=KEEPERS,
        post=KEEPERS_POST,
        data=lambda world: {**new_site(world), "version": str(world.site.version)},
        redirect_login=True,
    ),
    "hosts:site_act": Row(
        kwargs=lambda world: {**site(world), "action": "principal"}, post=KEEPERS_POST, redirect_login=True
    ),
    "hosts:contacts": Row(
        kwargs=slug, get=KEEPERS, post=KEEPERS_POST, data={"name": "B", "telephone": "0299000000"}, redirect_login=True
    ),
    "hosts:contact_edit": Row(
        kwargs=contact,
        get=KEEPERS,
        post=KEEPERS_POST,
        data={"name": "B", "email": "b@example.org"},
        redirect_login=True,
    ),
    "hosts:contact_delete": Row(kwargs=contact, post=KEEPERS_POST, redirect_login=True),
    "hosts:photos": Row(
        kwargs=slug,
        get=KEEPERS,
        post=KEEPERS_POST,
        data=lambda world: {
            "alternative": "Le jardin",
            "file": SimpleUploadedFile("jardin.png", factories.picture(), "image/png"),
        },
        redirect_login=True,
    ),
    "hosts:photo_act": Row(
        kwargs=lambda world: {**photo(world), "action": "reculer"}, post=KEEPERS_POST, redirect_login=True
    ),
    "hosts:act": Row(
        kwargs=lambda world: {**slug(world), "action": "archive"}, get=KEEPERS, post=KEEPERS_POST, redirect_login=True
    ),
}

MODERATION = {
    "hosts:moderation": Row(get=MODERATORS, redirect_login=True),
    "hosts:moderate": Row(kwargs=pending, get=MODERATORS, redirect_login=True),
    "hosts:merge": Row(kwargs=pending, get=MODERATORS, post=MODERATORS_POST, data=merging, redirect_login=True),
    "hosts:claims": Row(get={"*": 200}, redirect_login=True),
    "hosts:claim_answer": Row(kwargs=claim, post=KEEPERS_POST, data={"answer": "accept"}, redirect_login=True),
    "hosts:register": Row(
        get={"*": 403, "animator": 200, "validator": 200, "pilot": 200, "admin": 200}, redirect_login=True
    ),
    "hosts:membership": Row(
        post=MODERATORS_POST,
        data=lambda world: {"host": world.host.pk, "status": "member"},
        redirect_login=True,
    ),
    "hosts:qualifications": Row(get=SCHOOLS, redirect_login=True),
    "hosts:qualification_grant": Row(
        post=SCHOOLS_POST, data=lambda world: {"site": world.site.pk}, redirect_login=True
    ),
    "hosts:qualification_revoke": Row(
        kwargs=qualification, post={"*": 403, "teacher": 302, "other_school": 404}, redirect_login=True
    ),
    "hosts:terms": Row(kwargs={"kind": "metiers"}, get=ADMIN, redirect_login=True),
    "hosts:term_add": Row(
        kwargs={"kind": "niveaux"},
        get=ADMIN,
        post=ADMIN_POST,
        data={"name_fr": "Une année sabbatique", "position": "9", "active": "on"},
        redirect_login=True,
    ),
    "hosts:term_edit": Row(
        kwargs=term,
        get=ADMIN,
        post=ADMIN_POST,
        data={"name_fr": "Un autre nom", "position": "1", "tint": "3", "icon": "house", "active": "on"},
        redirect_login=True,
    ),
}

OFFERS = {
    "hosts:offer": Row(kwargs=offer, get={"*": 200}),
    "hosts:my_offers": Row(get={"*": 403, "host": 200, "other_host": 200, "hr": 200}, redirect_login=True),
    "hosts:offer_new": Row(post={"*": 403, "host": 302, "other_host": 302}, redirect_login=True),
    "hosts:offer_edit": Row(
        kwargs=lambda world: {"pk": world.draft.pk, "step": "what"},
        get=OWN,
        post=OWN_POST,
        data=step,
        redirect_login=True,
    ),
    "hosts:offer_act": Row(
        kwargs=lambda world: {"pk": world.offer.pk, "action": "retirer"}, get=OWN, post=OWN_POST, redirect_login=True
    ),
    "hosts:sitemaps": Row(get={"*": 200}),
    "hosts:sitemap": Row(kwargs={"section": "offers"}, get={"*": 200}),
}

MATRIX = {**HOST_PAGES, **MODERATION, **OFFERS}

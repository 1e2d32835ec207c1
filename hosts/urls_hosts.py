from __future__ import annotations

from django.contrib.sitemaps import views as sitemap_views
from django.urls import URLPattern, URLResolver, path
from django.views.decorators.http import require_safe

from accounts.access import public
from hosts.sitemaps import SITEMAPS
from hosts.views import (
    creation,
    host_pages,
    moderation,
    offer_pages,
    offer_wizard,
    offers,
    qualifications,
    register,
    resting,
    sheet,
    sheet_parts,
    sites,
    terms,
)

sitemap = {"sitemaps": SITEMAPS}
sitemap_index = public(require_safe(sitemap_views.index))
sitemap_section = public(require_safe(sitemap_views.sitemap))

host_urls: list[URLPattern | URLResolver] = [
    path("mon-hote/", sheet.my_host, name="my_host"),
    path("accueillir/", creation.create, name="create"),
    path("signaler-un-hote/", creation.discover, name="discover"),
    path("hotes/<slug:slug>/", host_pages.detail, name="detail"),
    path("hotes/<slug:slug>/rattachement/", creation.claim, name="claim"),
    path("hotes/<slug:slug>/fiche/", sheet.overview, name="edit"),
    path("hotes/<slug:slug>/fiche/<slug:section>/", sheet.section, name="edit_section"),
    path("hotes/<slug:slug>/sites/", sites.sites, name="sites"),
    path("hotes/<slug:slug>/sites/nouveau/", sites.site_add, name="site_add"),
    path("hotes/<slug:slug>/sites/<int:pk>/", sites.site_edit, name="site_edit"),
    path("hotes/<slug:slug>/sites/<int:pk>/<slug:action>/", sites.site_act, name="site_act"),
    path("hotes/<slug:slug>/contacts/", sheet_parts.contacts, name="contacts"),
    path("hotes/<slug:slug>/contacts/<int:pk>/", sheet_parts.contact_edit, name="contact_edit"),
    path("hotes/<slug:slug>/contacts/<int:pk>/supprimer/", sheet_parts.contact_delete, name="contact_delete"),
    path("hotes/<slug:slug>/photos/", sheet_parts.photos, name="photos"),
    path("hotes/<slug:slug>/photos/<int:pk>/<slug:action>/", sheet_parts.photo_act, name="photo_act"),
    path("hotes/<slug:slug>/etat/<slug:action>/", sheet.act, name="act"),
    path("hotes/<slug:slug>/moderation/", moderation.moderate, name="moderate"),
    path("hotes/<slug:slug>/fusion/", moderation.merge, name="merge"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/rattachements/", moderation.claims, name="claims"),
    path("moderation/rattachements/<int:pk>/", moderation.claim_answer, name="claim_answer"),
    path("registre/", register.register, name="register"),
    path("registre/adhesion/", register.membership, name="membership"),
    path("sites-qualifiants/", qualifications.qualifications, name="qualifications"),
    path("sites-qualifiants/accorder/", qualifications.grant, name="qualification_grant"),
    path("sites-qualifiants/<int:pk>/retirer/", qualifications.revoke, name="qualification_revoke"),
    path("listes/<slug:kind>/", terms.terms, name="terms"),
    path("listes/<slug:kind>/nouveau/", terms.term_edit, name="term_add"),
    path("listes/<slug:kind>/<int:pk>/", terms.term_edit, name="term_edit"),
    path("mes-offres/", offers.my_offers, name="my_offers"),
    path("mes-offres/reveil/", resting.wake, name="wake"),
    path("mes-offres/nouvelle/", offers.offer_new, name="offer_new"),
    path("offres/<int:pk>/", offer_pages.offer, name="offer"),
    path("offres/<int:pk>/modifier/<slug:step>/", offer_wizard.offer_edit, name="offer_edit"),
    path("offres/<int:pk>/<slug:action>/", offers.offer_act, name="offer_act"),
    path(
        "sitemap.xml",
        public(require_safe(sitemap_views.index)),
        {**sitemap, "sitemap_url_name": "hosts:sitemap"},
        "sitemaps",
    ),
    path("sitemap-<section>.xml", public(require_safe(sitemap_views.sitemap)), sitemap, "sitemap"),
]

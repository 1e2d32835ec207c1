"""Addresses of signatures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from agreements.views import amendments, signatories, signing_account, signing_link, steward

signing_urls: list[URLPattern | URLResolver] = [
    path("signatures/", signing_account.to_sign, name="to_sign"),
    path("signatures/confirmer/", signing_account.confirm_signatures, name="confirm_signatures"),
    path("signatures/<int:pk>/document/", signing_link.document, name="link_document"),
    path("conventions/<int:pk>/signatures/", signatories.signatures, name="signatures"),
    path("conventions/<int:pk>/document/", signatories.document, name="document"),
    path("conventions/<int:pk>/signer/<int:row>/", signing_account.sign_one, name="sign"),
    path("conventions/<int:pk>/signataires/ajouter/", signatories.signatory_add, name="signatory_add"),
    path("conventions/<int:pk>/signataires/ordre/", signatories.signatory_order, name="signatory_order"),
    path("conventions/<int:pk>/signataires/<int:row>/", signatories.signatory_edit, name="signatory_edit"),
    path(
        "conventions/<int:pk>/signataires/<int:row>/remplacer/", signatories.signatory_replace, name="signatory_replace"
    ),
    path("conventions/<int:pk>/signataires/<int:row>/papier/", steward.on_paper, name="on_paper"),
    re_path(
        r"^conventions/(?P<pk>\d+)/signataires/(?P<row>\d+)/(?P<action>retirer|relancer)/$",
        signatories.signatory_act,
        name="signatory_act",
    ),
    path("conventions/<int:pk>/reprendre/", steward.reopen, name="reopen"),
    path("conventions/<int:pk>/annuler/", steward.cancel, name="cancel"),
    path("conventions/<int:pk>/remarques/", steward.remark_add, name="remark_add"),
    path("conventions/<int:pk>/remarques/<int:remark>/", steward.remark_answer, name="remark_answer"),
    path("conventions/<int:pk>/avenants/nouveau/", amendments.amend, name="amend"),
    path("conventions/<int:pk>/avenants/nouveau/<slug:kind>/", amendments.amend_kind, name="amend_kind"),
    path("conventions/<int:pk>/avenant/", amendments.amendment, name="amendment"),
    path("conventions/<int:pk>/avenant/modifier/", amendments.amendment_edit, name="amendment_edit"),
]

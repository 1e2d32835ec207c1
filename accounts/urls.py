from __future__ import annotations

from django.urls import path

from accounts.views import (
    audit,
    links,
    members,
    organisations,
    privacy,
    profile,
    pupils,
    territories,
)

app_name = "accounts"

urlpatterns = [
    # A link in an e-mail
    path("lien/<str:token>/", links.open_link, name="link"),
    path("lien/<str:token>/code/", links.link_code, name="link_code"),
    path("lien/<str:token>/renouveler/", links.renew_link, name="renew_link"),
    # Oneself
    path("compte/", profile.profile, name="profile"),
    path("compte/bienvenue/", profile.welcome, name="welcome"),
    path("compte/organisation/", profile.switch, name="switch"),
    path("compte/double-verification/", profile.second_factor, name="second_factor"),
    # Stands before allauth's page of the same address.
    path("compte/2fa/webauthn/keys/<int:pk>/remove/", profile.remove_passkey, name="remove_passkey"),
    path("compte/ecole/", pupils.sign_in, name="pupil_sign_in"),
    path("compte/donnees/", privacy.own_data, name="privacy"),
    path("compte/donnees/copie/", privacy.export, name="export"),
    path("compte/donnees/effacer/", privacy.erase, name="erase"),
    path("compte/efface/", privacy.erased, name="erased"),
    path("donnees-personnelles/registre/", privacy.register_page, name="register"),
    # The organisation acted for
    path("organisation/", organisations.organisation, name="organisation"),
    path("organisation/nouvelle-verification/", organisations.ask_again, name="ask_again"),
    path("organisation/membres/", members.members, name="members"),
    path("organisation/membres/inviter/", members.invite, name="invite"),
    path("organisation/membres/anciens/", members.former, name="former_members"),
    path("organisation/membres/<int:pk>/", members.member, name="member"),
    path("organisation/membres/<int:pk>/retirer/", members.remove_member, name="remove_member"),
    path("organisation/roles/<int:pk>/terminer/", members.end_membership, name="end_membership"),
    path("organisation/invitations/<int:pk>/renvoyer/", members.invite_again, name="invite_again"),
    path("organisation/invitations/<int:pk>/retirer/", members.revoke_invitation, name="revoke_invitation"),
    path("organisation/quitter/", members.leave, name="leave"),
    path("organisation/journal/", audit.audit, name="audit"),
    path("organisation/eleves/", pupils.pupils, name="pupils"),
    path("organisation/eleves/ajouter/", pupils.add_pupils, name="add_pupils"),
    path("organisation/eleves/inviter/", pupils.invite_trainee, name="invite_trainee"),
    path("organisation/eleves/code/", pupils.change_code, name="change_code"),
    path("organisation/eleves/<int:pk>/secret/", pupils.reset_secret, name="reset_secret"),
    path("organisation/eleves/<int:pk>/fermer/", pupils.close_pupil, name="close_pupil"),
    path("organisation/eleves/<int:pk>/rouvrir/", pupils.reopen_pupil, name="reopen_pupil"),
    # New organisations, and the network's side
    path("organisations/fonder/<str:kind>/", organisations.found, name="found"),
    path("organisations/<int:pk>/rejoindre/", organisations.ask_to_join, name="ask_to_join"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/ajouter/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", organisations.overseen_organisation, name="overseen"),
    path("organisations/<int:pk>/inviter/", organisations.overseen_invite, name="overseen_invite"),
    path("organisations/<int:pk>/reconnaitre/", organisations.verify, name="verify"),
    path("organisations/<int:pk>/refuser/", organisations.refuse, name="refuse"),
    path("territoires/", territories.territories, name="territories"),
    path("territoires/ajouter/", territories.add, name="add_territory"),
    path("territoires/<int:pk>/", territories.change, name="territory"),
    path("territoires/<int:pk>/supprimer/", territories.delete, name="delete_territory"),
    path("donnees-personnelles/conservation/", privacy.retention, name="retention"),
]

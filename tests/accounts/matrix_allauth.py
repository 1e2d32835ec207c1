"""allauth's own pages: sign-in, sign-up, passwords, second factors."""

from __future__ import annotations

from tests.matrix import Row

# For those who are signed in already, these pages lead home.
VISITOR = {"anonymous": 200, "*": 302}
ONESELF = {"*": 200}

# What needs an authenticator one does not have.
LACKING = {"*": 404}

MATRIX = {
    "account_login": Row(get=VISITOR, post=VISITOR),
    "account_logout": Row(get={"anonymous": 302, "*": 200}, post={"*": 302}),
    "account_inactive": Row(get={"*": 200}),
    "account_signup": Row(get=VISITOR, post=VISITOR),
    "account_reauthenticate": Row(get=ONESELF, post=ONESELF, redirect_login=True),
    "account_email": Row(get=ONESELF, post={"*": 302}, redirect_login=True),
    "account_email_verification_sent": Row(get={"*": 302}, redirect_login=True),
    "account_change_password": Row(get=ONESELF, post=ONESELF, redirect_login=True),
    "account_set_password": Row(get={"*": 302}, post={"*": 302}, redirect_login=True),
    "account_reset_password": Row(get={"*": 200}, post={"*": 200}),
    "account_confirm_password_reset_code": Row(get={"*": 302}, post={"*": 302}),
    "account_complete_password_reset": Row(get={"*": 302}, post={"*": 302}),
    "account_password_reset_completed": Row(get={"*": 200}),
    "account_request_login_code": Row(get=VISITOR, post=VISITOR),
    "account_confirm_login_code": Row(get={"*": 302}, post={"*": 302}),
    "mfa_index": Row(get=ONESELF, redirect_login=True),
    "mfa_authenticate": Row(get={"*": 302}, post={"*": 302}),
    "mfa_reauthenticate": Row(get={"*": 302, "admin": 200}, post={"*": 302, "admin": 200}, redirect_login=True),
    "mfa_activate_totp": Row(get={"*": 200, "admin": 302}, post={"*": 200, "admin": 302}, redirect_login=True),
    "mfa_deactivate_totp": Row(get={"*": 404, "admin": 200}, post={"*": 404, "admin": 200}, redirect_login=True),
    "mfa_view_recovery_codes": Row(get=LACKING, redirect_login=True),
    "mfa_generate_recovery_codes": Row(get=ONESELF, post={"*": 200, "admin": 302}, redirect_login=True),
    "mfa_download_recovery_codes": Row(get=LACKING, redirect_login=True),
    "mfa_list_webauthn": Row(get=ONESELF, redirect_login=True),
    "mfa_add_webauthn": Row(get=ONESELF, post=ONESELF, redirect_login=True),
    "mfa_reauthenticate_webauthn": Row(get={"*": 302}, post={"*": 302}, redirect_login=True),
    "mfa_remove_webauthn": Row(kwargs={"pk": 0}, get=LACKING, post=LACKING, redirect_login=True),
    "mfa_edit_webauthn": Row(kwargs={"pk": 0}, get=LACKING, post=LACKING, redirect_login=True),
    "mfa_login_webauthn": Row(get={"*": 302}, post={"*": 302}),
}

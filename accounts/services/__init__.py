"""What can be done to people and organisations: one command, one function."""

from accounts.services.invitations import accept_invitation, ask_to_join, invite, revoke_invitation
from accounts.services.members import end_membership, grant_role, leave
from accounts.services.organisations import (
    add_organisation,
    ask_again,
    create_organisation,
    delete_territory,
    found_network,
    managers_of,
    refuse_organisation,
    save_territory,
    update_organisation,
    verify_organisation,
)
from accounts.services.privacy import erase_person, export_data, forget_expired, set_retention
from accounts.services.pupils import (
    NewPupil,
    Slip,
    authenticate_pupil,
    change_school_code,
    close_pupil,
    create_pupils,
    reopen_pupil,
    reset_secret,
)
from accounts.services.security import enable_totp, reset_second_factors

__all__ = [
    "NewPupil",
    "Slip",
    "accept_invitation",
    "add_organisation",
    "ask_again",
    "ask_to_join",
    "authenticate_pupil",
    "change_school_code",
    "close_pupil",
    "create_organisation",
    "create_pupils",
    "delete_territory",
    "enable_totp",
    "end_membership",
    "erase_person",
    "export_data",
    "forget_expired",
    "found_network",
    "grant_role",
    "invite",
    "leave",
    "managers_of",
    "refuse_organisation",
    "reopen_pupil",
    "reset_second_factors",
    "reset_secret",
    "revoke_invitation",
    "save_territory",
    "set_retention",
    "update_organisation",
    "verify_organisation",
]

"""How the trace says what was done in the space of exchanges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "exchange_space.changed": _("Settings of the space of exchanges changed"),
    "exchange_space.opened": _("Space of exchanges opened"),
    "exchange_structure.approve": _("Structure approved in the space of exchanges"),
    "exchange_structure.ask": _("Structure asked to take part in exchanges"),
    "exchange_structure.described": _("Funding body of a structure changed"),
    "exchange_structure.exclude": _("Structure no longer takes part, by decision of the pilot"),
    "exchange_structure.leave": _("Structure left the exchanges"),
    "exchange_structure.refuse": _("Structure refused in the space of exchanges"),
    "exchange_structure.withdraw": _("Structure took its request to take part back"),
    "immersion_offer.begun": _("Offer of immersion begun"),
    "immersion_offer.close": _("Offer of immersion closed"),
    "immersion_offer.copied": _("Offer of immersion copied"),
    "immersion_offer.deleted": _("Draft of an offer of immersion deleted"),
    "immersion_offer.document_added": _("Document added to an offer of immersion"),
    "immersion_offer.document_removed": _("Document taken off an offer of immersion"),
    "immersion_offer.edited": _("Offer of immersion changed"),
    "immersion_offer.periods": _("Periods of an offer of immersion changed"),
    "immersion_offer.publish": _("Offer of immersion published"),
    "immersion_offer.reopen": _("Offer of immersion opened again"),
    "immersion_offer.revise": _("Offer of immersion taken back to change its text"),
    "immersion_offer.send_back": _("Offer of immersion sent back"),
    "immersion_offer.submit": _("Offer of immersion sent to the pilot"),
    "immersion_offer.withdraw": _("Offer of immersion taken back"),
    "immersion_wish.changed": _("Wish of immersion changed"),
    "immersion_wish.made": _("Wish of immersion made"),
    "immersion_wish.open": _("Wish of immersion made again"),
    "immersion_wish.served": _("Wish of immersion came true"),
    "immersion_wish.withdrawn": _("Wish of immersion withdrawn"),
}

"""How the trace says what was done to agreements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "agreement.drawn_up": _("Agreement drawn up"),
    "agreement.part_asked": _("A party asked to complete its part"),
    "agreement.part_completed": _("Part of the agreement completed"),
    "agreement.part_saved": _("Part of the agreement changed"),
    "board.reminded": _("Reminder sent from the board"),
    "bulk.started": _("Agreements of several trainees asked for"),
    "certificate.made": _("Certificate of placement made"),
    "template.copied": _("Text of agreements copied for an organisation"),
    "template.retired": _("Text of agreements no longer used"),
    "template.written": _("Text of agreements changed"),
    "agreement.cancel": _("Agreement cancelled"),
    "agreement.rendered": _("Document of the agreement made"),
    "agreement.reopen": _("Agreement taken back to be changed"),
    "agreement.seal": _("Agreement sealed"),
    "agreement.send": _("Agreement sent for signature"),
    "agreement.signed": _("Agreement signed by all"),
    "amendment.applied": _("Amendment applied to the placement"),
    "amendment.begun": _("Amendment prepared"),
    "amendment.changed": _("Amendment changed"),
    "amendment.not_applied": _("Amendment signed that could not be applied"),
    "remark.answered": _("Remark answered"),
    "remark.made": _("Remark made before signature"),
    "signatories.ordered": _("Order of signatures set"),
    "signatory.added": _("Signatory added"),
    "signatory.changed": _("Signatory changed"),
    "signatory.delegated": _("Signature passed on"),
    "signatory.removed": _("Signatory removed"),
    "signature.asked_again": _("Signature asked for again"),
    "signature.declined": _("Signature declined"),
    "signature.given": _("Signature given"),
}

"""How the trace says what was done to practices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "library.added": _("Text added to the library"),
    "library.commitment_followed": _("Commitment of a protocol followed up"),
    "library.commitment_removed": _("Commitment of a protocol removed"),
    "library.commitment_written": _("Commitment of a protocol written"),
    "library.deleted": _("Draft of the library deleted"),
    "library.edited": _("Sheet of a text of the library changed"),
    "library.published": _("Text of the library published"),
    "library.version_added": _("New version of a text of the library"),
    "library.withdrawn": _("Text of the library withdrawn"),
    "practice.archive": _("Practice archived"),
    "practice.begun": _("Practice begun"),
    "practice.deleted": _("Draft of a practice deleted"),
    "practice.discard": _("New version of a practice given up"),
    "practice.document_added": _("Document added to a practice"),
    "practice.edited": _("Practice changed"),
    "practice.file_described": _("File of a practice described"),
    "practice.file_moved": _("Files of a practice put in order"),
    "practice.file_removed": _("File of a practice removed"),
    "practice.photo_added": _("Photo added to a practice"),
    "practice.restore": _("Practice shown again"),
    "practice.revise": _("New version of a practice begun"),
    "practice.send_back": _("Practice sent back to be completed"),
    "practice.submit": _("Practice sent for validation"),
    "practice.validate": _("Practice validated"),
    "practice.withdraw": _("Practice taken back by its authors"),
}

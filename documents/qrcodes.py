"""QR codes as SVG, for pages and PDFs: drawn here, read by any telephone."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str) -> SafeString:
    """The code as an SVG picture without a size of its own: whoever shows it decides. Colours: black on white."""
    return mark_safe(
        _code(text).svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    )


def data_uri(text: str) -> str:
    """The same as an address for `<img src="…" alt="…">`, in pages (the policy allows `data:`) and in PDFs."""
    return str(
        _code(text).svg_data_uri(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    )


def _code(text: str) -> segno.QRCode:
    # A quarter of it may be missing: paper is folded, stamped and photocopied.
    return segno.make_qr(text, error="q", boost_error=False)

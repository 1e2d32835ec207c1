"""Pictures people send are drawn again: what is kept is only what the eye sees, in one format, of a bounded size."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from documents.kinds import WEBP, FileRefused

LARGEST_SIDE = 1600
MOST_PIXELS = 50_000_000
SMALLER = (640,)
FORMATS = ("JPEG", "PNG", "WEBP")


def reencode(content: bytes, *, side: int = LARGEST_SIDE) -> tuple[bytes, str]:
    """The picture as WebP without metadata, upright, at most `side` pixels wide and high, with its media type.

    Raises FileRefused for what is no picture, is damaged, or would unpack into too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise FileRefused(_("This picture has too many pixels. Make it smaller, then send it again."))
                return encode(picture, side), WEBP
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise FileRefused(_("This picture has too many pixels. Make it smaller, then send it again.")) from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise FileRefused(_("This picture cannot be read. Save it again as JPEG or PNG.")) from problem


def encode(picture: Image.Image, side: int) -> bytes:
    picture.draft("RGB", (side * 2, side * 2))  # JPEG only: decodes at a fraction of the size
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    plain = Image.new("RGBA" if has_alpha else "RGB", upright.size)
    plain.paste(upright.convert(plain.mode))
    out = io.BytesIO()
    plain.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()

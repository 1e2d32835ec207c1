"""Derives what pages and PDFs need from installed packages: web fonts and compiled translations.

Nothing here is committed: third-party files stay in their packages, the derived ones in `var/assets/`.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools import subset

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "var" / "assets"
# Latin with the accents of French and its neighbours, punctuation, arrows, the euro sign.
UNICODES = (
    "U+0020-007E,U+00A0-017F,U+2010-2027,U+202F-203A,U+2070-209C,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2264,U+2265"
)
FACES = {"Regular": "regular", "Semibold": "semibold", "Bold": "bold", "It": "italic"}
# Packed for pages; as they are for documents, which would unpack the four of them at each rendering.
FLAVOURS = {"woff2": ["--flavor=woff2"], "ttf": []}


def build_fonts() -> list[Path]:
    """Makes a Latin subset of each Source Sans face used, for pages and for documents; returns the files."""
    import font_source_sans_pro

    source = Path(font_source_sans_pro.__file__).parent / "files"
    target = ASSETS / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    made = []
    for (face, name), (flavour, options) in itertools.product(FACES.items(), FLAVOURS.items()):
        out = target / f"source-sans-{name}.{flavour}"
        made.append(out)
        if out.exists() and out.stat().st_mtime >= Path(__file__).stat().st_mtime:
            continue
        unfinished = out.with_suffix(".part")
        subset.main(
            [
                str(source / f"SourceSansPro-{face}.ttf"),
                f"--unicodes={UNICODES}",
                *options,
                "--layout-features=kern,liga,tnum,lnum,sups",
                f"--output-file={unfinished}",
            ]
        )
        unfinished.replace(out)
    return made


def compile_messages() -> list[Path]:
    """Compiles each `django.po` whose `.mo` is older; returns the compiled files."""
    made = []
    for po in ROOT.glob("locale/*/LC_MESSAGES/*.po"):
        mo = po.with_suffix(".mo")
        made.append(mo)
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalog = read_po(source)
        # A header without a language leaves out how the language counts, and French would say « 0 places ».
        catalog.locale = po.parent.parent.name
        with mo.open("wb") as out:
            write_mo(out, catalog)
    return made


if __name__ == "__main__":
    build_fonts()
    compile_messages()

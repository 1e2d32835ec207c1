"""Translations: `update` collects the English msgids into `locale/fr`; `check` fails when one is missing or stale.

Needs GNU gettext (a lint tool); the site itself needs only the compiled catalogue made at set-up.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = {"django": "html,txt,py", "djangojs": "js"}
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_]|%\(|«)")
SPACE_BEFORE, SPACE_AFTER = re.compile(r"(?<=\S) (?=[:;?!»](?:\s|$))"), re.compile(r"(?<=«) ")
IGNORED = [".venv", "var", "tests", "benchmarks", "docs", "node_modules"]


def collect(domain: str, extensions: str) -> None:
    options = [f"--ignore={name}" for name in IGNORED]
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "-d", domain]
    extension = f"--extension={extensions}"
    subprocess.run(
        [*command, extension, "--no-location", "--no-obsolete", *options],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    path = ROOT / "locale" / "fr" / "LC_MESSAGES" / f"{domain}.po"
    if path.exists():
        tidy(path)


def typographic(words: str) -> str:
    """French as it is printed: curved apostrophes between letters, hard spaces before double signs and in « »."""
    return SPACE_BEFORE.sub("\u00a0", SPACE_AFTER.sub("\u00a0", APOSTROPHE.sub("’", words)))


def tidy(path: Path) -> None:
    """Sorts the entries and drops dates and guesses, so that two people's additions merge without a conflict.

    Each message stays on one line: what wraps lines touches entries that nobody changed.
    """
    catalogue = polib.pofile(str(path), wrapwidth=0)
    catalogue.metadata = {
        name: value
        for name, value in catalogue.metadata.items()
        if name in {"MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Language", "Plural-Forms"}
    }
    catalogue.metadata["Language"] = path.parent.parent.name
    catalogue.header = ""
    # msgfmt would leave out a header that counts as a guess.
    catalogue.metadata_is_fuzzy = False
    for entry in catalogue:
        entry.msgstr = typographic(entry.msgstr)
        entry.msgstr_plural = {number: typographic(words) for number, words in entry.msgstr_plural.items()}
    for entry in catalogue:
        if entry.fuzzy:
            # A guess from a similar sentence is worse than nothing: it looks done.
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
            entry.flags.remove("fuzzy")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
    catalogue.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
    catalogue.save(str(path))


def incomplete(path: Path) -> list[str]:
    catalogue = polib.pofile(str(path))
    return [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()]


def check() -> int:
    """Compares the committed catalogues with what the sources need; prints what is missing."""
    folder = ROOT / "locale" / "fr" / "LC_MESSAGES"
    before = {path: path.read_bytes() for path in folder.glob("*.po")}
    problems = []
    try:
        for domain, extensions in CATALOGUES.items():
            collect(domain, extensions)
        for path in sorted(folder.glob("*.po")):
            known = {entry.msgid for entry in polib.pofile(before.get(path, b"").decode())}
            problems += [
                f"{path.name}: not collected: {e.msgid!r}" for e in polib.pofile(str(path)) if e.msgid not in known
            ]
            problems += [f"{path.name}: not translated: {msgid!r}" for msgid in incomplete(path)]
    finally:
        for path, content in before.items():
            if path.read_bytes() != content:
                path.write_bytes(content)
    print("\n".join(problems[:40]))
    return 1 if problems else 0


def main(action: str) -> int:
    if action == "check":
        return check()
    for domain, extensions in CATALOGUES.items():
        collect(domain, extensions)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "update"))

"""Where the sources are, for the tests that read them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Highest first: each may rely on those after it.
ORDER = ("exchanges", "agreements", "internships", "practices", "hosts", "law", "documents", "messaging", "accounts")
TOP = "config"


def rank(app: str) -> int:
    """How high an app stands: an app may rely on those of a lower rank only."""
    return len(ORDER) if app == TOP else len(ORDER) - 1 - ORDER.index(app)


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control (or every file that is not ignored, before the first commit)."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    named = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return tuple(path for name in named if (path := ROOT / name).is_file())


def python_of(*apps: str) -> list[Path]:
    """The hand-written modules of these apps, migrations left out."""
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in apps and "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    return [path for path in tracked() if path.relative_to(ROOT).parts[0] == "templates"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))

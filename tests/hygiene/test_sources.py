"""Sizes, secrets, and words that have no place in the sources."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hygiene.sources import ORDER, ROOT, TOP, name, python_of, tracked

LONGEST_FILE, LONGEST_FUNCTION = 400, 40
# Written so that this file does not find itself.
FORBIDDEN = {
    "a path of someone's machine": re.compile(r"/(?:root|home/[a-z]+|work/(?:main|wt|shared))/"),
    "a folder outside the repository": re.compile(r"\.\./" + "shared"),
    "a registry's address": re.compile(r"(?:--(?:extra-)?index-url|artif" + r"actory|/simple/?\s|nex" + r"us\.)"),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
    "an access key": re.compile(r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[bp]-[0-9A-Za-z-]{20,})\b"),
    "unfinished work": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|X" + r"XX|T" + r"BD)\b|[Ll]or" + "em ipsum"),
    "a promise": re.compile(r"coming " + r"soon|bient" + r"ôt disponible", re.IGNORECASE),
}
TEXT = {".py", ".html", ".txt", ".md", ".toml", ".yml", ".yaml", ".js", ".css", ".po", ".json", ".svg", ".cfg", ""}


def text_files() -> list[Path]:
    return [path for path in tracked() if path.suffix in TEXT]


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function with its length in lines, its docstring left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            first = node.body[0]
            if ast.get_docstring(node):
                length -= (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, length


def test_no_file_is_too_long() -> None:
    files = python_of(*ORDER, TOP)
    assert len(files) > 60
    lengths = {name(path): len(path.read_text().splitlines()) for path in files}
    assert not {path: length for path, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long() -> None:
    found = [(name(path), *one) for path in python_of(*ORDER, TOP) for one in functions(path)]
    assert len(found) > 300
    assert not [one for one in found if one[2] > LONGEST_FUNCTION]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    files = text_files()
    assert len(files) > 100
    found = {}
    for path in files:
        text = path.read_text(errors="replace").splitlines()
        lines = [number for number, line in enumerate(text, 1) if FORBIDDEN[what].search(line)]
        if lines:
            found[name(path)] = lines[:5]
    assert not found


def test_no_big_file_is_committed() -> None:
    """Third-party files come from packages; what we ship ourselves stays small."""
    sizes = {name(path): path.stat().st_size for path in tracked()}
    assert not {path: size for path, size in sizes.items() if size > 3_000_000}


def test_the_licence_stands_there() -> None:
    assert "EUROPEAN UNION PUBLIC LICENCE" in (ROOT / "LICENSE").read_text().upper()


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of someone's machine", "open('/ro" + "ot/x')"),
        ("an access key", "ghp_" + "a" * 36),
        ("unfinished work", "# TO" + "DO: later"),
    ],
)
def test_the_guard_sees(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


def test_each_app_declares_its_personal_data_in_one_file() -> None:
    """Who asks what an app keeps about people reads its `own_data.py`, and nothing else (docs/architecture.md)."""
    declared = re.compile(r"\bprivacy\.(?:register|keep)\(\s*[\"']")
    where = {name(path) for path in python_of(*ORDER, TOP) if declared.search(path.read_text())}
    where.discard("accounts/privacy.py")  # its docstring shows the call
    assert len(where) >= 4
    assert {path.split("/", 1)[1] for path in where} == {"own_data.py"}

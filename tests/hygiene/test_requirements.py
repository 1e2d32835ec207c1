"""`docs/requirements.md` tells the truth: every id once, files that exist, tests that name the id."""

from __future__ import annotations

import re

from tests.hygiene.sources import ROOT

PAGE = (ROOT / "docs" / "requirements.md").read_text()
LAST = {"E": 26, "S": 14, "T": 14, "B": 16, "A": 26}
EVERY = {f"{letter}{number}" for letter, last in LAST.items() for number in range(1, last + 1)}
ID = re.compile(r"\b[ESTBA]\d{1,2}\b")
ANSWERED, NOT_YET = PAGE.split("## Not yet built")


def rows() -> list[tuple[str, list[str], list[str]]]:
    """Id, files and tests of each requirement that is answered, in whole or in part."""
    found = []
    for line in ANSWERED.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and ID.fullmatch(cells[0]):
            found.append((cells[0], re.findall(r"`([^`]+)`", cells[2]), re.findall(r"`([^`]+)`", cells[3])))
    return found


def test_every_requirement_stands_there_once() -> None:
    missing = ID.findall(NOT_YET)
    told = [identifier for identifier, _, _ in rows()] + missing
    assert len(EVERY) == 96
    assert sorted(told) == sorted(set(told)), "an id stands there twice"
    assert set(told) == EVERY


def test_what_is_answered_names_files_that_exist() -> None:
    answered = rows()
    assert len(answered) >= 15
    for identifier, files, tests in answered:
        assert files, identifier
        assert tests, identifier
        gone = [path for path in (*files, *tests) if not (ROOT / path).exists()]
        assert not gone, (identifier, gone)


def test_the_tests_name_the_requirement() -> None:
    silent = [
        (identifier, path)
        for identifier, _, tests in rows()
        for path in tests
        if not re.search(rf"\b{identifier}\b", (ROOT / path).read_text())
    ]
    assert not silent


def test_the_readme_leads_to_pages_that_exist() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        targets = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text())
        assert targets
        assert not [target for target in targets if not (ROOT / target).exists()], page

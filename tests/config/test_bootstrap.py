"""What a fresh machine lacks is installed, or said in one sentence (must show 1)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config import bootstrap

Machine = Callable[..., None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A machine with or without parts: `programs` it has, whether it has libraries, the module venv needs, root."""

    def make(*, programs: set[str], libraries: bool, ensurepip: bool, root: bool = True, venv: bool = False) -> None:
        found: dict[str, Any] = {
            "which": lambda name: f"/usr/bin/{name}" if name in programs else None,
            "library": lambda name: name if libraries else None,
            "module": lambda name: object() if ensurepip else None,
        }
        home = tmp_path / "venv"
        if venv:
            (home / "bin").mkdir(parents=True)
            (home / "bin" / "python").touch()
        monkeypatch.setattr(bootstrap, "VENV", home)
        monkeypatch.setattr(bootstrap, "STAMPS", tmp_path)
        monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
        monkeypatch.setattr(bootstrap.shutil, "which", found["which"])
        monkeypatch.setattr(bootstrap.ctypes.util, "find_library", found["library"])
        monkeypatch.setattr(bootstrap.importlib.util, "find_spec", found["module"])
        monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0 if root else 1000)

    return make


BARE = {"apt-get", "git", "make", "python3"}


def test_a_bare_debian_lacks_what_was_seen_to_be_lacking(machine: Machine) -> None:
    machine(programs=BARE, libraries=False, ensurepip=False)
    libraries = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    assert bootstrap.missing_packages("run") == ["python3-venv", *libraries]
    tools = ["libatomic1", "chromium", "gettext", "poppler-utils"]
    assert bootstrap.missing_packages("test") == ["python3-venv", *libraries, *tools]


def test_a_machine_that_has_everything_is_left_alone(machine: Machine) -> None:
    machine(programs={*BARE, *bootstrap.TEST_PROGRAMS}, libraries=True, ensurepip=True)
    assert bootstrap.missing_packages("test") == []


def test_a_venv_that_exists_needs_no_module(machine: Machine) -> None:
    machine(programs=BARE, libraries=True, ensurepip=False, venv=True)
    assert bootstrap.missing_packages("run") == []


def test_without_the_right_to_install_one_sentence_says_what_to_ask_for(machine: Machine) -> None:
    machine(programs=BARE, libraries=False, ensurepip=True, root=False)
    with pytest.raises(SystemExit, match=r"apt-get install libpango-1\.0-0 chromium"):
        bootstrap.install_system_packages(["libpango-1.0-0", "chromium"])


def test_another_system_is_told_the_names(machine: Machine) -> None:
    machine(programs={"git", "make"}, libraries=False, ensurepip=True)
    with pytest.raises(SystemExit, match=r"what Debian calls libpango-1\.0-0"):
        bootstrap.install_system_packages(["libpango-1.0-0"])


@pytest.mark.parametrize(("root", "prefix"), [(True, []), (False, ["/usr/bin/sudo", "-n"])])
def test_apt_runs_as_root_or_by_sudo(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, root: bool, prefix: list[str]
) -> None:
    machine(programs={*BARE, "sudo"}, libraries=False, ensurepip=True, root=root)
    ran: list[list[str]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    bootstrap.install_system_packages(["chromium"])
    install = ran[-1]
    assert install[: len(prefix)] == prefix
    assert "apt-get" in install
    assert install[-1] == "chromium"


def test_a_changed_list_of_packages_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "STAMPS", tmp_path)
    pins = tmp_path / "base.txt"
    pins.write_text("django==5.2\n")
    before = bootstrap.fingerprint(pins)
    (tmp_path / "base.stamp").write_text(before)
    assert bootstrap.stamped("base.stamp", before)
    pins.write_text("django==5.2.1\n")
    assert not bootstrap.stamped("base.stamp", bootstrap.fingerprint(pins))


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer"):
        bootstrap.main()


def test_the_quicker_browser_is_tried_once_and_does_without(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(programs={*BARE, *bootstrap.TEST_PROGRAMS}, libraries=True, ensurepip=True)
    ran: list[list[str]] = []

    def refuse(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 100)

    monkeypatch.setattr(bootstrap.subprocess, "run", refuse)
    bootstrap.prefer_quicker_browser()
    assert ran[-1][-1] == bootstrap.QUICKER
    ran.clear()
    bootstrap.prefer_quicker_browser()
    assert ran == []
    assert bootstrap.missing_packages("test") == []


def test_the_quicker_browser_alone_is_enough(machine: Machine) -> None:
    others = {program for program in bootstrap.TEST_PROGRAMS if program != "chromium"}
    machine(programs={*BARE, *others, bootstrap.QUICKER}, libraries=True, ensurepip=True)
    assert bootstrap.missing_packages("test") == []

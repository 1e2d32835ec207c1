"""The embedded database starts again after whatever ended it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import psutil
import pytest

from config.engines import Postgres


def written(folder: Path, number: int) -> Postgres:
    server = Postgres(folder, options={})
    (folder / "postmaster.pid").write_text(f"{number}\n{folder}\n")
    server.forget_a_dead_server()
    return server


def test_the_number_of_a_killed_server_is_forgotten_when_somebody_else_has_it(tmp_path: Path) -> None:
    written(tmp_path, os.getpid())
    assert not (tmp_path / "postmaster.pid").exists()


def test_nor_does_a_zombie_count(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as dead:
        while psutil.Process(dead.pid).status() != psutil.STATUS_ZOMBIE:
            pass
        written(tmp_path, dead.pid)
    assert not (tmp_path / "postmaster.pid").exists()


def test_a_living_server_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil.Process, "name", lambda self: "postgres")
    written(tmp_path, os.getpid())
    assert (tmp_path / "postmaster.pid").exists()

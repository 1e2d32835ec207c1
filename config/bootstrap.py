"""Prepares a fresh clone: system packages, `.venv`, dependencies, derived assets.

Run by `make` with whatever Python the machine has, so it uses the standard library only. A stamp makes
the second run quick. Everything it creates lies in `.venv/` and `var/`.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / "var" / "setup"

# Shared libraries WeasyPrint loads, with the Debian package each comes from.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
# What the browser tests' driver loads: Playwright brings a Node of its own, linked with it.
TEST_LIBRARIES = {"atomic": "libatomic1"}
# Programs needed by the tests and the lint, with the Debian package each comes from.
TEST_PROGRAMS = {"chromium": "chromium", "msgfmt": "gettext", "pdftotext": "poppler-utils"}
# Chromium without its window, where Debian has it: a page costs a fifth, and the whole suite some minutes less.
QUICKER = "chromium-headless-shell"


def stop(sentence: str) -> None:
    raise SystemExit(f"\nEscale: {sentence}\n")


def missing_packages(purpose: str) -> list[str]:
    missing = []
    if not (VENV / "bin" / "python").exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    libraries = {**LIBRARIES, **TEST_LIBRARIES} if purpose == "test" else LIBRARIES
    missing += [package for name, package in libraries.items() if ctypes.util.find_library(name) is None]
    if purpose == "test":
        missing += [package for program, package in TEST_PROGRAMS.items() if not is_there(program)]
    return missing


def is_there(program: str) -> bool:
    return shutil.which(program) is not None or (program == "chromium" and shutil.which(QUICKER) is not None)


def install_system_packages(packages: list[str]) -> None:
    """Installs Debian packages through apt when that is permitted; otherwise says which are needed."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        stop(f"this machine lacks what Debian calls {names}. Install the equivalents, then run make again.")
    if (prefix := permission()) is None:
        stop(f"some system packages are missing. Ask an administrator for: apt-get install {names}")
    print(f"Escale: installing system packages: {names}", flush=True)
    if not apt_install(prefix or [], packages):
        stop(f"apt-get could not install {names}; what it said is in {(STAMPS / 'apt.log').relative_to(ROOT)}.")


def permission() -> list[str] | None:
    """What to put before a command that changes the system; nothing for root, None where that is not permitted."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    allowed = sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [str(sudo), "-n"] if allowed else None


def apt_install(prefix: list[str], packages: list[str]) -> bool:
    environment = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    with (STAMPS / "apt.log").open("wb") as out:
        subprocess.run([*environment, "update"], stdout=out, stderr=out, check=False)
        done = subprocess.run(
            [*environment, "install", "-y", "--no-install-recommends", *packages], stdout=out, stderr=out, check=False
        )
    return done.returncode == 0


def prefer_quicker_browser() -> None:
    """Tries once to have it; the tests run without it too, with the whole of Chromium."""
    tried = STAMPS / "browser.stamp"
    if shutil.which(QUICKER) or tried.exists() or shutil.which("apt-get") is None:
        return
    tried.touch()
    if (prefix := permission()) is not None:
        print(f"Escale: installing {QUICKER}", flush=True)
        apt_install(prefix, [QUICKER])


def fingerprint(*paths: Path) -> str:
    digest = hashlib.sha256(sys.version.encode() + str(VENV).encode())
    for path in paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def stamped(name: str, value: str) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == value


def install_dependencies(purpose: str) -> None:
    names = ("dev",) if purpose == "test" else ("base", "dev")
    files = {name: ROOT / "requirements" / f"{name}.txt" for name in ("base", "dev")}
    python = VENV / "bin" / "python"
    # Installing dev pins covers base: they are compiled under base as a constraint.
    if python.exists() and any(stamped(f"{name}.stamp", fingerprint(files[name])) for name in names):
        return
    chosen = "dev" if purpose == "test" else "base"
    if not python.exists():
        print("Escale: creating .venv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    print("Escale: installing Python packages (a minute or two, the first time only)", flush=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "--require-hashes", "-r", str(files[chosen])], check=False)
    if done.returncode:
        stop("pip could not install the Python packages. Check the network connection, then run make again.")
    (STAMPS / f"{chosen}.stamp").write_text(fingerprint(files[chosen]))


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    STAMPS.mkdir(parents=True, exist_ok=True)
    if purpose == "test":
        prefer_quicker_browser()
    if packages := missing_packages(purpose):
        install_system_packages(packages)
        if still := missing_packages(purpose):
            stop(f"these system packages are still missing: {' '.join(still)}.")
    install_dependencies(purpose)
    done = subprocess.run([str(VENV / "bin" / "python"), "-m", "config.assets"], cwd=ROOT, check=False)
    if done.returncode:
        stop("the fonts and translations could not be prepared; the reason stands above.")


if __name__ == "__main__":
    main()

"""Runs every bench, or those named: `python -m benchmarks [search map weight …] [--full]`.

On engines of its own, thrown away at the end. `--full` goes on to a million offers (some ten minutes).
A bench is a module of this package with `NAME` and `run(full: bool) -> Iterable[Figure]`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import platform
import sys
import tempfile
import time
from pathlib import Path

import benchmarks
from config.engines import embedded


def benches() -> dict[str, object]:
    """The modules of this package that are benches, in the order of their names."""
    found = {}
    for info in sorted(pkgutil.iter_modules(benchmarks.__path__), key=lambda info: info.name):
        if info.name.startswith("bench_"):
            module = importlib.import_module(f"benchmarks.{info.name}")
            found[module.NAME] = module
    return found


def prepare() -> None:
    """Django on the throw-away engines, started as the web server starts it, with its tables and lists."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    importlib.import_module("config.wsgi")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="benches to run; all of them when none is named")
    parser.add_argument("--full", action="store_true", help="also the largest sizes")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="escale-bench-"))
    # In memory the disk's caprices do not count; autovacuum is off in both the floor and ours.
    with embedded(folder, durable=False) as engines:
        os.environ.update(engines.urls())
        prepare()
        known = benches()
        unknown = set(options.names) - set(known)
        if unknown:
            parser.error(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
        missed = 0
        for name, bench in known.items():
            if options.names and name not in options.names:
                continue
            began = time.monotonic()
            print(f"\n{name}", flush=True)
            for figure in bench.run(full=options.full):  # type: ignore[attr-defined]
                print(f"  {figure.line()}", flush=True)
                missed += not figure.met
            print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

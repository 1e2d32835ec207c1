"""What changed between two snapshots, in words: label, before, after (T11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Of no interest to a reader: how the snapshot is written, not what it says.
TECHNICAL = frozenset({"schema", "made_at", "taken_at", "version", "code", "number"})


@dataclass(frozen=True)
class Difference:
    """`path` names the place in the snapshot, for those who know how to say it better."""

    path: tuple[str, ...]
    label: str
    before: str
    after: str


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every leaf that differs, in the order of the newer snapshot, then what is gone."""
    old, new = dict(_leaves(before)), dict(_leaves(after))
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Difference(path, " · ".join(path), str(old.get(path, "")), str(new.get(path, "")))
        for path in paths
        if old.get(path) != new.get(path)
    ]


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in TECHNICAL:
                yield from _leaves(item, (*path, str(name)))
    elif isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _leaves(item, (*path, str(number)))
    else:
        yield path, value

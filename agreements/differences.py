"""What changed between two snapshots, in words: label, before, after (T11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from agreements.snapshot_words import said

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
    old, new = _read(before), _read(after)
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Difference(path, " · ".join(path), str(old.get(path, "")), str(new.get(path, "")))
        for path in paths
        if old.get(path) != new.get(path)
    ]


def _read(snapshot: Mapping[str, Any]) -> dict[tuple[str, ...], Any]:
    """What a snapshot of ours says, in words; any other mapping leaf by leaf."""
    if snapshot.get("schema") and "mentions" in snapshot:
        return {(label,): words for label, words in said(snapshot).items()}
    return dict(_leaves(snapshot))


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

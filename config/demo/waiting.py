"""What waits for each role, so that no list of the demonstration is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.demo.world import World


def make(world: World) -> None:
    pass
